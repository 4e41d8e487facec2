package io.elchi.server.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdTest {
    /// As RFC 9562 has it in A.6, example of a UUIDv7 value.
    @Test
    void theExampleOfTheRfcIsRead() {
        MessageId id = MessageId.parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F").orElseThrow();
        assertThat(id.time()).isEqualTo(Instant.parse("2022-02-22T19:22:22.000Z"));
        assertThat(id.toString()).isEqualTo("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
        assertThat(id.uuid().version()).isEqualTo(7);
    }

    @Test
    void textAndUuidComeBackAsTheyWere() {
        Seeds.forEach(1000, random -> {
            MessageId id =
                    new MessageIds(new ManualClock(Instant.ofEpochMilli(random.nextLong(1L << 47))), random).next();
            assertThat(MessageId.parse(id.toString())).contains(id);
            assertThat(MessageId.of(id.uuid())).isEqualTo(id);
            assertThat(id.uuid().version()).isEqualTo(7);
            assertThat(id.uuid().variant()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "1",
                "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
                "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
                "017f22e279b07cc398c4dc0c0c07398f",
                "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
                "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
                "17f22e2-79b00-7cc3-98c4-dc0c0c07398f",
                "{17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
            })
    void anythingElseIsNone(String text) {
        assertThat(MessageId.parse(text)).isEqualTo(Optional.empty());
    }

    /// Their order is that of their texts, which is PostgreSQL's.
    @Test
    void idsSortAsTheirTextsDo() {
        Seeds.forEach(100, random -> {
            List<MessageId> ids = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                ids.add(new MessageId(random.nextLong() & ~0xF000L | 0x7000L, random.nextLong()));
            }
            List<String> texts =
                    new ArrayList<>(ids.stream().map(MessageId::toString).toList());
            Collections.sort(ids);
            Collections.sort(texts);
            assertThat(ids.stream().map(MessageId::toString)).isEqualTo(texts);
        });
    }

    @Test
    void theFirstOfATimeIsBelowAllOfThatTimeAndAboveAllBefore() {
        Seeds.forEach(200, random -> {
            Instant time = Instant.ofEpochMilli(random.nextLong(1L << 44));
            MessageId first = MessageId.firstAt(time);
            assertThat(first.time()).isEqualTo(time);
            assertThat(new MessageIds(new ManualClock(time), random).next()).isGreaterThanOrEqualTo(first);
            assertThat(new MessageIds(new ManualClock(time.minusMillis(1)), random).next())
                    .isLessThan(first);
        });
    }

    /// More than 4,096 within a millisecond, a clock that stands still, one that steps back by hours.
    @Test
    void idsAscendWhateverTheClockDoes() {
        Seeds.forEach(20, random -> {
            ManualClock clock = new ManualClock(Instant.parse("2026-11-24T10:00:00Z"));
            MessageIds ids = new MessageIds(clock, random);
            MessageId last = ids.next();
            for (int i = 0; i < 6_000; i++) {
                if (random.nextInt(1_000) == 0) {
                    clock.advance(Duration.ofMillis(random.nextLong(-7_200_000, 3_600_000)));
                }
                MessageId next = ids.next();
                assertThat(next).isGreaterThan(last);
                last = next;
            }
        });
    }

    /// There is no partition for the days that a wrong clock names.
    @Test
    void afterAClockThatWasDaysAheadIdsHaveTheRightTimeAgain() {
        ManualClock clock = new ManualClock(Instant.parse("2026-11-24T10:00:00Z"));
        MessageIds ids = new MessageIds(clock, new java.util.SplittableRandom(1));
        clock.advance(Duration.ofDays(4_000));
        ids.next();
        clock.advance(Duration.ofDays(-4_000));
        assertThat(ids.next().time()).isEqualTo(clock.now());
    }

    @Test
    void anIdHasTheTimeOfItsMaking() {
        ManualClock clock = new ManualClock(Instant.parse("2026-11-24T10:00:00.123456Z"));
        MessageIds ids = new MessageIds(clock, new java.util.SplittableRandom(1));
        assertThat(ids.next().time()).isEqualTo(Instant.parse("2026-11-24T10:00:00.123Z"));
        clock.advance(Duration.ofSeconds(1));
        assertThat(ids.next().time()).isEqualTo(Instant.parse("2026-11-24T10:00:01.123Z"));
    }

    @Test
    void manyThreadsNeverGetTheSameId() throws InterruptedException {
        MessageIds ids = new MessageIds(ManualClock.atMidnight(), () -> 0);
        ConcurrentLinkedQueue<MessageId> made = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int j = 0; j < 5_000; j++) {
                    made.add(ids.next());
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Set<UUID> different = new HashSet<>();
        made.forEach(id -> different.add(id.uuid()));
        assertThat(different).hasSize(20_000);
    }
}
