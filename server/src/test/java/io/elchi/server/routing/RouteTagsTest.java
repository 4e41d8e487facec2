package io.elchi.server.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.Money;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// However routes are written, at the same time too: they have at most so many tags.
class RouteTagsTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final OperatorStore store =
            new OperatorStore(DATABASE.database().jdbc(), DATABASE.database().transactions());
    private final RouteHistory history =
            new RouteHistory(DATABASE.database().jdbc(), DATABASE.database().transactions());

    private static Route route(long operator, String tag) {
        return new Route(0, 0, operator, null, null, null, 100, 100, true, false, tag);
    }

    private long tags() {
        return store.routes().stream()
                .map(Route::tag)
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    @Test
    void theyAreLimited() throws Exception {
        long operator = store.add(new Operator(0, "a", null, null, "a", true, Money.parse("10", "UZS")), Map.of());
        AtomicInteger refused = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Route.MOST_TAGS + 4; i++) {
            Route route = route(operator, "t" + i);
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    store.add(route);
                } catch (RefusedException _) {
                    refused.incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(refused).hasValue(4);
        assertThat(tags()).isEqualTo(Route.MOST_TAGS);
        store.add(route(operator, store.routes().getFirst().tag()));
        store.add(route(operator, null));
        aFileIsLimited(operator);
        aFormerVersionIsLimited(operator);
    }

    private void aFileIsLimited(long operator) {
        long version = history.current();
        List<Route> before = store.routes();
        assertThatThrownBy(() -> history.apply(List.of(route(operator, "more")), List.of(), List.of(), version))
                .isInstanceOf(RefusedException.class)
                .hasMessage("conflict: " + RouteTags.TOO_MANY);
        assertThat(store.routes()).isEqualTo(before);
        List<Long> removed = before.stream()
                .filter(each -> before.getFirst().tag().equals(each.tag()))
                .map(Route::id)
                .toList();
        history.apply(List.of(route(operator, "more")), List.of(), removed, version);
        assertThat(tags()).isEqualTo(Route.MOST_TAGS);
    }

    /// A release with another limit, or a person at the database, made the version.
    private void aFormerVersionIsLimited(long operator) throws Exception {
        DATABASE.execute("INSERT INTO routing.routes (operator_id, priority, weight, status, allow_loss, tag)"
                + " VALUES (" + operator + ", 1, 1, 'active', false, 'most')");
        long many = history.current();
        DATABASE.execute("DELETE FROM routing.routes WHERE tag = 'most'");
        assertThatThrownBy(() -> history.restore(many, history.current()))
                .isInstanceOf(RefusedException.class)
                .hasMessage("conflict: " + RouteTags.TOO_MANY);
        assertThat(tags()).isEqualTo(Route.MOST_TAGS);
    }
}
