package io.elchi.server.entrances;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import io.elchi.server.entrances.CallbackSink.CallbackHit;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Receipts of Kannel, and messages from handsets, from a whole server with a simulated operator.
class KannelCallbackTest {
    private static CallbackBank bank;

    @BeforeAll
    static void start() throws Exception {
        bank = new CallbackBank(Map.of());
        bank.bank.login("kannel", "", "");
    }

    @AfterAll
    static void stop() throws Exception {
        bank.close();
    }

    private static HttpResponse<String> send(String mask, String url) {
        return bank.bank.get(
                "/cgi-bin/sendsms",
                EntranceBank.send("kannel", "content", null, "text", "Salom", "dlr-mask", mask, "dlr-url", url));
    }

    private static List<CallbackHit> hits(String path, int count) {
        Platform.await(
                count + " requests to " + path, () -> bank.sink.hits(path).size() >= count);
        bank.awaitNothingLeft();
        assertThat(bank.sink.hits(path)).hasSize(count);
        return bank.sink.hits(path);
    }

    @ParameterizedTest
    @CsvSource({"31, '8 1', all", "1, '1', delivered", "8, '8', submitted", "11, '8 1', three"})
    void theMaskSaysWhatIsTold(String mask, String states, String path) {
        assertThat(send(mask, bank.sink.url("/" + path + "?state=%d")).statusCode())
                .isEqualTo(202);
        List<String> wanted = List.of(states.split(" "));
        assertThat(hits("/" + path, wanted.size()))
                .extracting(hit -> hit.parameters().get("state"))
                .isEqualTo(wanted);
    }

    @Test
    void lettersHaveTheirValues() {
        String url = bank.sink.url(
                "/letters?from=%p&to=%P&reply=%A&at=%T&time=%t&id=%I&foreign=%F&via=%i&user=%n&none=%o&percent=%%&space=a%20b");
        assertThat(send("1", url).statusCode()).isEqualTo(202);
        Map<String, String> parameters = hits("/letters", 1).getFirst().parameters();
        assertThat(parameters)
                .containsEntry("from", "Bank")
                .containsEntry("to", "+998901234567")
                .containsEntry("via", "elchi")
                .containsEntry("user", "kannel")
                .containsEntry("none", "")
                .containsEntry("percent", "%")
                .containsEntry("space", "a b");
        assertThat(parameters.get("reply")).contains("stat:DELIVRD");
        assertThat(parameters.get("time")).matches("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}");
        assertThat(parameters.get("at")).matches("[0-9]{10}");
        assertThat(parameters.get("id")).isEqualTo(parameters.get("foreign")).matches("[0-9a-f-]{36}");
    }

    @Test
    void aRefusedSubmissionIsTold() throws Exception {
        bank.operatorDoes("responses: {errors: {ESME_RINVDSTADR: 1.0}}");
        try {
            send("27", bank.sink.url("/nack?state=%d&reply=%A"));
            assertThat(hits("/nack", 1).getFirst().parameters())
                    .containsEntry("state", "16")
                    .hasEntrySatisfying("reply", reply -> assertThat(reply).startsWith("NACK/ESME_RINVDSTADR"));
        } finally {
            bank.operatorDoes("responses: {errors: null}");
        }
    }

    @Test
    void aFailedDeliveryIsTold() throws Exception {
        bank.operatorDoes("receipts: {states: {UNDELIV: 1.0}}");
        try {
            send("3", bank.sink.url("/failed?state=%d"));
            assertThat(hits("/failed", 1).getFirst().parameters()).containsEntry("state", "2");
        } finally {
            bank.operatorDoes("receipts: {states: null}");
        }
    }

    @Test
    void withoutMaskOrAddressNothingIsTold() {
        long before = bank.sink.hits().size();
        assertThat(send("0", bank.sink.url("/zero?s=%d")).statusCode()).isEqualTo(202);
        assertThat(send("31", "").statusCode()).isEqualTo(202);
        send("1", bank.sink.url("/last?s=%d"));
        hits("/last", 1);
        assertThat(bank.sink.hits()).hasSize((int) before + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://%p/a",
                "http://127.0.0.1%d/",
                "ftp://127.0.0.1/",
                "http://127.0.0.1/a\r\nX: 1?s=%d",
                "http://a:b@127.0.0.1/%d",
                "http://127.0.0.1/#%d",
                "x"
            })
    void anAddressThatCannotBeAskedIsRefused(String url) {
        HttpResponse<String> answer = send("31", url);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("DLR-URL field misformed, rejected");
    }

    @Test
    void aMaskIsANumber() {
        assertThat(send("x", bank.sink.url("/")).body()).isEqualTo("DLR-Mask field misformed, rejected");
    }

    /// A login of each protocol gets the account's message; one without an address gets none.
    @Test
    void aMessageFromAHandsetReachesTheAddresses() {
        String address = ",'deliveries':{'inbound_url':'%s','inbound_method':'%s','inbound_protocol':'%s'}";
        bank.bank.login("mo1", "", address.formatted(bank.sink.url("/mo-post"), "post", "jasmin"));
        bank.bank.login("mo2", "", address.formatted(bank.sink.url("/mo-get?k=1"), "get", "jasmin"));
        bank.bank.login("mo3", "", address.formatted(bank.sink.url("/mo-kannel?f=%p&t=%P&x=%a&w=%s"), "get", "kannel"));
        bank.bank
                .admin()
                .post(
                        "/admin/v1/inbound-numbers",
                        "{'account_id':%d,'number':'+1700','operator_id':%d}"
                                .formatted(bank.bank.account, bank.operator))
                .is(201);
        bank.fromHandset("1700", "Hi & bye=1");
        Map<String, String> posted = hits("/mo-post", 1).getFirst().parameters();
        assertThat(posted)
                .containsEntry("from", "998901234567")
                .containsEntry("to", "1700")
                .containsEntry("origin-connector", "elchi")
                .containsEntry("priority", "0")
                .containsEntry("coding", "0")
                .containsEntry("validity", "")
                .containsEntry("content", "Hi & bye=1")
                .containsEntry("binary", "4869202620627965 3d31".replace(" ", ""));
        assertThat(hits("/mo-get", 1).getFirst().parameters())
                .containsAllEntriesOf(posted)
                .containsEntry("k", "1");
        assertThat(hits("/mo-kannel", 1).getFirst().parameters())
                .containsEntry("f", "998901234567")
                .containsEntry("t", "1700")
                .containsEntry("x", "Hi & bye=1")
                .containsEntry("w", "&");
        bank.fromHandset("1700", "Ж");
        assertThat(hits("/mo-post", 2).getLast().parameters())
                .containsEntry("coding", "8")
                .containsEntry("binary", "0416");
        assertThat(hits("/mo-kannel", 2).getLast().parameters()).containsEntry("x", "Ж");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'http':true} | {'inbound_url':'ftp://x/'} | deliveries.inbound_url",
                "{'http':true} | {'inbound_url':'http://x/%p'} | deliveries.inbound_url",
                "{'http':true} | {'inbound_url':'http://%p/','inbound_protocol':'kannel'} | deliveries.inbound_url",
                "{'http':true} | {'inbound_url':'http://x/','inbound_protocol':'kannel','inbound_method':'post'} | deliveries.inbound_method",
                "{'http':true} | {'inbound_url':'http://x/','inbound_protocol':'other'} | deliveries.inbound_protocol",
                "{'http':false} | {'inbound_url':'http://x/'} | deliveries.inbound_url",
            })
    void aWrongAddressForMessagesFromHandsetsIsNamed(String submits, String deliveries, String field) {
        bank.bank
                .admin()
                .post(
                        "/admin/v1/smpp-logins",
                        "{'account_id':%d,'system_id':'wrong','submits':%s,'deliveries':%s}"
                                .formatted(bank.bank.account, submits, deliveries))
                .isProblem(400, "invalid_field", field);
    }
}
