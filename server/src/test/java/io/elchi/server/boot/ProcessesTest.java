package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.elchi.server.cluster.ProcessEntry;
import io.elchi.server.cluster.Processes;
import io.elchi.server.contract.Platform;
import io.elchi.server.observe.Health;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Two servers on one database.
class ProcessesTest {
    @AutoClose
    private final Platform first = Platform.start();

    private TestServer second(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(first.server().database().settings());
        all.putAll(settings);
        return TestServer.start(all);
    }

    private static List<ProcessEntry> list(TestServer server) {
        return server.part(Processes.class).list();
    }

    private static Health.Level level(TestServer server) {
        server.part(Processes.class).renew();
        return server.part(Processes.class).health().level();
    }

    @Test
    void eachHasARowThatItRenewsAndRemoves() {
        TestServer one = first.server();
        ProcessEntry before = list(one).getFirst();
        assertThat(before.id()).isEqualTo(one.server().database().processId());
        assertThat(before.roles()).contains("gateway", "tracking").hasSize(Role.values().length);
        assertThat(before.address()).isEqualTo("127.0.0.1:" + one.server().port());
        assertThat(before.version()).isEqualTo(Version.text());
        assertThat(before.live()).isTrue();
        assertThat(before.draining()).isFalse();
        Platform.await(
                "a job renews the row", () -> list(one).getFirst().seenAt().isAfter(before.seenAt()));
        try (TestServer other = second(Map.of())) {
            assertThat(list(other))
                    .extracting(ProcessEntry::id)
                    .containsExactly(before.id(), other.server().database().processId());
            assertThat(list(other)).extracting(ProcessEntry::configHash).containsOnly(before.configHash());
            assertThat(level(one)).isEqualTo(Health.Level.UP);
            other.part(Processes.class).drain();
            assertThat(list(one)).extracting(ProcessEntry::draining).containsExactly(false, true);
        }
        assertThat(list(one)).extracting(ProcessEntry::id).containsExactly(before.id());
    }

    private JsonNode tps() {
        return first.admin().get("/admin/v1/stats/tps").is(200);
    }

    private static void count(TestServer server, long account, int messages) {
        server.part(Metrics.class)
                .count(Metric.ACCEPTED, Long.toString(account))
                .add(messages);
        server.part(Metrics.class)
                .count(Metric.SUBMITTED_PARTS, Long.toString(account), "7")
                .add(messages);
    }

    /// A rate of one process is seen at the other one, beside its own.
    @Test
    void theThroughputIsThatOfAllProcesses() {
        TestServer one = first.server();
        try (TestServer other = second(Map.of())) {
            Platform.await("both are in the sums", () -> {
                // Again and again: what is older than ten seconds does not count.
                count(one, 3, 1_000);
                count(other, 3, 5_000);
                count(other, 4, 9_000);
                JsonNode now = tps();
                return now.get("processes").intValue() == 2
                        && now.get("accounts").size() == 2
                        && now.get("operators").size() == 1;
            });
            JsonNode sum = tps();
            assertThat(sum.get("processes").intValue()).isEqualTo(2);
            double third = sum.at("/accounts/0/accepted").doubleValue();
            double fourth = sum.at("/accounts/1/accepted").doubleValue();
            assertThat(sum.at("/accounts/0/account_id").longValue()).isEqualTo(3);
            assertThat(sum.get("accepted").doubleValue()).isCloseTo(third + fourth, within(0.2));
            assertThat(sum.at("/operators/0/submitted").doubleValue()).isCloseTo(third + fourth, within(0.2));
            // The other process alone has a fourth account, and five ninths of it for the third one.
            assertThat(third).isGreaterThan(fourth * 5 / 9 + 1);
        }
        Platform.await("the other one is gone", () -> tps().get("processes").intValue() == 1);
    }

    @Test
    void bothAreDegradedWhileTheirSettingsDiffer() {
        TestServer one = first.server();
        try (TestServer other = second(Map.of("intake.otp_validity", "4m"))) {
            assertThat(level(other)).isEqualTo(Health.Level.DEGRADED);
            assertThat(level(one)).isEqualTo(Health.Level.DEGRADED);
            assertThat(one.manage("GET", "/health/ready", null).body())
                    .contains("another process of the database has other settings")
                    .doesNotContain("127.0.0.1:" + other.server().port());
            JsonNode items = first.admin().get("/admin/v1/processes").is(200).get("items");
            assertThat(items).hasSize(2);
            assertThat(items.get(0).get("config_hash"))
                    .isNotEqualTo(items.get(1).get("config_hash"));
        }
        assertThat(level(one)).isEqualTo(Health.Level.UP);
    }

    /// A process that was killed, and long ago.
    @Test
    void theRowOfADeadProcessIsNotComparedWithAndIsDeletedLater() throws SQLException {
        TestServer one = first.server();
        UUID id = UUID.randomUUID();
        one.database()
                .execute("INSERT INTO cluster.processes (id, roles, address, version, config_hash, seen_at) VALUES ('"
                        + id + "', '{gateway}', 'gone:1', '0', 'other', clock_timestamp() - INTERVAL '20 s')");
        assertThat(level(one)).isEqualTo(Health.Level.UP);
        assertThat(list(one))
                .filteredOn(each -> each.id().equals(id))
                .singleElement()
                .satisfies(each -> assertThat(each.live()).isFalse());
        one.part(Processes.class).forget();
        assertThat(list(one)).hasSize(2);
        one.database()
                .execute("UPDATE cluster.processes SET seen_at = clock_timestamp() - INTERVAL '25 h' WHERE id = '" + id
                        + "'");
        one.part(Processes.class).forget();
        assertThat(list(one)).hasSize(1);
        assertThat(list(one).getFirst().startedAt()).isBefore(Instant.now());
    }
}
