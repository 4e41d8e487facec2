package io.elchi.server.messages;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Msisdn;
import io.elchi.server.db.Database;
import io.elchi.server.db.DayPartitions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Messages, events and records as tests need them: plain ones, and ones with whatever a client or an operator may
/// write into them.
public final class Samples {
    private static final String[] PIECES = {
        "a", "Z9", " ", "'", "\"", "\\", "\n", "\t", "\0", "{}", "[", "é", "O‘zbek", "код", "密码", "😀", "\u200D", "%",
        ";", ":", ",", "NULL", "\\N", "€", "\uFFFD"
    };

    private Samples() {}

    /// Makes the days around the clock's, as the server does when it starts.
    public static void days(Database database, io.elchi.server.core.Clock clock) {
        new DayPartitions(
                        database,
                        clock,
                        "messages",
                        List.of("messages", "events", "cdr_sms"),
                        DayPartitions.Key.MESSAGE_ID,
                        365)
                .maintain();
    }

    /// A text of one part for one operator at 45 UZS, of an account with nobody above it.
    public static Message message(MessageId id, long account, Instant at) {
        return message(
                id,
                account,
                RouteCandidate.NONE,
                1,
                List.of(new RouteCandidate(1, 45_000_000, RouteCandidate.NONE, 30_000_000, "UZS")),
                at);
    }

    public static Message message(
            MessageId id, long account, long[] upstream, int parts, List<RouteCandidate> candidates, Instant at) {
        return new Message(
                id,
                account,
                7,
                upstream,
                new Msisdn(998_901_234_567L),
                "Bank",
                "Salom",
                MessageClass.TRANSACTIONAL,
                Encoding.GSM7,
                parts,
                "434",
                "04",
                "UZ",
                "UZS",
                candidates,
                null,
                "test",
                null,
                at,
                at.plus(Duration.ofHours(1)),
                1,
                4_711);
    }

    public static Message of(MessageClass messageClass, Message message) {
        return new Message(
                message.id(),
                message.accountId(),
                message.apiKeyId(),
                message.upstream(),
                message.to(),
                message.sender(),
                message.text(),
                messageClass,
                message.encoding(),
                message.parts(),
                message.mcc(),
                message.mnc(),
                message.country(),
                message.currency(),
                message.candidates(),
                message.reference(),
                message.correlationId(),
                message.meta(),
                message.acceptedAt(),
                message.validUntil(),
                message.weight(),
                message.partReference());
    }

    /// The same to another number from another sender.
    public static Message to(String digits, String sender, Message message) {
        return new Message(
                message.id(),
                message.accountId(),
                message.apiKeyId(),
                message.upstream(),
                new Msisdn(Long.parseLong(digits)),
                sender,
                message.text(),
                message.messageClass(),
                message.encoding(),
                message.parts(),
                message.mcc(),
                message.mnc(),
                message.country(),
                message.currency(),
                message.candidates(),
                message.reference(),
                message.correlationId(),
                message.meta(),
                message.acceptedAt(),
                message.validUntil(),
                message.weight(),
                message.partReference());
    }

    /// Anything that the types allow.
    public static Message anyMessage(SplittableRandom random, MessageIds ids) {
        MessageId id = ids.next();
        int resellers = random.nextInt(4);
        long[] upstream = random.longs(resellers, 1, Long.MAX_VALUE).toArray();
        List<RouteCandidate> candidates = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            candidates.add(new RouteCandidate(
                    random.nextLong(1, Long.MAX_VALUE),
                    // Times all parts it still fits.
                    micros(random) / 255,
                    random.longs(resellers, 0, 1_000_000_000_000L).toArray(),
                    micros(random),
                    random.nextBoolean() ? "UZS" : "EUR"));
        }
        Instant at = instant(random, id.time());
        return new Message(
                id,
                random.nextLong(1, Long.MAX_VALUE),
                random.nextBoolean() ? 0 : random.nextLong(1, Long.MAX_VALUE),
                upstream,
                new Msisdn(random.nextLong(1_000_000, 1_000_000_000_000_000L)),
                text(random, 20),
                text(random, random.nextInt(20) == 0 ? 20_000 : 300),
                MessageClass.at(random.nextInt(3)),
                Encoding.at(random.nextInt(2)),
                random.nextInt(1, 256),
                optional(random, 3),
                optional(random, 3),
                optional(random, 2),
                "UZS",
                List.copyOf(candidates),
                optional(random, 100),
                optional(random, 100),
                random.nextBoolean() ? null : "{\"k\":\"" + text(random, 50).replace("\"", "") + "\"}",
                at,
                at.plusSeconds(random.nextInt(1, 604_800)),
                1,
                random.nextInt(65_536));
    }

    /// Any event of a message; `nth` and `part` are the caller's, since they are its key.
    public static Event anyEvent(SplittableRandom random, Message message, int part, int nth) {
        EventKind kind = EventKind.of(random.nextInt(1, 8));
        Event.Charge charge = null;
        if (random.nextBoolean()) {
            long[] above = random.longs(message.upstream().length, 0, 1_000_000_000_000_000_000L)
                    .toArray();
            charge = new Event.Charge(random.nextInt(256), micros(random), above, random.nextLong(Long.MAX_VALUE));
        }
        return new Event(
                message.id(),
                part,
                kind,
                nth,
                random.nextInt(256),
                instant(random, message.acceptedAt()),
                random.nextBoolean() ? 0 : random.nextLong(1, Long.MAX_VALUE),
                random.nextInt(3),
                optional(random, 65),
                optional(random, 65),
                random.nextBoolean() ? -1 : random.nextInt(Integer.MAX_VALUE),
                optional(random, 500),
                random.nextBoolean() ? null : MessageState.values()[random.nextInt(MessageState.values().length)],
                charge,
                random.nextBoolean() ? null : instant(random, message.acceptedAt()));
    }

    /// Any record of a message.
    public static Cdr anyCdr(SplittableRandom random, Message message) {
        return new Cdr(
                message,
                MessageState.values()[random.nextInt(MessageState.values().length)],
                random.nextBoolean() ? 0 : random.nextLong(1, Long.MAX_VALUE),
                optional(random, 300),
                random.nextBoolean() ? null : instant(random, message.acceptedAt()),
                random.nextBoolean() ? null : instant(random, message.acceptedAt()),
                optional(random, 100),
                optional(random, 20),
                micros(random),
                random.longs(message.upstream().length, 0, 1_000_000_000_000_000_000L)
                        .toArray(),
                new CarriedCost(micros(random), "UZS", random.nextInt(1_000), optional(random, 100)),
                random.nextInt(256),
                instant(random, message.acceptedAt()));
    }

    private static long micros(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> random.nextLong(1_000_000_000_000_000_000L);
            case 2 -> random.nextLong(1_000_000);
            case 3 -> random.nextLong(1_000) * 10_000_000_000L;
            default -> random.nextLong(1_000_000_000);
        };
    }

    private static Instant instant(SplittableRandom random, Instant near) {
        return near.plusMillis(random.nextInt(100_000))
                .truncatedTo(ChronoUnit.MILLIS)
                .plus(random.nextInt(1_000), ChronoUnit.MICROS);
    }

    private static String optional(SplittableRandom random, int most) {
        return random.nextInt(3) == 0 ? null : text(random, most);
    }

    private static String text(SplittableRandom random, int most) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(most + 1);
        while (text.length() < length) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    /// As PostgreSQL can keep it: without NUL.
    public static String kept(String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    /// The ids of messages, in the order of the list.
    public static List<MessageId> ids(Message... messages) {
        return Arrays.stream(messages).map(Message::id).toList();
    }
}
