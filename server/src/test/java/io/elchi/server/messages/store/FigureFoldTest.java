package io.elchi.server.messages.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.Figures.FigureFilter;
import io.elchi.server.messages.Figures.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class FigureFoldTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final ZoneId TASHKENT = ZoneId.of("Asia/Tashkent");
    private static final ManualClock CLOCK = ManualClock.atMidnight();
    private static final Instant BEGIN = CLOCK.now();
    private static final PgFigures FIGURES =
            new PgFigures(DATABASE.database(), CLOCK, Duration.ofDays(35), Duration.ofDays(800));

    private static void insert(int format, byte[] groups) {
        DATABASE.database()
                .jdbc()
                .sql("INSERT INTO messages.figure_deltas (format, groups) VALUES (?, ?)")
                .params(format, groups)
                .update();
    }

    @Test
    void whatCannotBeReadIsKept() {
        FigureGroups sent = new FigureGroups();
        sent.of(FigureGroups.Key.ofOperator(88, BEGIN, "sent")).messages = 3;
        byte[] good = FigureOctets.of(sent);
        byte[] cut = Arrays.copyOf(good, good.length - 1);
        insert(2, good);
        insert(1, cut);
        insert(1, good);
        FIGURES.fold();
        assertThat(FIGURES.operator(88, BEGIN, BEGIN.plusSeconds(300))
                        .getFirst()
                        .sent())
                .isEqualTo(3);
        assertThat(DATABASE.database()
                        .jdbc()
                        .sql("SELECT format FROM messages.figure_deltas WHERE format <> 1 ORDER BY format")
                        .query(Integer.class)
                        .list())
                .containsExactly(-1, 2);
    }

    @Test
    void oldFiguresAreForgotten() {
        Instant old = BEGIN.minus(Duration.ofDays(40));
        FigureGroups groups = new FigureGroups();
        groups.of(new FigureGroups.Key(
                        FigureGroups.OF_MESSAGES,
                        FigureGroups.minute(old),
                        9,
                        0,
                        "",
                        "",
                        1,
                        "s",
                        "accepted",
                        "",
                        "UZS",
                        ""))
                .messages = 1;
        insert(1, FigureOctets.of(groups));
        FIGURES.fold();
        FigureFilter then = new FigureFilter(
                old.truncatedTo(ChronoUnit.HOURS), old.plusSeconds(3_600), 9, 0, null, null, null, null, null);
        assertThat(FIGURES.series(then, null, Interval.MINUTE, TASHKENT, 10).orElseThrow())
                .hasSize(1);
        FIGURES.forget();
        assertThat(FIGURES.series(then, null, Interval.MINUTE, TASHKENT, 10).orElseThrow())
                .isEmpty();
        assertThat(FIGURES.series(then, null, Interval.HOUR, TASHKENT, 10).orElseThrow())
                .hasSize(1);
    }
}
