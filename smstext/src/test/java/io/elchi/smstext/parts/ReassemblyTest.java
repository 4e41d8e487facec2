package io.elchi.smstext.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.smstext.coding.LinkCoding;
import io.elchi.smstext.coding.UserData;
import io.elchi.smstext.parts.Added.Incomplete;
import io.elchi.smstext.parts.Added.Outcome;
import io.elchi.smstext.parts.Added.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReassemblyTest {
    private static final Duration AGE = Duration.ofMinutes(5);

    private Instant now = Instant.parse("2026-11-24T13:00:00Z");
    private Reassembly<PartKey, String> reassembly = limited(1000, 100_000);

    private Reassembly<PartKey, String> limited(int messages, long octets) {
        return new Reassembly<>(() -> now, new ReassemblyLimits(AGE, messages, octets));
    }

    private static UserData data(String text) {
        return UserData.read(0, false, text.getBytes(StandardCharsets.US_ASCII));
    }

    /// The origin of a part is its text.
    private Added<PartKey, String> add(int reference, int total, int sequence, String text) {
        Slot slot = new Slot(reference, total, sequence);
        return reassembly.add(PartKey.of("998901234567", "7070", slot), slot, data(text), text);
    }

    private static String whole(Added<PartKey, String> added) {
        Outcome.Complete<PartKey, String> complete = (Outcome.Complete<PartKey, String>) added.outcome();
        assertThat(complete.pieces()).extracting(Piece::origin).doesNotContainNull();
        return LinkCoding.standard()
                .text(complete.pieces().stream().map(Piece::data).toList())
                .orElseThrow();
    }

    private static void waiting(Added<PartKey, String> added, int missing) {
        assertThat(added.outcome()).isEqualTo(new Outcome.Waiting<>(missing));
        assertThat(added.released()).isEmpty();
    }

    private static void duplicate(Added<PartKey, String> added) {
        assertThat(added.outcome()).isEqualTo(new Outcome.Duplicate<>());
        assertThat(added.released()).isEmpty();
    }

    private static void released(List<Incomplete<PartKey, String>> released, Reason reason, String... origins) {
        assertThat(released).allSatisfy(message -> assertThat(message.reason()).isEqualTo(reason));
        assertThat(released.stream()
                        .flatMap(message -> message.pieces().stream())
                        .map(Piece::origin))
                .containsExactly(origins);
    }

    @Test
    void inAnyOrder() {
        waiting(add(7, 3, 3, "c"), 2);
        waiting(add(7, 3, 1, "a"), 1);
        assertThat(whole(add(7, 3, 2, "b"))).isEqualTo("abc");
        assertThat(reassembly.octets()).isZero();
    }

    @Test
    void messagesDoNotMix() {
        waiting(add(7, 2, 1, "a"), 1);
        waiting(add(8, 2, 1, "x"), 1);
        waiting(add(7, 3, 1, "other total"), 2);
        assertThat(whole(add(8, 2, 2, "y"))).isEqualTo("xy");
        assertThat(whole(add(7, 2, 2, "b"))).isEqualTo("ab");
        assertThat(reassembly.octets()).isEqualTo("other total".length());
    }

    @Test
    void headersAndSarParametersGiveTheSamePlace() {
        UserData first = UserData.read(0, true, new byte[] {5, 0, 3, 7, 2, 1, 'a'});
        Slot slot = Slot.of(first.header()).orElseThrow();
        Slot other = Slot.sar(7, 2, 2).orElseThrow();
        reassembly.add(PartKey.of("a", "b", slot), slot, first, "");
        assertThat(whole(reassembly.add(PartKey.of("a", "b", other), other, data("b"), "")))
                .isEqualTo("ab");
        assertThat(Slot.sar(7, 2, 3)).isEmpty();
        assertThat(Slot.sar(0x10000, 2, 1)).isEmpty();
        assertThat(Slot.sar(0, 0, 0)).isEmpty();
        assertThat(Slot.sar(0, 256, 1)).isEmpty();
        assertThat(Slot.of(UserData.read(0, true, new byte[] {0}).header())).isEmpty();
    }

    @Test
    void repeatedPartsAreDuplicatesWhileWaitingAndAfterwards() {
        waiting(add(7, 2, 1, "a"), 1);
        duplicate(add(7, 2, 1, "a"));
        assertThat(whole(add(7, 2, 2, "b"))).isEqualTo("ab");
        duplicate(add(7, 2, 1, "a"));
        duplicate(add(7, 2, 2, "b"));
        now = now.plus(AGE);
        waiting(add(7, 2, 1, "a"), 1);
    }

    @Test
    void aMessageOfOnePartIsWholeAtOnce() {
        assertThat(whole(add(7, 1, 1, "a"))).isEqualTo("a");
        duplicate(add(7, 1, 1, "a"));
        assertThat(whole(add(7, 1, 1, "b"))).isEqualTo("b");
    }

    @Test
    void aReferenceThatIsUsedAnewReleasesWhatWaits() {
        waiting(add(7, 3, 1, "a"), 2);
        waiting(add(7, 3, 2, "b"), 1);
        Added<PartKey, String> anew = add(7, 3, 1, "A");
        assertThat(anew.outcome()).isEqualTo(new Outcome.Waiting<>(2));
        released(anew.released(), Reason.SUPERSEDED, "a", "b");
        waiting(add(7, 3, 3, "C"), 1);
        assertThat(whole(add(7, 3, 2, "B"))).isEqualTo("ABC");
    }

    @Test
    void aReferenceThatIsUsedAnewAfterAWholeMessageStartsAnother() {
        waiting(add(7, 2, 1, "a"), 1);
        assertThat(whole(add(7, 2, 2, "b"))).isEqualTo("ab");
        waiting(add(7, 2, 2, "B"), 1);
        assertThat(whole(add(7, 2, 1, "A"))).isEqualTo("AB");
    }

    /// "Aa" and "BB" have the same hash code.
    @Test
    void anotherTextIsNoDuplicateHoweverItHashes() {
        waiting(add(7, 2, 1, "Aa"), 1);
        assertThat(whole(add(7, 2, 2, "Aa"))).isEqualTo("AaAa");
        waiting(add(7, 2, 1, "BB"), 1);
        assertThat(whole(add(7, 2, 2, "BB"))).isEqualTo("BBBB");
    }

    @Test
    void timeIsLimitedFromTheFirstPart() {
        waiting(add(7, 3, 2, "b"), 2);
        now = now.plus(AGE).minusNanos(1);
        waiting(add(7, 3, 1, "a"), 1);
        assertThat(reassembly.expire()).isEmpty();
        now = now.plusNanos(1);
        List<Incomplete<PartKey, String>> expired = reassembly.expire();
        released(expired, Reason.EXPIRED, "a", "b");
        assertThat(expired.getFirst().total()).isEqualTo(3);
        assertThat(expired.getFirst().key().reference()).isEqualTo(7);
        assertThat(reassembly.size()).isZero();
        assertThat(reassembly.octets()).isZero();
        waiting(add(7, 3, 3, "c"), 2);
    }

    @Test
    void aLatePartFindsItsMessageExpired() {
        waiting(add(7, 2, 1, "a"), 1);
        now = now.plus(AGE);
        Added<PartKey, String> late = add(7, 2, 2, "b");
        assertThat(late.outcome()).isEqualTo(new Outcome.Waiting<>(1));
        released(late.released(), Reason.EXPIRED, "a");
    }

    @Test
    void wholeMessagesAreForgottenWithoutAWord() {
        add(7, 1, 1, "a");
        assertThat(reassembly.size()).isEqualTo(1);
        now = now.plus(AGE);
        assertThat(reassembly.expire()).isEmpty();
        assertThat(reassembly.size()).isZero();
    }

    @Test
    void theOldestGoesWhenThereAreTooManyMessages() {
        reassembly = limited(2, 100_000);
        waiting(add(1, 2, 1, "a"), 1);
        waiting(add(2, 2, 1, "b"), 1);
        released(add(3, 2, 1, "c").released(), Reason.EVICTED, "a");
        assertThat(reassembly.size()).isEqualTo(2);
        assertThat(whole(add(2, 2, 2, "B"))).isEqualTo("bB");
    }

    @Test
    void theOldestGoesWhenThereAreTooManyOctets() {
        reassembly = limited(1000, 10);
        waiting(add(1, 2, 1, "aaaa"), 1);
        waiting(add(2, 2, 1, "bbbb"), 1);
        released(add(3, 2, 1, "cccc").released(), Reason.EVICTED, "aaaa");
        assertThat(reassembly.octets()).isEqualTo(8);
        Added<PartKey, String> large = add(4, 2, 1, "d".repeat(11));
        released(large.released(), Reason.EVICTED, "bbbb", "cccc", "d".repeat(11));
        assertThat(large.outcome()).isEqualTo(new Outcome.Waiting<>(1));
        assertThat(reassembly.octets()).isZero();
    }

    /// A message that is whole holds no octets, so it does not go for the sake of octets.
    @Test
    void wholeMessagesStayRememberedWhenOctetsRunShort() {
        reassembly = limited(1000, 10);
        add(1, 1, 1, "whole");
        waiting(add(2, 2, 1, "bbbbbb"), 1);
        released(add(3, 2, 1, "cccccc").released(), Reason.EVICTED, "bbbbbb");
        duplicate(add(1, 1, 1, "whole"));
    }

    @Test
    void bindsBringPartsAtTheSameTime() throws Exception {
        int messages = 500;
        reassembly = limited(messages, 1_000_000);
        AtomicInteger whole = new AtomicInteger();
        AtomicInteger duplicates = new AtomicInteger();
        try (ExecutorService binds = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int bind = 0; bind < 4; bind++) {
                // Each part comes over two of the four binds.
                int first = bind;
                binds.submit(() -> {
                    for (int part = first; part < 4 * messages; part += 2) {
                        switch (add(part / 4, 4, 1 + part % 4, "part " + part % 4)
                                .outcome()) {
                            case Outcome.Complete<PartKey, String> _ -> whole.incrementAndGet();
                            case Outcome.Duplicate<PartKey, String> _ -> duplicates.incrementAndGet();
                            case Outcome.Waiting<PartKey, String> waiting ->
                                assertThat(waiting.missing()).isBetween(1, 3);
                        }
                    }
                });
            }
        }
        assertThat(whole).hasValue(messages);
        assertThat(duplicates).hasValue(4 * messages - 2);
        assertThat(reassembly.octets()).isZero();
    }

    @Test
    void limitsArePositive() {
        assertThatThrownBy(() -> new ReassemblyLimits(Duration.ZERO, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReassemblyLimits(AGE, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReassemblyLimits(AGE, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Slot(1, 2, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
