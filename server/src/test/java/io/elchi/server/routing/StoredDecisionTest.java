package io.elchi.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.routing.RouteExplanation.Reason;
import io.elchi.testkit.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StoredDecisionTest {
    private static StoredDecision decision(SplittableRandom random) {
        int payers = random.nextInt(1, 5);
        List<StoredDecision.Candidate> candidates = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            candidates.add(new StoredDecision.Candidate(
                    id(random),
                    id(random),
                    random.nextBoolean() ? 0 : id(random),
                    LongStream.generate(() -> id(random)).limit(payers).boxed().toList()));
        }
        List<StoredDecision.Excluded> excluded = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            excluded.add(
                    new StoredDecision.Excluded(id(random), Reason.values()[random.nextInt(Reason.values().length)]));
        }
        return new StoredDecision(id(random), random.nextBoolean() ? 0 : id(random), candidates, excluded);
    }

    private static long id(SplittableRandom random) {
        return random.nextLong() >>> random.nextInt(1, Long.SIZE - 1);
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        Seeds.forEach(2000, random -> {
            StoredDecision decision = decision(random);
            assertThat(StoredDecision.parse(decision.octets())).isEqualTo(decision);
        });
    }

    /// Stored octets are read for years: this is what the first format wrote.
    @Test
    void theFormatDoesNotChange() {
        StoredDecision decision = new StoredDecision(
                300,
                0,
                List.of(new StoredDecision.Candidate(1, 128, 0, List.of(7L, 9L))),
                List.of(new StoredDecision.Excluded(2, Reason.OPERATOR_SUSPENDED)));
        assertThat(HexFormat.of().formatHex(decision.octets())).isEqualTo("01ac02000201018001000709" + "0203");
    }

    /// Three operators, a reseller above the account, tables of some thousand rows.
    @Test
    void aDecisionOfUsualSizeTakesAtMostSixtyOctets() {
        List<StoredDecision.Candidate> candidates = List.of(
                new StoredDecision.Candidate(3, 4_000, 5_000, List.of(9_000L, 9_500L)),
                new StoredDecision.Candidate(12, 4_001, 0, List.of(9_001L, 9_501L)),
                new StoredDecision.Candidate(40, 4_002, 5_002, List.of(9_002L, 9_502L)));
        StoredDecision decision = new StoredDecision(
                20_000,
                1_500,
                candidates,
                List.of(
                        new StoredDecision.Excluded(50, Reason.BELOW_COST),
                        new StoredDecision.Excluded(51, Reason.ROUTE_SUSPENDED)));
        assertThat(decision.octets()).hasSizeLessThanOrEqualTo(60);
    }

    @Test
    void otherOctetsAreRefusedOrReadAsSomething() {
        Seeds.forEach(2000, random -> {
            byte[] octets = decision(random).octets();
            int cut = random.nextInt(octets.length);
            octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(StoredDecision.parse(Arrays.copyOf(octets, cut))).isNotNull();
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("decision");
            }
        });
        assertThatThrownBy(() -> StoredDecision.parse(new byte[] {2})).hasMessageContaining("format 2");
    }
}
