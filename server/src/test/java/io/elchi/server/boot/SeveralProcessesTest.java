package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.ApiKey;
import io.elchi.server.accounts.ApiKeys;
import io.elchi.server.accounts.Scope;
import io.elchi.server.cluster.ShardId;
import io.elchi.server.cluster.Shards;
import io.elchi.server.contract.Platform;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.core.Secret;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.server.routing.OperatorStore;
import io.elchi.simulator.Simulator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Several servers in the JVM of the test, on one database.
class SeveralProcessesTest {
    private static final Set<Role> GATEWAY = EnumSet.of(Role.GATEWAY, Role.CONSOLE);
    private static final Set<Role> CORE = EnumSet.of(Role.SMPP_CLIENT, Role.TRACKING, Role.WEBHOOKS);
    private static final int OPERATORS = 3;
    /// One for each operator, and that of test messages.
    private static final int SHARDS = DemoData.ALL.size() + 1;
    private static final int MESSAGES = 300;
    private static final List<String> PREFIXES = List.of("99890", "99893", "99897");

    private final List<Simulator> operators = new ArrayList<>();
    private TestServer gateway;
    private Secret key;
    private int count;

    @BeforeEach
    void start() throws Exception {
        gateway = TestServer.start(GATEWAY, Map.of());
        DemoData data = new DemoData(gateway.server());
        key = data.make().bank();
        gateway.database().execute("UPDATE routing.operators SET options = '{}'");
        data.connect(Map.of("beeline", operator(), "ucell", operator(), "ums", operator()));
        data.awaitKey(key);
    }

    /// Each loses nothing.
    private int operator() throws Exception {
        Simulator simulator = Simulator.start(List.of("beeline"), 1, true, 0);
        operators.add(simulator);
        return simulator.ports().get("beeline");
    }

    @AfterEach
    void stop() {
        gateway.close();
        operators.forEach(Simulator::close);
    }

    private void send(TestServer to, int messages) {
        for (int i = 0; i < messages; i++) {
            int number = ++count;
            String body = "{\"to\":\"+%s%07d\",\"from\":\"DemoBank\",\"text\":\"code %d\"}"
                    .formatted(PREFIXES.get(number % PREFIXES.size()), number, number);
            var answer = to.ask("POST", "/v1/sms/send", key.reveal(), body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        }
    }

    private long count(String sql) {
        return gateway.database()
                .database()
                .jdbc()
                .sql("SELECT count(*) FROM " + sql)
                .query(Long.class)
                .single();
    }

    private void awaitEnds() {
        Platform.await("every message has its end", () -> count("messages.cdr_sms") == count);
        assertThat(count("messages.unfinished")).isZero();
        assertThat(count("messages.cdr_sms WHERE submits > 1")).as("sent twice").isZero();
        assertThat(count("queue.inbox")).isZero();
    }

    private static int shards(TestServer server) {
        return server.part(Shards.class).owned().numbers().size();
    }

    private static double hints(TestServer server, String result) {
        return server.part(Metrics.class).totals(Metric.HANDOFF_HINTS).getOrDefault(List.of(result), 0.0);
    }

    @Test
    void aGatewayAloneHandsItsMessagesToTheCores() {
        send(gateway, OPERATORS);
        assertThat(gateway.part(ActiveMessages.class).size()).isZero();
        try (TestServer core = gateway.join(CORE, Map.of())) {
            Platform.await("the core has the shards", () -> shards(core) == SHARDS);
            Platform.await("what was accepted before is sent", () -> count("messages.cdr_sms") == OPERATORS);
            send(gateway, MESSAGES);
            awaitEnds();
            assertThat(gateway.part(ActiveMessages.class).size()).isZero();
            assertThat(hints(gateway, "sent")).isEqualTo(OPERATORS + MESSAGES);
            assertThat(hints(core, "loaded")).as("loaded by a hint").isPositive();
        }
    }

    @Test
    void aCoreThatStopsGivesItsShardsToTheOtherAndNothingIsSentTwice() {
        try (TestServer second = gateway.join(CORE, Map.of())) {
            Platform.await("the second has the shards", () -> shards(second) == SHARDS);
            TestServer first = gateway.join(CORE, Map.of());
            Platform.await("both are known", () -> count("cluster.processes") == OPERATORS);
            Thread sending = Thread.ofVirtual().start(() -> send(gateway, MESSAGES));
            Platform.await("some are sent", () -> count("messages.cdr_sms") > MESSAGES / 10);
            first.close();
            Platform.await("the second has all", () -> shards(second) == SHARDS);
            join(sending);
            awaitEnds();
        }
    }

    @Test
    void aHoldSurvivesAChangeOfOwners() {
        OperatorStore operatorStore = gateway.part(OperatorStore.class);
        operatorStore.names().keySet().forEach(id -> operatorStore.hold(id, true));
        send(gateway, MESSAGES / 10);
        try (TestServer first = gateway.join(CORE, Map.of())) {
            Platform.await(
                    "the first has them", () -> first.part(ActiveMessages.class).size() == count);
        }
        try (TestServer second = gateway.join(CORE, Map.of())) {
            Platform.await(
                    "the second has them",
                    () -> second.part(ActiveMessages.class).size() == count);
            Platform.await(
                    "its links are bound",
                    () -> count("routing.shard_state WHERE bound > 0 AND at > now() - interval '3 s'") == OPERATORS);
            assertThat(count("messages.events")).isZero();
            operatorStore.names().keySet().forEach(id -> operatorStore.hold(id, false));
            awaitEnds();
        }
    }

    /// The process that answers them stops: another one goes on.
    @Test
    void testMessagesAreAnsweredByWhoHasTheirShard() throws Exception {
        long shard = ShardId.of(RouteCandidate.TEST_OPERATOR);
        long bank = gateway.database()
                .database()
                .jdbc()
                .sql("SELECT account_id FROM compliance.senders LIMIT 1")
                .query(Long.class)
                .single();
        key = gateway.part(ApiKeys.class)
                .issue(new ApiKey.NewKey(bank, "tests", List.of(), Set.of(Scope.TEST), null))
                .secret();
        new DemoData(gateway.server()).awaitKey(key);
        try (TestServer one = gateway.join(CORE, Map.of());
                TestServer other = gateway.join(CORE, Map.of())) {
            Platform.await("every shard has an owner", () -> shards(one) + shards(other) == SHARDS);
            send(gateway, OPERATORS);
            awaitEnds();
            boolean isOne = one.part(Shards.class).owned().has(shard);
            (isOne ? one : other).close();
            send(gateway, OPERATORS);
            awaitEnds();
            assertThat((isOne ? other : one).part(Shards.class).owned().has(shard))
                    .isTrue();
            assertThat(count("messages.cdr_sms WHERE status = 'delivered' AND price = 0"))
                    .isEqualTo(2 * OPERATORS);
        }
    }

    @Test
    void twoServersWithEveryRoleShareTheShards() {
        try (TestServer one = gateway.join(EnumSet.allOf(Role.class), Map.of());
                TestServer other = gateway.join(EnumSet.allOf(Role.class), Map.of())) {
            Platform.await("every shard has an owner", () -> shards(one) + shards(other) == SHARDS);
            send(one, MESSAGES / 3);
            send(other, MESSAGES / 3);
            awaitEnds();
            Platform.await(
                    "nothing is left in memory",
                    () -> one.part(ActiveMessages.class).size()
                                    + other.part(ActiveMessages.class).size()
                            == 0);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
