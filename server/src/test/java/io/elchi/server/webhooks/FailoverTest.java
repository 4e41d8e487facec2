package io.elchi.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Await;
import io.elchi.server.db.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An endpoint with two addresses.
class FailoverTest extends PostingTestBase {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    FailoverTest() {
        super(DATABASE);
    }

    @BeforeEach
    void addSecondAddress() {
        change(url("/hook"), url("/second"));
    }

    private void change(String url, String failover) {
        webhooks.change(
                account,
                endpoint.id(),
                present -> new EndpointForm(url, failover, present.description(), present.events()));
        endpoints.reload();
    }

    private List<String> paths() {
        return got.stream().map(Got::path).toList();
    }

    @Test
    void aFailedAttemptIsFollowedByOneAtTheSecondAddress() throws Exception {
        status = 500;
        tell();
        awaitState("waiting");
        clock.advance(Duration.ofSeconds(6));
        awaitState("delivered");
        assertThat(paths()).containsExactly("/hook", "/second");
        assertThat(got.get(1).id()).isEqualTo(got.getFirst().id());
        assertThat(got.get(1).body()).isEqualTo(got.getFirst().body());
        verify(endpoint.secrets().getFirst(), got.get(1));
        assertThat(log()).extracting(Webhooks.Attempt::failover).containsExactly(true, false);
    }

    @Test
    void whileTheFirstAddressFailsEventsAreAcceptedAtTheSecondAtOnce() throws Exception {
        status = 503;
        for (int i = 1; i <= FailoverSwitch.FAILURES; i++) {
            tell();
            int failed = i;
            Await.until(
                    "it failed",
                    () -> log().stream()
                                    .filter(attempt -> attempt.attempt() == 1 && attempt.status() == 503)
                                    .count()
                            == failed);
        }
        got.clear();
        for (int i = 1; i <= 20; i++) {
            tell();
            await(i);
        }
        assertThat(paths()).containsOnly("/second");
        status = 200;
        clock.advance(FailoverSwitch.RECHECK_INTERVAL);
        Await.until("the events before them are accepted", () -> !state("waiting"));
        got.clear();
        tell();
        Await.until(
                "the first address accepts again",
                () -> log().stream().anyMatch(attempt -> attempt.status() == 200 && !attempt.failover()));
        tell();
        await(2);
        assertThat(paths()).containsOnly("/hook");
    }

    private boolean state(String wanted) {
        return database.database()
                        .jdbc()
                        .sql("SELECT count(*) FROM webhooks.deliveries WHERE endpoint_id = ? AND state = ?")
                        .params(endpoint.id(), wanted)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /// It might be a page of a host that knows nothing of the endpoint.
    @Test
    void goneOfTheSecondAddressDisablesNothing() throws Exception {
        status = 500;
        failoverStatus = 410;
        tell();
        awaitState("waiting");
        clock.advance(Duration.ofSeconds(6));
        Await.until("the second attempt is stored", () -> log().size() == 2);
        assertThat(state()).isEqualTo("waiting");
        assertThat(webhooks.get(account, endpoint.id()).active()).isTrue();
    }

    @Test
    void aChangedAddressGetsWhatWaits() throws Exception {
        status = 500;
        tell();
        awaitState("waiting");
        change(url("/third"), null);
        clock.advance(Duration.ofSeconds(6));
        awaitState("delivered");
        assertThat(paths()).containsExactly("/hook", "/third");
    }
}
