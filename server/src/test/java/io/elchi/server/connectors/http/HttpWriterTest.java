package io.elchi.server.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.connectors.http.HttpReceipts.UnreadableReceiptException;
import io.elchi.server.connectors.smpp.Texts;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.http.RequestClient.OutgoingRequest;
import io.elchi.server.http.RequestClient.RequestResult.RequestAnswered;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.Message;
import io.elchi.server.routing.HttpPresets.Preset;
import io.elchi.server.routing.LinkOptions;
import io.elchi.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is written is what is read, and what is read may be anything.
class HttpWriterTest {
    private static final String CHARACTERS = "ab{}\"\\&=+%?#/.: \r\n\t\u0000\u2028<>'\u0416\uD83D\uDE00";

    private final ManualClock clock = ManualClock.atMidnight();
    private final Texts texts = new Texts(clock.now());

    private HttpWriter writer(LinkOptions options) {
        return new HttpWriter(HttpScene.link(10, options), "https://sms.example/receipts/7/token", clock);
    }

    private OutgoingRequest write(LinkOptions options, Message message) {
        return writer(options).write(message).getFirst().request();
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(40); i > 0; i--) {
            int at = random.nextInt(CHARACTERS.codePointCount(0, CHARACTERS.length()));
            text.appendCodePoint(CHARACTERS.codePointAt(CHARACTERS.offsetByCodePoints(0, at)));
        }
        return text.toString();
    }

    @Test
    void everyPlaceIsReadAsItWasWritten() {
        LinkOptions options = HttpScene.options(
                null,
                "http.url",
                "https://sms.example/a/{text}/b",
                "http.query",
                List.of("q={text}", "fixed=1"),
                "http.json",
                "{\"t\":\"<{text}>\",\"list\":[\"{text}\",1,null]}");
        Seeds.forEach(500, random -> {
            String text = text(random);
            OutgoingRequest request = write(
                    options, texts.text("Bank", text, 1, MessageClass.OTP, 1).message());
            assertThat(request.uri().getHost()).isEqualTo("sms.example");
            assertThat(request.uri().getPath()).isEqualTo("/a/" + text + "/b");
            assertThat(request.uri().getRawPath().chars().filter(c -> c == '/')).hasSize(3);
            assertThat(HttpPeer.fields(request.uri().getRawQuery())).isEqualTo(Map.of("q", text, "fixed", "1"));
            JsonNode json = JsonMapper.shared().readTree(new String(request.body(), StandardCharsets.UTF_8));
            assertThat(json.size()).isEqualTo(2);
            assertThat(json.at("/t").stringValue()).isEqualTo("<" + text + ">");
            assertThat(json.at("/list/0").stringValue()).isEqualTo(text);
            OutgoingRequest form = write(
                    HttpScene.options(
                            null, "http.url", "http://sms.example", "http.form", List.of("t={text}", "e={udh_hex}")),
                    texts.text("Bank", text, 1, MessageClass.OTP, 1).message());
            assertThat(HttpPeer.fields(new String(form.body(), StandardCharsets.US_ASCII)))
                    .isEqualTo(Map.of("t", text));
        });
    }

    @Test
    void aHeaderNeverEndsEarly() {
        LinkOptions options =
                HttpScene.options(null, "http.url", "http://sms.example", "http.headers", List.of("X-Text: {text}"));
        assertThatThrownBy(() -> write(options, texts.text("a\r\nX-Other: b").message()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(write(options, texts.text("plain").message())
                        .headers()
                        .getFirst()
                        .value())
                .isEqualTo("plain");
    }

    /// The reason is stored with the message, and its client reads it.
    @Test
    void anAddressThatIsNoUrlIsNotInTheReason() {
        LinkOptions options = HttpScene.options(Preset.KANNEL, "http.url", "http://sms.example/send%2");
        assertThatThrownBy(() -> write(options, texts.text("the code is 7351").message()))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("7351", "sms.example", "password");
    }

    @Test
    void aSentenceOfTheOperatorIsNotShownToClients() {
        LinkOptions options = HttpScene.options(Preset.JASMIN, "http.url", "http://sms.example/send");
        HttpReplies replies = new HttpReplies(options.httpReply());
        RequestAnswered answer =
                new RequestAnswered(403, null, "Error \"Authentication failure for username:elchi\"", true);
        assertThat(replies.read(answer))
                .isInstanceOfSatisfying(
                        HttpReplies.HttpVerdict.HttpRefused.class,
                        refused -> assertThat(refused.detail()).isEqualTo("HTTP 403"));
        assertThat(replies.read(new RequestAnswered(400, null, "Error \"E17\"", true)))
                .isInstanceOfSatisfying(
                        HttpReplies.HttpVerdict.HttpRefused.class,
                        refused -> assertThat(refused.detail()).isEqualTo("HTTP 400, error E17"));
    }

    @Test
    void aPathIsNeverAnother() {
        LinkOptions options = HttpScene.options(null, "http.url", "http://sms.example/{from}/x");
        for (String sender : List.of(".", "..")) {
            assertThatThrownBy(() -> write(options, texts.from(sender).message()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatIsNoTextNeedsPlacesForItsOctets() {
        Content octets = new Content.Binary(new byte[] {1, 0}, new byte[] {(byte) 0xFF}, 4);
        Message message = texts.content(octets).message();
        assertThatThrownBy(() -> write(HttpScene.options(Preset.KANNEL, "http.url", "http://k.example/"), message))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("texts alone");
        LinkOptions options = HttpScene.options(
                null,
                "http.url",
                "http://sms.example",
                "http.form",
                List.of("u={udh_hex}", "d={text_hex}", "c={coding}"));
        assertThat(new String(write(options, message).body(), StandardCharsets.US_ASCII))
                .isEqualTo("u=0100&d=ff&c=4");
    }

    @Test
    void optionsThatWouldBeWrongAreRefused() {
        for (Object[] wrong : new Object[][] {
            {"http.url", "http://user:secret@sms.example/"},
            {"http.url", "http://{text}.example/"},
            {"http.url", "http://sms.example/?to={to}"},
            {"http.headers", List.of("Host: other")},
            {"http.query", List.of("u={receipt_url}?t={text}")},
            {"http.json", "{\"a\":"},
            {"http.json", "{\"a\":\"{nothing}\"}"},
            {"http.splits", false},
            {"http_reply.id_pattern", "(a"},
            {"http_reply.errors", List.of("429")},
            {"http_receipt.id", "id"},
            {"http_receipt.token", "short"}
        }) {
            assertThatThrownBy(() -> HttpScene.options(null, wrong))
                    .as("%s", List.of(wrong))
                    .isInstanceOf(io.elchi.server.config.ConfigException.class);
        }
    }

    /// Whatever an operator or a stranger sends is read or refused.
    @Test
    void nothingThatIsReadFails() {
        List<String> seeds = List.of(
                "[{\"message-id\":\"a\",\"status\":\"delivered\"}]",
                "{\"message-id\":{\"a\":1},\"status\":[]}",
                "Success \"1\"",
                "{\"sid\":\"SM1\",\"code\":21211}",
                "[".repeat(3_000));
        Seeds.forEach(2_000, random -> {
            byte[] octets = seeds.get(random.nextInt(seeds.size())).getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(4); i > 0; i--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            String body = new String(octets, StandardCharsets.UTF_8);
            for (Preset preset : Preset.values()) {
                LinkOptions options = HttpScene.options(preset, "http.url", "http://sms.example/");
                try {
                    new HttpReceipts(options.httpReceipt()).read(Map.of("id", body, "status", body), body);
                } catch (UnreadableReceiptException refused) {
                    assertThat(refused.getMessage()).isNotEmpty();
                }
                int status = 100 + random.nextInt(500);
                assertThat(new HttpReplies(options.httpReply())
                                .read(new RequestAnswered(status, null, body, random.nextBoolean())))
                        .isNotNull();
            }
        });
    }
}
