package io.elchi.server.messages;

import io.elchi.server.core.MessageId;
import io.elchi.server.queue.Handoff.Envelope;
import io.elchi.smstext.receipt.ReceiptState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The payloads of `queue.inbox`. The first octet is the version. A release adds fields at the end only, and reads
/// what has fewer; it skips what follows the fields that it knows. Kinds and versions are never used for something
/// else.
///
/// | kind | payload of version 1 |
/// |---|---|
/// | 1 | a receipt: operator, time, id as it came, key, state, stat, error, time of the receipt, source,
/// destination, text |
/// | 2 | a late answer: message, candidate, part, parts, id as it came, key, time |
///
/// A text is its length in octets (4 octets; -1: none) and UTF-8. A time is seconds (8 octets; the lowest number:
/// none) and nanoseconds (4).
public final class InboxOctets {
    public static final int RECEIPT = 1;
    public static final int LATE = 2;
    public static final List<Integer> KINDS = List.of(RECEIPT, LATE);

    private static final int VERSION = 1;
    private static final int NONE = -1;

    private InboxOctets() {}

    /// Writes the fields of a payload.
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    public static Envelope receipt(Outcome.Receipt receipt) {
        ReceiptReport report = receipt.report();
        return envelope(RECEIPT, out -> {
            out.writeLong(receipt.operatorId());
            time(out, receipt.at());
            text(out, report.smscMessageId());
            text(out, report.receiptKey());
            text(out, report.state().name());
            text(out, report.stat());
            text(out, report.error());
            time(out, report.doneAt());
            text(out, report.source());
            text(out, report.destination());
            text(out, report.raw());
        });
    }

    public static Envelope late(Outcome.Late late) {
        return envelope(LATE, out -> {
            out.writeLong(late.message().high());
            out.writeLong(late.message().low());
            out.writeInt(late.candidate());
            out.writeInt(late.part());
            out.writeInt(late.total());
            text(out, late.smscMessageId());
            text(out, late.receiptKey());
            time(out, late.at());
        });
    }

    private static Envelope envelope(int kind, Writing fields) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(128);
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeByte(VERSION);
            fields.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Envelope(UUID.randomUUID(), kind, octets.toByteArray());
    }

    /// What an envelope says; empty when this release cannot read it.
    ///
    /// @param acknowledge of the outcome
    public static Optional<Outcome> read(Envelope envelope, Runnable acknowledge) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(envelope.payload()))) {
            if (in.readByte() < VERSION) {
                return Optional.empty();
            }
            return switch (envelope.kind()) {
                case RECEIPT -> Optional.of(receipt(in, acknowledge));
                case LATE -> Optional.of(late(in, acknowledge));
                default -> Optional.empty();
            };
        } catch (IOException | IllegalArgumentException | DateTimeException ignored) {
            return Optional.empty();
        }
    }

    private static Outcome receipt(DataInputStream in, Runnable acknowledge) throws IOException {
        long operator = in.readLong();
        Instant at = time(in);
        ReceiptReport report = new ReceiptReport(
                text(in),
                text(in),
                ReceiptState.valueOf(text(in)),
                text(in),
                text(in),
                time(in),
                text(in),
                text(in),
                text(in));
        return new Outcome.Receipt(operator, report, acknowledge, at);
    }

    private static Outcome late(DataInputStream in, Runnable acknowledge) throws IOException {
        return new Outcome.Late(
                new MessageId(in.readLong(), in.readLong()),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                text(in),
                text(in),
                time(in),
                acknowledge);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        if (text == null) {
            out.writeInt(NONE);
        } else {
            byte[] octets = text.getBytes(StandardCharsets.UTF_8);
            out.writeInt(octets.length);
            out.write(octets);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length == NONE) {
            return null;
        }
        if (length < 0 || length > in.available()) {
            throw new IOException("a text of " + length + " octets");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static void time(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time == null ? Long.MIN_VALUE : time.getEpochSecond());
        out.writeInt(time == null ? 0 : time.getNano());
    }

    private static Instant time(DataInputStream in) throws IOException {
        long seconds = in.readLong();
        int nanos = in.readInt();
        return seconds == Long.MIN_VALUE ? null : Instant.ofEpochSecond(seconds, nanos);
    }
}
