package io.elchi.server.entrances;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.StorableText;
import io.elchi.server.entrances.KannelErrors.KannelAnswer;
import io.elchi.server.intake.BinaryData;
import io.elchi.server.intake.SendExtras;
import io.elchi.server.intake.SendOptions;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.messages.DeliveryOptions;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Reads the parameters of Kannel's sendsms (user's guide 1.4.5, "SMS-push, send-sms CGI-program").
final class KannelMessage {
    private static final int OCTETS = 1;
    private static final int UCS2 = 2;
    private static final int DATA_CODING_UCS2 = 8;
    /// More minutes are a value that no message may have.
    private static final int MOST_DIGITS = 6;

    private final SmppLogin login;
    private final Parameters parameters;

    KannelMessage(SmppLogin login, Parameters parameters) {
        this.login = login;
        this.parameters = parameters;
    }

    /// What a request asks for.
    sealed interface KannelRead {
        /// @param destinations not empty
        record Messages(List<SendRequest> destinations) implements KannelRead {}

        record Wrong(KannelAnswer answer) implements KannelRead {}
    }

    private static final class WrongFieldException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient KannelAnswer answer;

        WrongFieldException(KannelAnswer answer) {
            super(answer.text());
            this.answer = answer;
        }
    }

    /// Exactly one of text and data is there.
    private record KannelContent(String text, BinaryData data) {}

    /// @param destinations in their order
    KannelRead read(List<String> destinations, Instant now) {
        try {
            String from = text("from", Parameters.readable(parameters.octets("from")));
            Instant notBefore = deferred(now);
            Duration validity = minutes("validity", "Validity");
            KannelContent content = content();
            SendExtras extras = extras(content.data);
            return new KannelRead.Messages(destinations.stream()
                    .map(to -> new SendRequest(
                            to,
                            from,
                            content.text,
                            login.submits().messageClass(),
                            notBefore,
                            validity,
                            null,
                            null,
                            new SendOptions(false, 0, false, null, false),
                            extras))
                    .toList());
        } catch (WrongFieldException e) {
            return new KannelRead.Wrong(e.answer);
        }
    }

    private static WrongFieldException misformed(String field) {
        return new WrongFieldException(KannelErrors.rejected(field + " field misformed"));
    }

    private static String text(String field, String text) throws WrongFieldException {
        if (!StorableText.is(text)) {
            throw misformed(field);
        }
        return text;
    }

    /// null: none is given.
    private Duration minutes(String name, String field) throws WrongFieldException {
        String minutes = parameters.octets(name);
        if (minutes.isEmpty()) {
            return null;
        }
        return Duration.ofMinutes(number(minutes, MOST_DIGITS, field));
    }

    private static int number(String digits, int most, String field) throws WrongFieldException {
        if (!digits.matches("[0-9]{1," + most + "}")) {
            throw misformed(field);
        }
        return Integer.parseInt(digits);
    }

    /// @return -1: none is given
    private int digit(String name, int atMost, String field) throws WrongFieldException {
        String digits = parameters.octets(name);
        int value = digits.isEmpty() ? -1 : number(digits, 1, field);
        if (value > atMost) {
            throw misformed(field);
        }
        return value;
    }

    private Instant deferred(Instant now) throws WrongFieldException {
        Duration wait = minutes("deferred", "Deferred");
        return wait == null || wait.isZero() ? null : now.plus(wait);
    }

    private KannelContent content() throws WrongFieldException {
        byte[] udh = parameters.octets("udh").getBytes(StandardCharsets.ISO_8859_1);
        int coding = digit("coding", UCS2, "Coding");
        if (coding < 0) {
            coding = udh.length > 0 ? OCTETS : 0;
        }
        byte[] octets = parameters.octets("text").getBytes(StandardCharsets.ISO_8859_1);
        if (coding != OCTETS && udh.length == 0) {
            return new KannelContent(text("Text", decoded(octets, coding)), null);
        }
        checkBinary();
        if (coding == 0) {
            // Its text would have to be split at septets behind the header.
            throw misformed("Coding");
        }
        byte[] data = coding == UCS2 ? decoded(octets, coding).getBytes(StandardCharsets.UTF_16BE) : octets;
        if (data.length > BinaryData.MOST_OCTETS) {
            throw new WrongFieldException(KannelErrors.rejected("Message too long"));
        }
        try {
            return new KannelContent(
                    "", BinaryData.of(udh, data, coding == UCS2 ? DATA_CODING_UCS2 : BinaryData.OCTETS, ""));
        } catch (RefusedException _) {
            throw misformed("UDH");
        }
    }

    private String decoded(byte[] octets, int coding) throws WrongFieldException {
        String name = parameters.octets("charset");
        try {
            Charset charset = name.isEmpty()
                    ? coding == UCS2 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8
                    : Charset.forName(name);
            return charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException | IllegalArgumentException _) {
            throw new WrongFieldException(KannelErrors.rejected("Charset or body misformed"));
        }
    }

    private void checkBinary() throws WrongFieldException {
        if (!login.submits().binary()) {
            throw new WrongFieldException(KannelErrors.UNAUTHORIZED);
        }
    }

    private SendExtras extras(BinaryData data) throws WrongFieldException {
        int priority = digit("priority", 3, "Priority");
        boolean flash = digit("mclass", 0, "MClass") == 0;
        if (flash) {
            checkBinary();
            if (data != null) {
                throw misformed("MClass");
            }
        }
        if (data == null && !flash && priority <= 0) {
            return SendExtras.NONE;
        }
        DeliveryOptions options = new DeliveryOptions(
                DeliveryOptions.UNSET,
                DeliveryOptions.UNSET,
                DeliveryOptions.UNSET,
                priority <= 0 ? DeliveryOptions.UNSET : priority,
                DeliveryOptions.UNSET,
                List.of(),
                null,
                flash,
                DeliveryOptions.UNSET,
                List.of());
        return new SendExtras(data, options, 0);
    }
}
