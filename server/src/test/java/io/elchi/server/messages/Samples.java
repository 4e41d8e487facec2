package io.elchi.server.messages;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.RouteCandidate;
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
                List.of(candidate(1, 45_000_000, RouteCandidate.NONE, 30_000_000, "UZS")),
                at);
    }

    /// @param above what the resellers above the account pay
    public static RouteCandidate candidate(long operator, long price, long[] above, long cost, String costCurrency) {
        long[] prices = new long[1 + above.length];
        prices[0] = price;
        System.arraycopy(above, 0, prices, 1, above.length);
        return new RouteCandidate(operator, prices, cost, costCurrency);
    }

    public static Message message(
            MessageId id, long account, long[] upstream, int parts, List<RouteCandidate> candidates, Instant at) {
        return new Message(
                id,
                new Message.Owner(account, 7, 1),
                new Message.Recipient(new Msisdn(998_901_234_567L), "434", "04", "UZ", false),
                "Bank",
                new Content.Text("Salom", Encoding.GSM7, parts),
                MessageClass.TRANSACTIONAL,
                new Message.Quote("UZS", upstream, candidates, new byte[] {1, 1, 0, 1, 0}),
                new Message.ClientData(null, "test", null),
                new Message.Times(at, at.plus(Duration.ofHours(1))),
                4_711,
                DeliveryOptions.NONE);
    }

    public static Message of(MessageClass messageClass, Message message) {
        return with(message.recipient(), message.sender(), message.content(), messageClass, message.options(), message);
    }

    /// The same with another content.
    public static Message of(Content content, Message message) {
        return with(message.recipient(), message.sender(), content, message.messageClass(), message.options(), message);
    }

    /// The same with these options.
    public static Message of(DeliveryOptions options, Message message) {
        return with(message.recipient(), message.sender(), message.content(), message.messageClass(), options, message);
    }

    /// The same, not to be sent before this time, and then valid for an hour.
    public static Message scheduled(Instant notBefore, Message message) {
        return new Message(
                message.id(),
                message.owner(),
                message.recipient(),
                message.sender(),
                message.content(),
                message.messageClass(),
                message.quote(),
                message.clientData(),
                new Message.Times(message.acceptedAt(), notBefore, notBefore.plus(Duration.ofHours(1))),
                message.partReference(),
                message.options());
    }

    /// The same to another number from another sender.
    public static Message to(String digits, String sender, Message message) {
        Message.Recipient network = message.recipient();
        Message.Recipient other = new Message.Recipient(
                new Msisdn(Long.parseLong(digits)), network.mcc(), network.mnc(), network.country(), network.ported());
        return with(other, sender, message.content(), message.messageClass(), message.options(), message);
    }

    private static Message with(
            Message.Recipient destination,
            String sender,
            Content content,
            MessageClass messageClass,
            DeliveryOptions options,
            Message message) {
        return new Message(
                message.id(),
                message.owner(),
                destination,
                sender,
                content,
                messageClass,
                message.quote(),
                message.clientData(),
                message.times(),
                message.partReference(),
                options);
    }

    /// Anything that the types allow.
    public static Message anyMessage(SplittableRandom random, MessageIds ids) {
        MessageId id = ids.next();
        int resellers = random.nextInt(4);
        long[] upstream = random.longs(resellers, 1, Long.MAX_VALUE).toArray();
        List<RouteCandidate> candidates = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            candidates.add(candidate(
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
                new Message.Owner(
                        random.nextLong(1, Long.MAX_VALUE),
                        random.nextBoolean() ? 0 : random.nextLong(1, Long.MAX_VALUE),
                        1),
                new Message.Recipient(
                        new Msisdn(random.nextLong(1_000_000, 1_000_000_000_000_000L)),
                        optional(random, 3),
                        optional(random, 3),
                        optional(random, 2),
                        random.nextBoolean()),
                text(random, 20),
                anyContent(random),
                MessageClass.values()[random.nextInt(MessageClass.values().length)],
                new Message.Quote("UZS", upstream, List.copyOf(candidates), octets(random, random.nextInt(100))),
                new Message.ClientData(
                        optional(random, 100),
                        optional(random, 100),
                        random.nextBoolean()
                                ? null
                                : "{\"k\":\"" + text(random, 50).replace("\"", "") + "\"}"),
                new Message.Times(
                        at,
                        random.nextBoolean() ? null : at.plusSeconds(random.nextInt(1, 1_000)),
                        at.plusSeconds(random.nextInt(1_001, 604_800))),
                random.nextInt(65_536),
                random.nextBoolean() ? DeliveryOptions.NONE : anyOptions(random));
    }

    /// A text, octets or ready-made parts.
    public static Content anyContent(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> anyBinary(random);
            case 1 -> anyParts(random);
            default ->
                new Content.Text(
                        text(random, random.nextInt(20) == 0 ? 20_000 : 300),
                        Encoding.at(random.nextInt(2)),
                        random.nextInt(1, 256));
        };
    }

    public static Content.Binary anyBinary(SplittableRandom random) {
        byte[] header = octets(random, random.nextInt(20));
        if (header.length > 0) {
            header[0] = (byte) (header.length - 1);
        }
        int most = Content.Binary.MOST_OCTETS - header.length;
        return new Content.Binary(header, octets(random, random.nextInt(most + 1)), random.nextInt(256));
    }

    public static Content.Parts anyParts(SplittableRandom random) {
        List<Content.Part> parts = new ArrayList<>();
        for (int i = random.nextInt(20) == 0 ? Content.MOST_PARTS : random.nextInt(1, 5); i > 0; i--) {
            int length = random.nextInt(50) == 0 ? Content.Part.MOST_OCTETS : random.nextInt(256);
            parts.add(new Content.Part(octets(random, length), random.nextInt(256), random.nextInt(256)));
        }
        return new Content.Parts(parts);
    }

    public static DeliveryOptions anyOptions(SplittableRandom random) {
        List<DeliveryOptions.Tlv> tlvs = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            tlvs.add(new DeliveryOptions.Tlv(0x1400 + random.nextInt(3), octets(random, random.nextInt(1_000))));
        }
        DeliveryOptions.ReceiptFormat[] formats = DeliveryOptions.ReceiptFormat.values();
        return new DeliveryOptions(
                random.nextInt(-1, 256),
                random.nextInt(-1, 256),
                random.nextInt(-1, 256),
                random.nextInt(-1, 256),
                random.nextInt(-1, 256),
                tlvs,
                random.nextBoolean() ? null : formats[random.nextInt(formats.length)],
                random.nextBoolean(),
                random.nextInt(-1, 256),
                random.nextBoolean() ? List.of() : List.of(random.nextInt(256), 0, random.nextInt(256)));
    }

    private static byte[] octets(SplittableRandom random, int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    /// Any event of this part of a message.
    public static Event anyEvent(SplittableRandom random, Message message, int part) {
        Event.Step step = new Event.Step(
                message.id(),
                part,
                random.nextInt(256),
                instant(random, message.acceptedAt()),
                random.nextBoolean() ? 0 : random.nextLong(1, Long.MAX_VALUE),
                random.nextInt(3));
        int nth = random.nextInt(1, 1_000);
        String id = text(random, 65);
        String detail = optional(random, 500);
        MessageState state = MessageState.values()[random.nextInt(MessageState.values().length)];
        Instant doneAt = random.nextBoolean() ? null : instant(random, message.acceptedAt());
        return switch (EventKind.of(random.nextInt(1, EventKind.values().length + 1))
                .orElseThrow()) {
            case SUBMITTED ->
                new Event.Submitted(step, id, text(random, 65), random.nextBoolean(), anyCharge(random, message));
            case SUBMITTED_AGAIN -> new Event.SubmittedAgain(step, nth, id, text(random, 65), random.nextBoolean());
            case SUBMITTED_LATE -> new Event.SubmittedLate(step, nth, id);
            case RESCHEDULED -> new Event.Rescheduled(step, nth, "detail");
            case FEEDBACK -> new Event.Feedback(step, random.nextBoolean(), random.nextInt(-1, 1_000));
            case REFUSED ->
                new Event.Refused(
                        step,
                        nth,
                        random.nextBoolean() ? -1 : random.nextInt(Integer.MAX_VALUE),
                        random.nextBoolean(),
                        detail);
            case UNANSWERED -> new Event.Unanswered(step, nth, detail);
            case INTERMEDIATE_RECEIPT -> new Event.IntermediateReceipt(step, nth, id, detail, doneAt);
            case RECEIPT -> new Event.Receipt(step, id, detail, state, doneAt);
            case ENDED -> new Event.Ended(step, state, detail);
        };
    }

    private static Event.Charge anyCharge(SplittableRandom random, Message message) {
        long[] above = random.longs(message.upstream().length, 0, 1_000_000_000_000_000_000L)
                .toArray();
        return new Event.Charge(random.nextInt(256), micros(random), above, random.nextLong(Long.MAX_VALUE));
    }

    /// An event of one kind at an operator that charges a part for 45 UZS.
    ///
    /// @param nth of what may happen more than once
    /// @param key the operator's id; null: none
    public static Event event(EventKind kind, Event.Step step, int nth, String key) {
        String id = key == null ? "" : key;
        return switch (kind) {
            case SUBMITTED ->
                new Event.Submitted(step, id, id, false, new Event.Charge(1, 45_000_000, RouteCandidate.NONE, 9));
            case SUBMITTED_AGAIN -> new Event.SubmittedAgain(step, nth, id, id, false);
            case SUBMITTED_LATE -> new Event.SubmittedLate(step, nth, id);
            case RESCHEDULED -> new Event.Rescheduled(step, nth, "detail");
            case FEEDBACK -> new Event.Feedback(step, true, 12);
            case REFUSED -> new Event.Refused(step, nth, 8, true, "detail");
            case UNANSWERED -> new Event.Unanswered(step, nth, "detail");
            case INTERMEDIATE_RECEIPT -> new Event.IntermediateReceipt(step, nth, id, "detail", null);
            case RECEIPT -> new Event.Receipt(step, id, "detail", MessageState.DELIVERED, null);
            case ENDED -> new Event.Ended(step, MessageState.DELIVERED, "detail");
        };
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
