package io.elchi.server.entrances;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// The letters behind `%` in an address of a client of Kannel, and their values (user's guide 1.4.5, "Parameters
/// (Escape
/// Codes)"). Values are percent-encoded, whatever they are. Letters win over percent-encoded octets: `%d0` is the
/// state and a zero.
final class KannelEscapes {
    /// Octets of an address with its values: `%R` alone has the whole address, and may be in it many times.
    static final int MOST = 8_192;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final Values values;
    private final List<String> words;
    private int nextWord = 1;

    /// What an address may name.
    ///
    /// @param from the sender of the message that it is about
    /// @param to its receiver
    /// @param text the operator's reply, or the text of a message from a handset
    /// @param state the bit of dlr-mask; 0: it is about a message from a handset
    /// @param coding 0 text, 1 octets, 2 UCS-2
    /// @param service the login
    /// @param url with the letters
    record Values(
            String id,
            String from,
            String to,
            byte[] text,
            int state,
            int coding,
            Instant at,
            String service,
            String url) {}

    private KannelEscapes(Values values) {
        this.values = values;
        words = List.of(new String(values.text, StandardCharsets.UTF_8).strip().split("\\s+"));
    }

    /// @throws IllegalArgumentException when it becomes too long
    static String url(Values values) {
        KannelEscapes escapes = new KannelEscapes(values);
        String url = values.url;
        StringBuilder out = new StringBuilder(url.length() + 64);
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            String value = c == '%' && i + 1 < url.length() ? escapes.value(url.charAt(i + 1)) : null;
            if (value == null) {
                out.append(c);
            } else {
                out.append(value);
                i++;
            }
            if (out.length() > MOST) {
                throw new IllegalArgumentException("an address has more than " + MOST + " octets with its values");
            }
        }
        return out.toString();
    }

    /// @return percent-encoded; null: the letter has no meaning
    private String value(char letter) {
        return switch (letter) {
            case '%' -> "%25";
            case 'a' -> words(0);
            case 'A', 'b' -> PercentEncoding.of(values.text);
            case 'c' -> Integer.toString(values.coding);
            case 'C' -> values.coding == 1 ? "8-BIT" : "UTF-8";
            case 'd' -> Integer.toString(values.state);
            case 'F', 'I' -> PercentEncoding.of(values.id);
            case 'i' -> CallbackWriter.CONNECTOR;
            case 'k' -> PercentEncoding.of(words.getFirst());
            case 'm', 'M' -> "-1";
            case 'n' -> PercentEncoding.of(values.service);
            case 'p', 'q' -> number(values.from, letter == 'q');
            case 'P', 'Q' -> number(values.to, letter == 'Q');
            case 'r' -> words(nextWord);
            case 'R' -> PercentEncoding.of(values.url);
            case 's', 'S' -> nextWord < words.size() ? PercentEncoding.of(words.get(nextWord++)) : "";
            case 't' -> PercentEncoding.of(TIME.format(values.at.atOffset(ZoneOffset.UTC)));
            case 'T' -> Long.toString(values.at.getEpochSecond());
            // Nothing of these is known: billing, metadata, the number of the SMSC, account, data_coding, header,
            // times.
            case 'B', 'D', 'f', 'o', 'O', 'u', 'v', 'V' -> "";
            default -> null;
        };
    }

    private String words(int from) {
        return from < words.size() ? PercentEncoding.of(String.join(" ", words.subList(from, words.size()))) : "";
    }

    private static String number(String number, boolean isInternational) {
        return PercentEncoding.of(isInternational && number.startsWith("00") ? "+" + number.substring(2) : number);
    }
}
