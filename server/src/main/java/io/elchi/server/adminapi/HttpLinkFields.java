package io.elchi.server.adminapi;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.Secret;
import io.elchi.server.http.JsonBody;
import io.elchi.server.routing.HttpPresets;
import io.elchi.server.routing.HttpRequestOptions;
import io.elchi.server.routing.LinkOptions;
import io.elchi.server.routing.LinkSettings;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a link over HTTP has of its own: a preset, an address among the options, and a token for receipts.
final class HttpLinkFields {
    private static final List<String> OF_SMPP =
            List.of("host", "port", "tls", "bind_mode", "sessions", "system_type", "version");
    private static final String RECEIPT = "http_receipt";
    private static final String TOKEN = "token";
    private static final int TOKEN_OCTETS = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private HttpLinkFields() {}

    /// The options of the preset that a body names; none when it names none.
    static Map<String, Object> preset(JsonBody body, LinkSettings.Protocol protocol) {
        return body.optionalOneOf("preset", HttpPresets.Preset.class)
                .map(preset -> {
                    if (protocol != LinkSettings.Protocol.HTTP) {
                        throw invalid("preset", "is for links with protocol http");
                    }
                    return HttpPresets.of(preset);
                })
                .orElseGet(Map::of);
    }

    /// Refuses fields that a link over HTTP does not have.
    static void check(JsonBody body) {
        for (String name : OF_SMPP) {
            if (body.has(name)) {
                throw invalid(name, "is for links with protocol smpp");
            }
        }
    }

    /// The options with a token for receipts.
    static Map<String, Object> withToken(Map<String, Object> options) {
        if (token(options) != null) {
            return options;
        }
        Map<Object, Object> receipt = new HashMap<>();
        if (options.get(RECEIPT) instanceof Map<?, ?> group) {
            receipt.putAll(group);
        }
        byte[] octets = new byte[TOKEN_OCTETS];
        RANDOM.nextBytes(octets);
        receipt.put(TOKEN, Base64.getUrlEncoder().withoutPadding().encodeToString(octets));
        Map<String, Object> all = new HashMap<>(options);
        all.put(RECEIPT, receipt);
        return all;
    }

    /// null: there is none.
    static Object token(Map<String, Object> options) {
        return options.get(RECEIPT) instanceof Map<?, ?> group ? group.get(TOKEN) : null;
    }

    /// The link with host, port and tls of its address.
    static LinkSettings located(LinkSettings link, LinkOptions options) {
        HttpRequestOptions http = options.http();
        if (!http.isSet()) {
            throw Refusal.ofField(Failure.MISSING_FIELD, "options.http.url", null)
                    .exception();
        }
        return new LinkSettings(
                link.id(),
                link.operatorId(),
                link.name(),
                link.started(),
                LinkSettings.Protocol.HTTP,
                http.host(),
                http.port(),
                http.isTls(),
                link.bindAs(),
                1,
                link.systemId(),
                link.password(),
                link.systemType(),
                link.version(),
                link.window(),
                link.throughput(),
                link.options());
    }

    /// A new link, with its defaults.
    static LinkSettings fresh(long operatorId, LinkSettings.Protocol protocol) {
        return new LinkSettings(
                0,
                operatorId,
                "",
                true,
                protocol,
                "",
                0,
                false,
                LinkSettings.BindAs.TRANSCEIVER,
                1,
                "",
                new Secret(""),
                "",
                "3.4",
                50,
                0,
                null);
    }

    private static RuntimeException invalid(String field, String why) {
        return Refusal.ofField(Failure.INVALID_FIELD, field, why).exception();
    }
}
