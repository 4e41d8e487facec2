package io.elchi.server.tracking;

import io.elchi.server.queue.Handoff;
import java.util.List;
import java.util.UUID;

/// The acknowledgement of an outcome from the inbox: its row is removed in the transaction that settles it.
final class InboxRow implements Runnable {
    private final Handoff handoff;
    private final UUID id;

    InboxRow(Handoff handoff, UUID id) {
        this.handoff = handoff;
        this.id = id;
    }

    UUID id() {
        return id;
    }

    /// It is settled.
    @Override
    public void run() {
        handoff.settled(List.of(id));
    }

    /// It could not be settled.
    void again(String why) {
        handoff.again(List.of(id), why);
    }

    /// It can never be settled.
    void abandon(String why) {
        handoff.abandon(List.of(id), why);
    }
}
