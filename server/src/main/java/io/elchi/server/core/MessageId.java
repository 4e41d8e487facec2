package io.elchi.server.core;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Names one message, everywhere: a UUID of version 7 (RFC 9562, 5.7), so that ids sort by the time of acceptance and
/// the tables that they key can be partitioned by it.
///
/// @param high the time in milliseconds (48 bits), the version, 12 bits that count within a millisecond
/// @param low the variant and 62 random bits
public record MessageId(long high, long low) implements Comparable<MessageId> {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final int TEXT_LENGTH = 36;

    /// The lowest id that a message accepted at this time can have; ids of earlier messages are below it.
    public static MessageId firstAt(Instant time) {
        return new MessageId(time.toEpochMilli() << 16 | VERSION_7, VARIANT);
    }

    public static MessageId of(UUID uuid) {
        return new MessageId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /// Reads the canonical form, 36 characters; empty for anything else, another version of UUID included.
    public static Optional<MessageId> parse(String text) {
        if (text == null || text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            UUID uuid = UUID.fromString(text);
            boolean canonical = uuid.version() == 7 && uuid.toString().equalsIgnoreCase(text);
            return canonical ? Optional.of(of(uuid)) : Optional.empty();
        } catch (IllegalArgumentException ignored) {
            return Optional.empty();
        }
    }

    /// When the message was accepted, to the millisecond.
    public Instant time() {
        return Instant.ofEpochMilli(high >>> 16);
    }

    public UUID uuid() {
        return new UUID(high, low);
    }

    @Override
    public int compareTo(MessageId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return uuid().toString();
    }
}
