package io.elchi.smpp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.pdu.EnquireLink;
import io.elchi.smpp.pdu.EnquireLinkResp;
import io.elchi.testkit.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final long TIMER = 100;

    private static Pending<EnquireLinkResp> pending() {
        return new Pending<>(new EnquireLink(), _ -> {}, true);
    }

    /// The ring against a map: random sends, answers in any order, expiries and late answers.
    @Test
    void behavesAsAMapWould() {
        Seeds.forEach(300, random -> {
            int limit = 1 + random.nextInt(60);
            Window window = new Window(limit, random.nextBoolean() ? 1 : 0x7FFFFFFF - random.nextInt(100));
            Map<Integer, Pending<?>> twin = new LinkedHashMap<>();
            long now = 0;
            for (int step = 0; step < 500; step++) {
                now += random.nextInt(10);
                int action = random.nextInt(10);
                if (action < 5 && twin.size() < limit) {
                    Pending<?> sent = pending();
                    window.add(sent, now, TIMER);
                    assertThat(sent.sequence).isPositive();
                    assertThat(twin.put(sent.sequence, sent)).isNull();
                } else if (action < 9 && !twin.isEmpty()) {
                    List<Integer> numbers = new ArrayList<>(twin.keySet());
                    int number = numbers.get(random.nextInt(numbers.size()));
                    assertThat(window.match(number)).isEqualTo(Window.Match.IN_FLIGHT);
                    assertThat(window.get(number)).isSameAs(twin.get(number));
                    window.remove(twin.remove(number));
                    assertThat(window.match(number)).isEqualTo(Window.Match.DUPLICATE);
                } else {
                    expire(window, twin, now);
                }
                assertThat(window.size()).isEqualTo(twin.size());
                assertThat(window.oldest())
                        .isSameAs(
                                twin.isEmpty() ? null : twin.values().iterator().next());
            }
        });
    }

    private static void expire(Window window, Map<Integer, Pending<?>> twin, long now) {
        List<Pending<?>> due =
                twin.values().stream().filter(each -> each.deadlineNanos <= now).toList();
        List<Pending<?>> expired = new ArrayList<>();
        for (Pending<?> next = window.expire(now); next != null; next = window.expire(now)) {
            expired.add(next);
            assertThat(window.match(next.sequence)).isEqualTo(Window.Match.LATE);
        }
        assertThat(expired).isEqualTo(due);
        due.forEach(each -> twin.remove(each.sequence));
    }

    /// Item 7: after 0x7FFFFFFF comes 1.
    @Test
    void wrapsAround() {
        Window window = new Window(10, 0x7FFFFFFF);
        Pending<?> last = pending();
        Pending<?> first = pending();
        window.add(last, 0, TIMER);
        window.add(first, 0, TIMER);
        assertThat(last.sequence).isEqualTo(0x7FFFFFFF);
        assertThat(first.sequence).isEqualTo(1);
    }

    /// A request that stays unanswered while thousands pass by keeps its place.
    @Test
    void aStuckRequestIsStillFound() {
        Window window = new Window(4, 1);
        Pending<?> stuck = pending();
        window.add(stuck, 0, TIMER);
        for (int i = 0; i < 10_000; i++) {
            Pending<?> other = pending();
            window.add(other, 0, TIMER);
            window.remove(other);
        }
        assertThat(window.match(stuck.sequence)).isEqualTo(Window.Match.IN_FLIGHT);
        assertThat(window.get(stuck.sequence)).isSameAs(stuck);
    }

    /// Late ones are known through thousands of others, and forgotten in the end, the oldest first.
    @Test
    void remembersTheLastOnesThatExpired() {
        Window window = new Window(2, 1);
        for (int i = 1; i <= 20; i++) {
            Pending<?> late = pending();
            window.add(late, 0, TIMER);
            assertThat(window.expire(TIMER)).isSameAs(late);
            for (int j = 0; j < 100; j++) {
                Pending<?> other = pending();
                window.add(other, 0, TIMER);
                window.remove(other);
            }
        }
        int kept = 8;
        for (int i = 0; i < 20; i++) {
            int number = 1 + 101 * i;
            assertThat(window.match(number)).isEqualTo(i < 20 - kept ? Window.Match.UNKNOWN : Window.Match.LATE);
        }
        assertThat(window.takeLate(1 + 101 * 19).sequence).isEqualTo(1 + 101 * 19);
        assertThat(window.match(1 + 101 * 19)).isEqualTo(Window.Match.DUPLICATE);
    }

    @Test
    void numbersWeNeverSendAreUnknown() {
        Window window = new Window(4, 1);
        assertThat(window.match(0)).isEqualTo(Window.Match.UNKNOWN);
        assertThat(window.match(-1)).isEqualTo(Window.Match.UNKNOWN);
        assertThat(window.match(17)).isEqualTo(Window.Match.UNKNOWN);
    }
}
