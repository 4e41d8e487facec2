package io.elchi.server.entrances;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.accounts.SmppLogin.InboundProtocol;
import io.elchi.server.accounts.SmppLogin.InboundUrl;
import io.elchi.server.events.LoggedEvent;
import io.elchi.smstext.alphabet.GsmAlphabet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes the request with a message from a handset, for a login with an address. A long message is one request.
final class InboundCallbacks {
    private static final int UCS2 = 8;

    private InboundCallbacks() {}

    /// The content as it goes to a client.
    ///
    /// @param coding data_coding
    private record InboundContent(byte[] octets, int coding) {
        static InboundContent of(JsonNode data) {
            JsonNode text = data.get("text");
            if (text == null) {
                return new InboundContent(
                        HexFormat.of().parseHex(data.get("octets").stringValue()),
                        data.get("data_coding").intValue());
            }
            String value = text.stringValue();
            return isGsm(value)
                    ? new InboundContent(value.getBytes(StandardCharsets.UTF_8), 0)
                    : new InboundContent(value.getBytes(StandardCharsets.UTF_16BE), UCS2);
        }

        private static boolean isGsm(String text) {
            return GsmAlphabet.gsm().units(text) >= 0;
        }
    }

    static PendingCallback of(SmppLogin login, LoggedEvent event, Instant now) {
        JsonNode data = JsonMapper.shared().readTree(event.data());
        InboundUrl url = login.delivery().inboundUrl();
        PendingCallback.Key key = new PendingCallback.Key(event.messageId().uuid(), login.id(), event.id(), 0);
        if (url.protocol() == InboundProtocol.KANNEL) {
            PendingCallback.Target to = new PendingCallback.Target(kannel(login, event, data), false);
            return PendingCallback.first(key, login.accountId(), CallbackForm.KANNEL, to, null, now);
        }
        PendingCallback.Target to = new PendingCallback.Target(url.url(), url.posts());
        return PendingCallback.first(
                key, login.accountId(), CallbackForm.JASMIN, to, PercentEncoding.pairs(jasmin(data)), now);
    }

    private static Map<String, byte[]> jasmin(JsonNode data) {
        InboundContent content = InboundContent.of(data);
        Map<String, byte[]> all = new LinkedHashMap<>();
        put(all, "id", data.get("id").stringValue());
        put(all, "from", data.get("from").stringValue());
        put(all, "to", data.get("to").stringValue());
        put(all, "origin-connector", CallbackWriter.CONNECTOR);
        put(all, "priority", "0");
        put(all, "coding", Integer.toString(content.coding));
        put(all, "validity", "");
        all.put("content", content.octets);
        put(all, "binary", HexFormat.of().formatHex(content.octets));
        return all;
    }

    /// Of texts in UTF-8; other contents are octets.
    private static String kannel(SmppLogin login, LoggedEvent event, JsonNode data) {
        JsonNode text = data.get("text");
        byte[] octets = text == null
                ? InboundContent.of(data).octets
                : text.stringValue().getBytes(StandardCharsets.UTF_8);
        return KannelEscapes.url(new KannelEscapes.Values(
                data.get("id").stringValue(),
                data.get("from").stringValue(),
                data.get("to").stringValue(),
                octets,
                0,
                text == null ? 1 : 0,
                Instant.parse(data.get("received_at").stringValue()),
                login.systemId(),
                login.delivery().inboundUrl().url()));
    }

    private static void put(Map<String, byte[]> all, String name, String value) {
        all.put(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
