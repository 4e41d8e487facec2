package io.elchi.server.messages;

import io.elchi.server.core.MessageId;
import io.elchi.server.events.EventType;
import io.elchi.server.events.MemoryEventLog;
import io.elchi.server.events.NewEvent;
import io.elchi.server.observe.Metrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Events for somebody who wants the final states, and is told them when they are committed.
public final class RecordedEvents extends MessageEvents {
    private final Map<MessageId, Cdr> ended = new HashMap<>();
    private final Consumer<Settled> settled;

    public RecordedEvents(Consumer<Settled> settled) {
        super(new MemoryEventLog(), (_, type) -> EventType.FINAL.contains(type.text()), new Metrics());
        this.settled = settled;
    }

    /// Nobody subscribes.
    public static MessageEvents none() {
        return new MessageEvents(new MemoryEventLog(), (_, _) -> false, new Metrics());
    }

    @Override
    public void ended(Cdr cdr, int entries, List<NewEvent> into) {
        ended.put(cdr.message().id(), cdr);
        super.ended(cdr, entries, into);
    }

    @Override
    public void committed(List<NewEvent> events) {
        super.committed(events);
        for (NewEvent event : events) {
            Cdr cdr = ended.get(event.messageId());
            settled.accept(new Settled(cdr.message(), cdr.state(), cdr, cdr.endedAt()));
        }
    }
}
