package io.elchi.server.routing;

import io.elchi.server.config.Config;
import io.elchi.server.core.Secret;
import io.elchi.smstext.parts.Segmenter;
import io.elchi.smstext.parts.TextPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Links with different splittings, and texts that they split differently.
public final class TestLinks {
    /// Settings of links, as an administrator writes them.
    static final LinkOptions[] OPTIONS = {
        options(Map.of()),
        options(Map.of("split", "sar")),
        options(Map.of("split", "udh_16")),
        options(Map.of("default_alphabet", "gsm_packed")),
        options(Map.of("default_alphabet", "latin_1")),
        options(Map.of("default_alphabet", "ascii", "split", "udh_16")),
        options(Map.of("data_codings", "0x00=windows-1251")),
        options(Map.of("data_codings", "0x03=iso-8859-1")),
        options(Map.of("national_tables", "turkish")),
        options(Map.of("split", "message_payload")),
        options(Map.of("split", "message_payload", "default_alphabet", "gsm_packed", "payload_octets", "200")),
    };

    private static final String[] PIECES = {
        "a", "1 ", "[", "\u20AC", "\u00EA", "\u015F", "\u0434", "\uD83D\uDE00", "Salom "
    };
    private static final int[] LENGTHS = {1, 30, 69, 70, 71, 139, 140, 141, 152, 159, 160, 161, 306, 400};
    private static final Segmenter QUOTED = new Segmenter(TextPolicy.standard());

    private TestLinks() {}

    /// @param text options of the group `text`
    public static LinkOptions options(Map<String, Object> text) {
        return Config.record("links", LinkOptions.class, Map.of("text", new HashMap<>(text)));
    }

    /// A started transceiver.
    public static LinkSettings link(long id, long operator, Map<String, Object> text) {
        return link(id, operator, true, LinkSettings.BindAs.TRANSCEIVER, options(text));
    }

    static LinkSettings link(long id, long operator, boolean started, LinkSettings.BindAs bindAs, LinkOptions options) {
        return new LinkSettings(
                id,
                operator,
                "link" + id,
                started,
                LinkSettings.Protocol.SMPP,
                "127.0.0.1",
                2775,
                false,
                bindAs,
                1,
                "elchi",
                new Secret("secret"),
                "",
                "3.4",
                10,
                0,
                options);
    }

    /// Any of the settings.
    public static LinkOptions any(SplittableRandom random) {
        return OPTIONS[random.nextInt(OPTIONS.length)];
    }

    /// Mostly a few characters repeated to about the length at which a part is full.
    public static String text(SplittableRandom random) {
        int length = LENGTHS[random.nextInt(LENGTHS.length)];
        StringBuilder text = new StringBuilder();
        String main = PIECES[random.nextInt(PIECES.length)];
        while (text.length() < length) {
            text.append(random.nextInt(20) > 0 ? main : PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    /// The parts that a client is quoted.
    public static int quoted(String text) {
        return QUOTED.count(text);
    }

    /// One route for all numbers to operator 1, at a price and a cost of a part.
    public static RouteTable table(LinkOptions options, long priceMicros, long costMicros) {
        return new RouteTable(
                List.of(RouteTableTest.operator(1, costMicros)),
                List.of(RouteTableTest.route(1, 1, 1, false)),
                List.of(link(1, 1, true, LinkSettings.BindAs.TRANSCEIVER, options)),
                RouteTableTest.price(priceMicros),
                0,
                1);
    }
}
