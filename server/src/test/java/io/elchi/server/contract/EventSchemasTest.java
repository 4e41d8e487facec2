package io.elchi.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.accounts.ApiKey;
import io.elchi.server.accounts.ApiKeys;
import io.elchi.server.accounts.Scope;
import io.elchi.server.billing.AccountChanges;
import io.elchi.server.billing.BalanceAlerts;
import io.elchi.server.boot.TestServer;
import io.elchi.server.compliance.ComplianceStore;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Money;
import io.elchi.server.events.EventLog;
import io.elchi.server.events.EventType;
import io.elchi.server.events.ExampleEvents;
import io.elchi.server.events.LoggedEvent;
import io.elchi.server.events.MemoryEventLog;
import io.elchi.server.events.NewEvent;
import io.elchi.server.events.Subscriptions;
import io.elchi.server.inbound.InboundNumbers;
import io.elchi.server.inbound.InboundStore;
import io.elchi.server.messages.CarriedCost;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageEvents;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.Outcome.Received.Wire;
import io.elchi.server.messages.RefusalLog;
import io.elchi.server.messages.Samples;
import io.elchi.server.observe.Metrics;
import io.elchi.server.tariffs.TariffStore;
import io.elchi.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The events that are written, against the schemas in `api/events`.
class EventSchemasTest {
    private static final Path FOLDER = Path.of("../api/events");
    private static final List<String> OF_PLATFORM =
            List.of("link.up", "link.down", "operator.up", "operator.down", "key.refused");
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(Dialects.getDraft202012());

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T10:15:30.123456Z"));
    private final MessageIds ids = new MessageIds(clock, new SplittableRandom(5));
    private final MemoryEventLog log = new MemoryEventLog();
    private final MessageEvents events = new MessageEvents(log, (_, _) -> true, new Metrics());

    private static ObjectNode load(String name) throws IOException {
        return (ObjectNode) JsonMapper.shared().readTree(Files.readString(FOLDER.resolve(name + ".json")));
    }

    private static List<String> errors(ObjectNode schema, JsonNode value) {
        schema.remove(List.of("$id", "$schema"));
        List<String> found = new ArrayList<>();
        for (Error error : SCHEMAS.getSchema(schema)
                .validate(value, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))) {
            found.add(error.toString());
        }
        return found;
    }

    @Test
    void everyTypeHasItsSchemaAndNoOtherFileIsThere() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(EventType.ALL.stream(), Stream.of("event", "message"))
                                    .toList());
        }
        for (String type : EventType.ALL) {
            assertThat(load(type).get("title").stringValue()).isEqualTo(type);
        }
    }

    @Test
    void theContractHasEveryMemberOfAnEvent() throws IOException {
        JsonNode known =
                Contract.load("gateway.yaml").root().at("/components/schemas/Event/properties/data/properties");
        for (String schema :
                Stream.concat(EventType.ALL.stream(), Stream.of("message")).toList()) {
            assertThat(known.propertyNames())
                    .as(schema)
                    .containsAll(load(schema).get("properties").propertyNames());
        }
    }

    @Test
    void everyExampleIsWhatItsSchemaSays() throws IOException {
        ExampleEvents examples = new ExampleEvents();
        for (EventType type : EventType.values()) {
            JsonNode event =
                    JsonMapper.shared().readTree(examples.json(type, "evt_q83vEjRWeJCrze8SNFZ4kA", clock.now()));
            assertThat(errors(load("event"), event)).as(type.text()).isEmpty();
            assertThat(event.get("type").stringValue()).isEqualTo(type.text());
            ObjectNode schema = load(type.text());
            if (isOfMessage(type.text())) {
                ObjectNode common = load("message");
                common.remove(List.of("$id", "$schema"));
                schema.putArray("allOf").add(common);
            }
            assertThat(errors(schema, event.get("data"))).as(type.text()).isEmpty();
        }
    }

    @Test
    void everyEventIsWhatItsSchemaSays() throws Exception {
        Message message = Samples.message(ids.next(), 1, clock.now());
        write(message);
        List<LoggedEvent> written = log.read(0, log.horizon(), 100).events();
        assertThat(written.stream().map(LoggedEvent::type))
                .containsExactlyElementsOf(EventType.ALL.stream()
                        .filter(EventSchemasTest::isOfMessage)
                        .toList());
        for (LoggedEvent event : written) {
            JsonNode json = JsonMapper.shared().readTree(event.json(log.publicId(event.id())));
            assertThat(errors(load("event"), json)).as(event.type()).isEmpty();
            ObjectNode schema = load(event.type());
            ObjectNode common = load("message");
            common.remove(List.of("$id", "$schema"));
            schema.putArray("allOf").add(common);
            assertThat(errors(schema, json.get("data"))).as(event.type()).isEmpty();
            ObjectNode more = (ObjectNode) json.get("data");
            more.put("text", "Your code is 1234");
            assertThat(errors(schema, more)).as("nothing else").isNotEmpty();
        }
    }

    /// A link to a simulated operator is lost, and bound again.
    @Test
    void everyEventOfThePlatformIsWhatItsSchemaSays() throws Exception {
        try (Simulator simulator = Simulator.start(List.of("beeline"), 1, true, 0);
                Platform platform = Platform.start(
                        Map.of("connectors.link_event_delay", "0s", "connectors.link_event_interval", "0s"))) {
            TestServer server = platform.server();
            String types = String.join(",", OF_PLATFORM);
            platform.admin().get("/v1/events?types=" + types).is(200);
            Subscriptions wanted = server.part(Subscriptions.class);
            Platform.await("it is subscribed", () -> wanted.wants(platform.root(), EventType.OPERATOR_DOWN));
            JsonNode operator = platform.admin()
                    .post("/admin/v1/operators", "{'name':'one','default_cost':{'amount':'30','currency':'UZS'}}")
                    .is(201);
            platform.admin()
                    .post(
                            "/admin/v1/smpp-links",
                            "{'operator_id':%d,'name':'one','host':'127.0.0.1','port':%d,'system_id':'elchi','password':'secret','status':'started'}"
                                    .formatted(
                                            operator.get("id").longValue(),
                                            simulator.ports().get("beeline")))
                    .is(201);
            EventLog events = server.part(EventLog.class);
            Platform.await(
                    "it is up, and known to be",
                    () -> server.database()
                                    .database()
                                    .jdbc()
                                    .sql("SELECT count(*) FROM routing.published_states WHERE up")
                                    .query(Long.class)
                                    .single()
                            == 2);
            int before = events.readOf(platform.root(), 0, Long.MAX_VALUE, 100)
                    .events()
                    .size();
            simulator.operator("beeline").disconnect();
            Platform.await(
                    "it went down and up",
                    () -> events.readOf(platform.root(), 0, Long.MAX_VALUE, 100)
                                    .events()
                                    .size()
                            >= before + 4);
            server.part(RefusalLog.Repeated.class).report(Map.of("203.0.113.7", 20L));
            List<LoggedEvent> written =
                    events.readOf(platform.root(), 0, Long.MAX_VALUE, 100).events();
            assertThat(written.getLast().type()).isEqualTo("key.refused");
            assertThat(written.subList(before, before + 4).stream().map(LoggedEvent::type))
                    .containsExactly("link.down", "operator.down", "link.up", "operator.up");
            areWhatTheirSchemasSay(written, events);
            platform.admin().get("/v1/events?types=" + types).is(200);
        }
    }

    private static void areWhatTheirSchemasSay(List<LoggedEvent> written, EventLog log) throws IOException {
        for (LoggedEvent event : written) {
            JsonNode json = JsonMapper.shared().readTree(event.json(log.publicId(event.id())));
            assertThat(errors(load("event"), json)).as(event.type()).isEmpty();
            assertThat(errors(load(event.type()), json.get("data")))
                    .as(event.type())
                    .isEmpty();
        }
    }

    private static boolean isOfMessage(String type) {
        return type.startsWith("message.");
    }

    /// What changes an account by the admin API, with an endpoint of the account that wants every type.
    @Test
    void everyEventOfAnAccountIsWhatItsSchemaSays() throws Exception {
        try (Platform platform = Platform.start()) {
            long account = platform.account("client", platform.root(), "bank");
            TestServer server = platform.server();
            server.database()
                    .execute("INSERT INTO webhooks.endpoints (account_id, url, secret, events) VALUES (" + account
                            + ", 'https://bank.example', 'whsec_', '{" + String.join(",", EventType.ALL) + "}')");
            Subscriptions wanted = server.part(Subscriptions.class);
            Platform.await("the endpoint is known", () -> wanted.wants(account, EventType.KEY_CREATED));
            ApiKeys keys = server.part(ApiKeys.class);
            ApiKey.Issued issued = keys.issue(new ApiKey.NewKey(
                    account, "k", List.of(), Set.of(Scope.SEND), Instant.parse("2030-01-01T00:00:00Z")));
            keys.revoke(issued.key().id());
            ComplianceStore senders = server.part(ComplianceStore.class);
            senders.allowSender(account, "MyBank");
            senders.allowSender(account, "MyBank");
            TariffStore tariffs = server.part(TariffStore.class);
            Money price = Money.parse("45.5", "UZS");
            tariffs.add(new TariffStore.Tariff(0, 0, 0, null, null, null, price, null, null, 100));
            long own = tariffs.add(
                    new TariffStore.Tariff(0, account, 0, "434", "04", "99890", price, Instant.EPOCH, null, 100));
            tariffs.end(own);
            receive(server, account);
            AccountRegister.Change none =
                    new AccountRegister.Change(null, null, null, null, null, null, null, null, null, null, true);
            server.part(AccountChanges.class).change(account, none, Optional.of(price), OptionalLong.empty());
            server.part(BalanceAlerts.class).run();
            List<LoggedEvent> written = server.part(EventLog.class)
                    .readOf(account, 0, Long.MAX_VALUE, 100)
                    .events();
            assertThat(written.stream().map(LoggedEvent::type))
                    .containsExactly(
                            "key.created",
                            "key.revoked",
                            "sender.approved",
                            "price.changed",
                            "price.changed",
                            "inbound.received",
                            "recipient.opted_out",
                            "inbound.received",
                            "inbound.received",
                            "recipient.opted_in",
                            "balance.low");
            assertThat(written.stream().map(LoggedEvent::type))
                    .containsAll(EventType.ALL.stream()
                            .filter(type -> !isOfMessage(type) && !OF_PLATFORM.contains(type))
                            .toList());
            areWhatTheirSchemasSay(written, log);
        }
    }

    /// Texts of which two are keywords, and octets that are no text.
    private static void receive(TestServer server, long account) throws SQLException {
        server.part(InboundNumbers.class).give("1700", 0, account);
        InboundStore inbound = server.part(InboundStore.class);
        EventLog events = server.part(EventLog.class);
        for (String text : new String[] {"STOP", null, "START"}) {
            server.database().database().transactions().run(tx -> {
                Outcome.Received received = new Outcome.Received(
                        1, "998901234567", "1700", text, 4, new byte[] {1}, Wire.PLAIN, () -> {}, Instant.now());
                events.append(
                        tx, inbound.store(tx, List.of(received), Instant.now()).events());
                return null;
            });
            server.database().execute("DELETE FROM inbound.resend_keys");
        }
    }

    private void write(Message message) throws SQLException {
        events.accepted(null, List.of(message));
        List<NewEvent> later = new ArrayList<>();
        events.submitted(message, clock.now(), 1, later);
        events.intermediate(message, receipt(message), 2, later);
        for (MessageState state : List.of(
                MessageState.DELIVERED,
                MessageState.UNDELIVERED,
                MessageState.EXPIRED,
                MessageState.REJECTED,
                MessageState.UNKNOWN,
                MessageState.CANCELED)) {
            events.ended(cdr(message, state), 3, later);
        }
        events.append(null, later);
    }

    private Event.IntermediateReceipt receipt(Message message) {
        return new Event.IntermediateReceipt(
                new Event.Step(message.id(), 1, 1, clock.now(), 1, 0), 1, "a1", "stat:ENROUTE err:000", null);
    }

    private Cdr cdr(Message message, MessageState state) {
        Instant delivered = state == MessageState.DELIVERED ? clock.now() : null;
        return new Cdr(
                message,
                state,
                1,
                "a1",
                state == MessageState.REJECTED ? null : clock.now(),
                delivered,
                "DELIVRD",
                "000",
                45_000_000,
                new long[0],
                new CarriedCost(22_500_000, "UZS", 1, null),
                1,
                clock.now());
    }
}
