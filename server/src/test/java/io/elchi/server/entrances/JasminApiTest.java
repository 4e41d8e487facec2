package io.elchi.server.entrances;

import static io.elchi.server.entrances.EntranceBank.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import io.elchi.server.core.MessageId;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Clients of Jasmin at a whole server.
class JasminApiTest {
    private static EntranceBank bank;
    private static long login;

    @BeforeAll
    static void start() {
        bank = new EntranceBank();
        login = bank.login("jasmin", "", "");
        bank.login("binary", ",'binary':true", "");
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    private static JsonNode accepted(HttpResponse<String> answer) {
        assertThat(answer.body()).startsWith("Success \"").endsWith("\"");
        assertThat(answer.statusCode()).isEqualTo(200);
        String id = answer.body().substring("Success \"".length(), answer.body().length() - 1);
        assertThat(MessageId.parse(id)).isPresent();
        return bank.admin().get("/admin/v1/messages/" + id).is(200);
    }

    private static void refused(HttpResponse<String> answer, int status, String text) {
        assertThat(answer.body()).isEqualTo("Error \"" + text + "\"");
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void aMessageOfTheLoginIsAccepted() {
        JsonNode message = accepted(bank.get("/send", send("jasmin")));
        assertThat(message.get("to").stringValue()).isEqualTo("+998901234567");
        assertThat(message.get("from").stringValue()).isEqualTo("Bank");
        assertThat(message.get("smpp_login_id").longValue()).isEqualTo(login);
        assertThat(message.get("class").stringValue()).isEqualTo("transactional");
        assertThat(message.get("parts").intValue()).isEqualTo(1);
        accepted(bank.post("/send", send("jasmin", "to", "+998901234567")));
    }

    @ParameterizedTest
    @CsvSource({
        "0, content=Salom, GSM7, 1",
        "0, content=%D0%96, UCS2, 1",
        "1, content=Salom, GSM7, 1",
        "3, content=%E9, GSM7, 1",
        "8, content=%04%16, UCS2, 1",
        "8, hex-content=0416, UCS2, 1",
        "0, hex-content=1b65, GSM7, 1",
        "6, content=%B6, UCS2, 1"
    })
    void textsAreReadByTheirCoding(int coding, String content, String encoding, int parts) {
        JsonNode message = accepted(bank.get("/send?username=jasmin&password=" + EntranceBank.PASSWORD
                + "&to=998901234567&from=Bank&coding=" + coding + "&" + content));
        assertThat(message.toString().toUpperCase(java.util.Locale.ROOT)).contains("\"" + encoding + "\"");
        assertThat(message.get("parts").intValue()).isEqualTo(parts);
    }

    @Test
    void octetsAndTlvsNeedTheRight() {
        Map<String, String> octets = send("jasmin", "content", null, "hex-content", "00ff", "coding", "4");
        refused(
                bank.get("/send", octets),
                400,
                "Authorization failed for user [jasmin] (Setting binary content not authorized).");
        octets.put("username", "binary");
        assertThat(accepted(bank.get("/send", octets)).toString()).contains("\"content\":\"binary\"");
        String tlvs = "[[5121,null,\"Int2\",17],[\"0x1402\",null,\"COctetString\",\"a\"]]";
        refused(
                bank.post("/send", send("jasmin", "custom_tlvs", tlvs)),
                400,
                "Authorization failed for user [jasmin] (Setting custom TLVs not authorized).");
        accepted(bank.post("/send", send("binary", "custom_tlvs", tlvs)));
        accepted(bank.post("/send", send("binary", "custom_tlvs", "{\"0x1401:Int2\":17}")));
        refused(
                bank.post("/send", send("binary", "custom_tlvs", "{\"0x0204:Int2\":17}")),
                400,
                "Argument [custom_tlvs] has an invalid value: [{\"0x0204:Int2\":17}].");
    }

    @Test
    void timesAndPriorityAreTakenOver() {
        JsonNode message = accepted(bank.get(
                "/send",
                send("jasmin", "sdt", "000000010000000R", "validity-period", "120", "priority", "3", "tags", "a,b-1")));
        assertThat(message.has("not_before")).isTrue();
        refused(
                bank.get("/send", send("jasmin", "sdt", "269901010000000+")),
                400,
                "Argument [sdt] has an invalid value: [269901010000000+].");
        refused(
                bank.get("/send", send("jasmin", "validity-period", "99999999999999999999")),
                400,
                "Value filter failed for user [jasmin] (validity_period filter mismatch).");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password=p&to=1&content=x | Mandatory argument [username] is not found.",
                "username=u&password=p&content=x | Mandatory argument [to] is not found.",
                "username=u&password=p&to=1 | content or hex-content not present.",
                "username=u&password=p&to=1&content=x&hex-content=00 | content and hex-content cannot be used both in same request.",
                "username=jasmin&password=a-long-password1&to=1&hex-content=0x | Invalid hex-content data: '0x'",
                "bogus=1&username=u&password=p&to=1&content=x | Argument [bogus] is unknown.",
                "username=u&password=p&to=1a&content=x | Argument [to] has an invalid value: [1a].",
                "username=u&password=p&to=1&content=x&coding=11 | Argument [coding] has an invalid value: [11].",
                "username=u&password=p&to=1&content=x&priority=4 | Argument [priority] has an invalid value: [4].",
                "username=u&password=p&to=1&content=x&dlr=maybe | Argument [dlr] has an invalid value: [maybe].",
                "username=u&password=p&to=1&content=x&dlr-level=4 | Argument [dlr-level] has an invalid value: [4].",
                "username=u&password=p&to=1&content=x&dlr-url=ftp:x | Argument [dlr-url] has an invalid value: [ftp:x].",
                "username=12345678901234567&password=p&to=1&content=x | Argument [username] has an invalid value: [12345678901234567].",
                "username=u&password=p&to=1&content=x&tags=%C3%A4 | Argument [tags] has an invalid value: [\u00e4].",
            })
    void mistakesHaveJasminsWords(String query, String text) {
        refused(bank.get("/send?" + query), 400, text);
    }

    @Test
    void aWrongPasswordAndALoginWithoutTheSwitchGetTheSameAnswer() {
        String text = "Authentication failure for username:";
        refused(bank.get("/send", send("jasmin", "password", "wrong")), 403, text + "jasmin");
        refused(bank.get("/send", send("nobody")), 403, text + "nobody");
        bank.login("closed", "", ",'binds':{'tls_required':true}");
        refused(bank.get("/send", send("closed")), 403, text + "closed");
        bank.login("elsewhere", "", ",'binds':{'ip_whitelist':['10.0.0.0/8']}");
        refused(bank.get("/send", send("elsewhere")), 403, text + "elsewhere");
        bank.admin()
                .post(
                        "/admin/v1/smpp-logins",
                        "{'account_id':%d,'system_id':'smpponly','password':'a-long-password1'}"
                                .formatted(bank.account))
                .is(201);
        EntranceBank.awaitKnown(bank.platform.server(), "smpponly");
        refused(bank.get("/send", send("smpponly")), 403, text + "smpponly");
    }

    @Test
    void refusalsOfTheIntakeHaveJasminsWords() {
        refused(bank.get("/send", send("jasmin", "to", "12")), 400, "Argument [to] has an invalid value: [12].");
        refused(
                bank.get("/send", send("jasmin", "to", "998991234567")),
                400,
                "Value filter failed for user [jasmin] (destination_address filter mismatch).");
        refused(
                bank.get("/send", send("jasmin", "from", "Other")),
                400,
                "Value filter failed for user [jasmin] (source_address filter mismatch).");
        bank.login("silent", ",'allowed':false", "");
        refused(
                bank.get("/send", send("silent")),
                400,
                "Authorization failed for user [silent] (Cannot send MT messages).");
    }

    @Test
    void theRateOfTheLoginHolds() {
        bank.login("slow", ",'rate_per_second':1", "");
        Platform.await(
                "one is beyond the rate",
                () -> bank.get("/send", send("slow")).body().equals("Error \"User throughput exceeded\""));
    }

    @Test
    void aRateIsThatOfTheMessage() {
        Map<String, String> asked = send("jasmin", "content", "x".repeat(161));
        HttpResponse<String> answer = bank.get("/rate", asked);
        assertThat(answer.body()).isEqualTo("{\"unit_rate\":50,\"submit_sm_count\":2}");
        asked.remove("content");
        assertThat(bank.post("/rate", asked).body()).isEqualTo("{\"unit_rate\":50,\"submit_sm_count\":1}");
        asked.put("to", "12");
        answer = bank.get("/rate", asked);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("\"Argument [to] has an invalid value: [12].\"");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void aBalanceIsWhatMayBeSpent() {
        Map<String, String> asked = new LinkedHashMap<>(Map.of("username", "jasmin"));
        asked.put("password", EntranceBank.PASSWORD);
        JsonNode balance =
                JsonMapper.shared().readTree(bank.get("/balance", asked).body());
        assertThat(balance.get("balance").isNumber()).isTrue();
        assertThat(balance.get("balance").doubleValue()).isPositive();
        assertThat(balance.get("sms_count").stringValue()).isEqualTo("ND");
        assertThat(bank.get("/balance?").body())
                .isEqualTo("\"Mandatory arguments not found, please refer to the HTTPAPI specifications.\"");
        asked.put("password", "wrong");
        HttpResponse<String> answer = bank.get("/balance", asked);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("\"Authentication failure for username:jasmin\"");
    }

    @Test
    void aClientCanAskWhetherItIsThere() {
        assertThat(bank.get("/ping").body()).isEqualTo("Jasmin/PONG");
        assertThat(bank.get("/").body()).contains("Elchi");
        assertThat(bank.get("/v1/sms/send").statusCode()).isEqualTo(404);
        assertThat(bank.ask(HttpRequest.newBuilder(bank.uri("/send")).DELETE().build())
                        .statusCode())
                .isEqualTo(405);
        assertThat(bank.platform.server().ask("GET", "/ping", null, null).statusCode())
                .isNotEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "%", "%zz", "a=1&&b", "=", "username[]=1", "to=%FF%FE", "content=%ED%A0%80"})
    void oddQueriesGetAnAnswer(String query) {
        assertThat(bank.get("/send?" + query.replace("%zz", "%25zz").replaceAll("%$", "%25"))
                        .statusCode())
                .isBetween(400, 499);
        assertThat(bank.post("/send", Map.of("content", "x".repeat(70_000))).statusCode())
                .isEqualTo(413);
    }
}
