package io.elchi.smstext.parts;

import io.elchi.smstext.alphabet.Septets;
import io.elchi.smstext.coding.DefaultAlphabet;
import io.elchi.smstext.coding.LinkCoding;
import io.elchi.smstext.coding.UserData;
import io.elchi.smstext.parts.Added.Incomplete;
import io.elchi.smstext.parts.Added.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What Jazzer feeds; see [io.elchi.testkit.Fuzz]. An input is a link's default alphabet, then parts: flags,
/// data_coding, length, octets. The kept inputs are parts out of vectors/pdus.jsonl, shuffled.
///
/// Every part has to leave exactly once, the limits have to hold after each, and everything has to be readable.
public final class ReassemblyFuzz {
    private static final ReassemblyLimits LIMITS = new ReassemblyLimits(Duration.ofSeconds(10), 5, 300);
    private static final LinkCoding[] LINKS = Arrays.stream(DefaultAlphabet.values())
            .map(alphabet -> new LinkCoding(alphabet, Septets.Padding.CR, Map.of()))
            .toArray(LinkCoding[]::new);
    private static final int UDHI = 1;
    private static final int SAR = 2;
    private static final int LATER = 4;
    private static final int EXPIRE = 8;

    private final byte[] input;
    private final LinkCoding link;
    private final BitSet left = new BitSet();
    private Instant now = Instant.EPOCH;
    private final Reassembly<PartKey, Integer> reassembly = new Reassembly<>(() -> now, LIMITS);

    private ReassemblyFuzz(byte[] input) {
        this.input = input;
        this.link = LINKS[input[0] & 3];
    }

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 0) {
            new ReassemblyFuzz(input).run();
        }
    }

    private void run() {
        int part = 0;
        for (int at = 1; at + 3 <= input.length; part++) {
            int flags = input[at];
            int end = Math.min(input.length, at + 3 + (input[at + 2] & 0xff));
            add(part, flags, input[at + 1] & 0xff, Arrays.copyOfRange(input, at + 3, end));
            at = end;
        }
        now = now.plus(LIMITS.age());
        released(reassembly.expire());
        require(left.cardinality() == part, "a part is lost");
        require(reassembly.size() == 0 && reassembly.octets() == 0, "something stays behind");
    }

    private void add(int part, int flags, int dataCoding, byte[] octets) {
        if ((flags & LATER) != 0) {
            now = now.plusSeconds(3);
        }
        if ((flags & EXPIRE) != 0) {
            released(reassembly.expire());
        }
        UserData data = UserData.read(dataCoding, (flags & UDHI) != 0, octets);
        readable(List.of(data));
        Optional<Slot> slot = (flags & SAR) != 0 && octets.length > 2
                ? Slot.sar(octets[0], octets[1], octets[2])
                : Slot.of(data.header());
        if (slot.isEmpty()) {
            left.set(part);
            return;
        }
        Added<PartKey, Integer> added = reassembly.add(PartKey.of("", "", slot.get()), slot.get(), data, part);
        released(added.released());
        switch (added.outcome()) {
            case Outcome.Complete<PartKey, Integer> complete -> {
                require(complete.pieces().size() == slot.get().total(), "complete, but not all of it");
                leave(complete.pieces());
            }
            case Outcome.Waiting<PartKey, Integer> waiting -> require(waiting.missing() > 0, "waits for nothing");
            case Outcome.Duplicate<PartKey, Integer> _ -> left.set(part);
        }
        require(reassembly.octets() <= LIMITS.octets(), "too many octets");
        require(reassembly.size() <= LIMITS.messages(), "too many messages");
    }

    private void released(List<Incomplete<PartKey, Integer>> messages) {
        for (Incomplete<PartKey, Integer> message : messages) {
            require(message.pieces().size() < message.total(), "incomplete, but all of it");
            leave(message.pieces());
        }
    }

    private void leave(List<Piece<Integer>> pieces) {
        int sequence = 0;
        for (Piece<Integer> piece : pieces) {
            require(!left.get(piece.origin()), "a part leaves twice");
            left.set(piece.origin());
            require(piece.slot().sequence() > sequence, "out of order");
            sequence = piece.slot().sequence();
        }
        readable(pieces.stream().map(Piece::data).toList());
    }

    private void readable(List<UserData> parts) {
        boolean text =
                parts.stream().allMatch(data -> link.alphabet(data.dataCoding()).isPresent());
        require(link.text(parts).isPresent() == text, "text, but not readable");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
