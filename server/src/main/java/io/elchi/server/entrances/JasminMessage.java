package io.elchi.server.entrances;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.StorableText;
import io.elchi.server.intake.BinaryData;
import io.elchi.server.intake.SendExtras;
import io.elchi.server.intake.SendOptions;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.messages.DeliveryOptions;
import io.elchi.smstext.alphabet.Alphabet;
import io.elchi.smstext.coding.LinkCoding;
import io.elchi.smstext.time.SmppTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Reads a message that a client of Jasmin sends. The parameters have the form of [JasminArguments].
final class JasminMessage {
    private static final LinkCoding CODING = LinkCoding.standard();
    /// More minutes are a value that no message may have.
    private static final int MOST_DIGITS = 9;

    private final SmppLogin login;
    private final Parameters parameters;
    private final String user;
    private final int coding;

    JasminMessage(SmppLogin login, Parameters parameters) {
        this.login = login;
        this.parameters = parameters;
        user = parameters.octets("username");
        coding = parameters.has("coding") ? Integer.parseInt(parameters.get("coding")) : 0;
    }

    /// Exactly one of text and data is there.
    private record JasminContent(String text, BinaryData data) {}

    SendRequest request(Instant now) throws JasminException {
        String from = Parameters.readable(parameters.octets("from"));
        if (!StorableText.is(from)) {
            throw JasminException.invalid("from", parameters.octets("from"));
        }
        JasminContent content = content();
        Instant notBefore = notBefore(now);
        Instant begin = notBefore == null ? now : notBefore;
        return new SendRequest(
                destination(parameters.get("to")),
                from,
                content.text,
                login.submits().messageClass(),
                notBefore,
                validity(now, begin),
                null,
                null,
                new SendOptions(false, 0, false, null, false),
                extras(content.data));
    }

    /// The same message to another destination; they share the text.
    static SendRequest to(String to, SendRequest message) {
        return new SendRequest(
                destination(to),
                message.from(),
                message.text(),
                message.messageClass(),
                message.notBefore(),
                message.validity(),
                message.reference(),
                message.meta(),
                message.options(),
                message.extras());
    }

    /// Jasmin's numbers are international.
    private static String destination(String to) {
        return to.startsWith("+") || to.startsWith("00") ? to : "+" + to;
    }

    /// null: at once.
    private Instant notBefore(Instant now) throws JasminException {
        String sdt = parameters.get("sdt");
        if (sdt == null) {
            return null;
        }
        Optional<Instant> at = SmppTime.parse(sdt).at(now, ZoneOffset.UTC);
        if (at.isEmpty()) {
            throw JasminException.invalid("sdt", sdt);
        }
        return at.filter(now::isBefore).orElse(null);
    }

    /// Jasmin counts from now, Elchi from the begin.
    private Duration validity(Instant now, Instant begin) throws JasminException {
        String minutes = parameters.get("validity-period");
        if (minutes == null) {
            return null;
        }
        if (minutes.length() > MOST_DIGITS) {
            throw JasminException.filtered(user, "validity_period");
        }
        return Duration.between(begin, now.plus(Duration.ofMinutes(Long.parseLong(minutes))));
    }

    private JasminContent content() throws JasminException {
        String hex = parameters.get("hex-content");
        if (hex == null && coding == 0) {
            String text = Parameters.utf8(parameters.octets("content")).orElse("\0");
            return new JasminContent(storable("content", text), null);
        }
        byte[] octets = hex == null ? parameters.octets("content").getBytes(StandardCharsets.ISO_8859_1) : octets(hex);
        Optional<Alphabet> alphabet = CODING.alphabet(coding);
        if (alphabet.isPresent()) {
            String name = hex == null ? "content" : "hex-content";
            return new JasminContent(storable(name, alphabet.get().decode(octets)), null);
        }
        checkBinary("Setting binary content not authorized");
        if (octets.length == 0) {
            throw new JasminException(JasminErrors.BAD, "content or hex-content not present.");
        }
        if (octets.length > BinaryData.MOST_OCTETS) {
            throw JasminException.unauthorized(user, "Long content not authorized");
        }
        try {
            return new JasminContent("", BinaryData.of(null, octets, coding, ""));
        } catch (RefusedException e) {
            throw JasminErrors.of(e.refusal().failure(), JasminErrors.Asked.of(parameters));
        }
    }

    private String storable(String name, String text) throws JasminException {
        if (!StorableText.is(text)) {
            throw JasminException.invalid(name, parameters.octets(name));
        }
        return text;
    }

    private static byte[] octets(String hex) throws JasminException {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException _) {
            throw new JasminException(
                    JasminErrors.BAD, "Invalid hex-content data: '" + JasminException.quoted(hex) + "'");
        }
    }

    private void checkBinary(String why) throws JasminException {
        if (!login.submits().binary()) {
            throw JasminException.unauthorized(user, why);
        }
    }

    private SendExtras extras(BinaryData data) throws JasminException {
        List<DeliveryOptions.Tlv> tlvs = List.of();
        if (parameters.has("custom_tlvs")) {
            tlvs = JasminTlvs.read(parameters.get("custom_tlvs"));
            if (!tlvs.isEmpty()) {
                checkBinary("Setting custom TLVs not authorized");
            }
        }
        int priority = parameters.has("priority") ? Integer.parseInt(parameters.get("priority")) : 0;
        if (data == null && tlvs.isEmpty() && priority == 0) {
            return SendExtras.NONE;
        }
        DeliveryOptions options = new DeliveryOptions(
                DeliveryOptions.UNSET,
                DeliveryOptions.UNSET,
                DeliveryOptions.UNSET,
                priority == 0 ? DeliveryOptions.UNSET : priority,
                DeliveryOptions.UNSET,
                tlvs,
                null);
        return new SendExtras(data, options, 0);
    }
}
