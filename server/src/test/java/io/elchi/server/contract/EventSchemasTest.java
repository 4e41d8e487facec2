package io.elchi.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.MessageState;
import io.elchi.server.events.EventType;
import io.elchi.server.events.LoggedEvent;
import io.elchi.server.events.MemoryEventLog;
import io.elchi.server.events.NewEvent;
import io.elchi.server.messages.CarriedCost;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageEvents;
import io.elchi.server.messages.Samples;
import io.elchi.server.observe.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The events that are written, against the schemas in `api/events`.
class EventSchemasTest {
    private static final Path FOLDER = Path.of("../api/events");
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
    void everyEventIsWhatItsSchemaSays() throws Exception {
        Message message = Samples.message(ids.next(), 1, clock.now());
        write(message);
        List<LoggedEvent> written = log.read(0, log.horizon(), 100);
        assertThat(written.stream().map(LoggedEvent::type)).containsExactlyElementsOf(EventType.ALL);
        for (LoggedEvent event : written) {
            JsonNode json = JsonMapper.shared().readTree(event.json());
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

    private void write(Message message) throws SQLException {
        events.accepted(null, List.of(message));
        List<NewEvent> later = new ArrayList<>();
        events.submitted(message, clock.now(), later);
        events.intermediate(message, receipt(message), later);
        for (MessageState state : List.of(
                MessageState.DELIVERED,
                MessageState.UNDELIVERED,
                MessageState.EXPIRED,
                MessageState.REJECTED,
                MessageState.UNKNOWN)) {
            events.ended(cdr(message, state), later);
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
