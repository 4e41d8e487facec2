package io.elchi.server.entrances;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.Failure;
import io.elchi.server.entrances.KannelErrors.KannelAnswer;
import io.elchi.server.entrances.KannelMessage.KannelRead;
import io.elchi.testkit.Seeds;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// Clients of Kannel's sendsms at a whole server.
class KannelApiTest {
    private static final int CASES = 20_000;
    private static final List<String> NAMES =
            List.of("text", "charset", "coding", "udh", "mclass", "validity", "deferred", "priority", "from");
    private static final List<String> VALUES = List.of(
            "", "0", "1", "2", "9", "%05%00%03%01%02%01", "utf-16", "latin1", "%FF", "Salom", "%04%16", "-1", "%00");
    private static EntranceBank bank;

    @BeforeAll
    static void start() {
        bank = new EntranceBank();
        bank.login("kannel", "", "");
        bank.login("octets", ",'binary':true", "");
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    /// @param more behind username and password
    private static HttpResponse<String> ask(String user, String more) {
        return bank.get(
                "/cgi-bin/sendsms?username=" + user + "&password=" + EntranceBank.PASSWORD + "&from=Bank&" + more);
    }

    private static JsonNode newest() {
        return bank.admin().get("/admin/v1/messages?limit=1").is(200).at("/items/0");
    }

    @ParameterizedTest
    @CsvSource({
        "to=%2B998901234567&text=Salom",
        "to=998901234567&text=%E9&charset=ISO-8859-1",
        "to=998901234567&text=%04%16&coding=2",
        "to=998901234567&text=a&priority=3&validity=60&dlr-mask=31"
    })
    void aTextIsAccepted(String query) {
        HttpResponse<String> answer = ask("kannel", query);
        assertThat(answer.body()).isEqualTo("0: Accepted for delivery");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(newest().get("to").stringValue()).isEqualTo("+998901234567");
    }

    @Test
    void severalReceiversAreMessagesOfTheirOwn() {
        HttpResponse<String> answer = ask("kannel", "to=998901234571+998991234567+998901234572&text=a&deferred=5");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("0: Accepted for delivery\nNot routable: 998991234567");
        assertThat(newest().get("to").stringValue()).isIn("+998901234571", "+998901234572");
        assertThat(newest().has("not_before")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"coding=1&text=%00%FF", "udh=%06%05%04%0B%84%23%F0&text=%01", "mclass=0&text=a"})
    void octetsHeadersAndFlashNeedTheRight(String query) {
        HttpResponse<String> refused = ask("kannel", "to=998901234567&" + query);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).isEqualTo("Authorization failed for sendsms");
        assertThat(ask("octets", "to=998901234567&" + query).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text=a | 400 | Missing receiver number, rejected",
                "to=+&text=a | 400 | Empty receiver number not allowed, rejected",
                "to=abc&text=a | 400 | Garbage 'to' field, rejected",
                "to=12&text=a | 400 | Garbage 'to' field, rejected",
                "to=998901234567&text=a&coding=3 | 400 | Coding field misformed, rejected",
                "to=998901234567&text=a&mclass=7 | 400 | MClass field misformed, rejected",
                "to=998901234567&text=a&priority=x | 400 | Priority field misformed, rejected",
                "to=998901234567&text=a&validity=-1 | 400 | Validity field misformed, rejected",
                "to=998901234567&text=%FF | 400 | Charset or body misformed, rejected",
                "to=998901234567&text=a&charset=none | 400 | Charset or body misformed, rejected",
                "to=998901234567&text=a&dlr-mask=1&dlr-url=ftp://x | 400 | DLR-URL field misformed, rejected",
                "to=998991234567&text=a | 403 | Not routable. Do not try again.",
            })
    void mistakesHaveKannelsWords(String query, int status, String text) {
        HttpResponse<String> answer = ask("kannel", query);
        assertThat(answer.body()).isEqualTo(text);
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void onlyALoginSends() {
        String rest = "&to=998901234567&text=a&from=Bank";
        for (String query : List.of("username=kannel&password=x", "user=nobody&pass=x", "", "username=kannel")) {
            HttpResponse<String> answer = bank.get("/cgi-bin/sendsms?" + query + rest);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("Authorization failed for sendsms");
        }
        assertThat(bank.get("/cgi-bin/sendsms?user=kannel&pass=" + EntranceBank.PASSWORD + rest)
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void randomParametersNeverFail() {
        SmppLogin login = JasminParametersTest.login();
        Seeds.forEach(CASES, random -> {
            StringBuilder query = new StringBuilder();
            NAMES.forEach(name -> query.append(
                    random.nextInt(3) == 0 ? name + "=" + VALUES.get(random.nextInt(VALUES.size())) + "&" : ""));
            Parameters parameters = JasminParametersTest.parameters(query.toString());
            switch (new KannelMessage(login, parameters).read(List.of("1"), Instant.EPOCH)) {
                case KannelRead.Messages(var messages) ->
                    assertThat(messages.getFirst().text()).doesNotContain("\0");
                case KannelRead.Wrong(KannelAnswer answer) ->
                    assertThat(answer.status()).isEqualTo(400);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void eachFailureHasAnAnswer(Failure failure) {
        KannelAnswer answer = KannelErrors.of(failure);
        assertThat(answer.status()).isIn(400, 403, 404, 405, 413, 503);
        assertThat(answer.text()).isNotBlank();
        assertThat(failure.httpStatus() < 500 || answer.status() == 503 || !failure.retryable())
                .isTrue();
    }
}
