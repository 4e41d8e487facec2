package io.elchi.server.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void aPercentileIsAtMostAFifthTooHigh() {
        Seeds.forEach(100, random -> {
            Histogram histogram = new Histogram();
            List<Long> all = new ArrayList<>();
            for (int i = random.nextInt(1, 200); i > 0; i--) {
                long millis = random.nextLong(2, 1L << random.nextInt(2, 29));
                all.add(millis);
                histogram.add(millis);
            }
            all.sort(null);
            double share = random.nextDouble();
            long exact = all.get((int) Math.max(0, Math.ceil(share * all.size()) - 1));
            assertThat((double) Histogram.percentile(histogram.counts(), share))
                    .isBetween(exact - 0.5, exact * 1.19 + 1);
        });
    }
}
