package io.elchi.server.smppserver;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.MessageId;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/// Message ids as a login's clients write them.
final class MessageIdForm {
    private static final int BITS = 64;
    private static final int HEX_DIGITS = 32;
    private static final int HEX = 16;
    private static final int MOST_DECIMAL_DIGITS = 39;

    private MessageIdForm() {}

    static String write(MessageId id, SmppLogin.IdForm form) {
        return switch (form) {
            case UUID -> id.toString();
            case HEX -> HexFormat.of().toHexDigits(id.high()) + HexFormat.of().toHexDigits(id.low());
            case DECIMAL ->
                unsigned(id.high()).shiftLeft(BITS).add(unsigned(id.low())).toString();
        };
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    /// Reads an id in any of the forms; empty when it is none.
    static Optional<MessageId> read(String text) {
        Optional<MessageId> canonical = MessageId.parse(text);
        if (canonical.isPresent()) {
            return canonical;
        }
        if (text.matches("[0-9a-fA-F]{" + HEX_DIGITS + "}")) {
            Optional<MessageId> hex = version7(
                    Long.parseUnsignedLong(text.substring(0, HEX_DIGITS / 2), HEX),
                    Long.parseUnsignedLong(text.substring(HEX_DIGITS / 2), HEX));
            if (hex.isPresent()) {
                return hex;
            }
        }
        if (text.matches("[0-9]{1," + MOST_DECIMAL_DIGITS + "}")) {
            BigInteger number = new BigInteger(text);
            return number.bitLength() > 2 * BITS
                    ? Optional.empty()
                    : version7(number.shiftRight(BITS).longValue(), number.longValue());
        }
        return Optional.empty();
    }

    /// A decimal number of 32 digits may be read as a hexadecimal one: only one of the two has the version.
    private static Optional<MessageId> version7(long high, long low) {
        return MessageId.parse(new UUID(high, low).toString());
    }
}
