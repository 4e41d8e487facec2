package io.elchi.server.messages.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.testkit.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FigureOctetsTest {
    private static final String[] TEXTS = {"", "434", "04", "Bank", "delivered", "ў", "\0", "UZS", "0x0000000B"};

    private static FigureGroups draw(SplittableRandom random) {
        FigureGroups groups = new FigureGroups();
        for (int i = random.nextInt(20); i > 0; i--) {
            FigureGroups.GroupTotals sums = groups.of(new FigureGroups.Key(
                    random.nextInt(2),
                    random.nextLong(1L << 33),
                    random.nextLong(1L << random.nextInt(1, 62)),
                    random.nextLong(1L << 20),
                    text(random),
                    text(random),
                    random.nextInt(4),
                    text(random),
                    text(random),
                    text(random),
                    text(random),
                    text(random)));
            sums.messages = random.nextLong(1L << random.nextInt(1, 40));
            sums.parts = random.nextInt(1_000);
            sums.partsCharged = random.nextInt(1_000);
            sums.submits = random.nextInt(1_000);
            sums.priceMicros = random.nextLong(1L << 50);
            sums.costMicros = random.nextLong(1L << 50);
            for (int n = random.nextInt(30); n > 0; n--) {
                sums.submit.add(random.nextLong(1L << random.nextInt(1, 40)));
                sums.delivery.add(random.nextLong(100));
            }
        }
        return groups;
    }

    private static String text(SplittableRandom random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private static TreeMap<String, String> texts(FigureGroups groups) {
        TreeMap<String, String> all = new TreeMap<>();
        groups.entries().forEach(group -> {
            FigureGroups.GroupTotals sums = group.getValue();
            long[] numbers = {
                sums.messages, sums.parts, sums.partsCharged, sums.submits, sums.priceMicros, sums.costMicros
            };
            all.put(
                    group.getKey().toString(),
                    Arrays.toString(numbers)
                            + Arrays.toString(sums.submit.counts())
                            + Arrays.toString(sums.delivery.counts()));
        });
        return all;
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Seeds.forEach(500, random -> {
            FigureGroups groups = draw(random);
            FigureGroups read = new FigureGroups();
            FigureOctets.addTo(read, FigureOctets.of(groups));
            assertThat(texts(read)).isEqualTo(texts(groups));
        });
    }

    @Test
    void whatIsAddedTwiceCountsTwice() {
        Seeds.forEach(100, random -> {
            FigureGroups groups = draw(random);
            FigureGroups read = new FigureGroups();
            FigureOctets.addTo(read, FigureOctets.of(groups));
            FigureOctets.addTo(read, FigureOctets.of(groups));
            groups.entries().forEach(group -> {
                FigureGroups.GroupTotals same = new FigureGroups.GroupTotals();
                same.add(group.getValue());
                group.getValue().add(same);
            });
            assertThat(texts(read)).isEqualTo(texts(groups));
        });
    }

    @Test
    void damagedOctetsAreRefused() {
        Seeds.forEach(2_000, random -> {
            byte[] octets = FigureOctets.of(draw(random));
            for (int i = random.nextInt(4); i >= 0 && octets.length > 0; i--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            byte[] damaged = Arrays.copyOf(octets, random.nextInt(octets.length + 3));
            assertThatCode(() -> {
                        try {
                            FigureOctets.addTo(new FigureGroups(), damaged);
                        } catch (IllegalArgumentException e) {
                            // As it should be.
                        }
                    })
                    .doesNotThrowAnyException();
        });
        assertThatThrownBy(() -> FigureOctets.addTo(new FigureGroups(), new byte[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
