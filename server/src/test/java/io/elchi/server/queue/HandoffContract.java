package io.elchi.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.Transactions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// What every hand-off does. Two processes: one tells, one owns.
public abstract class HandoffContract {
    private static final long SHARD = 64;
    private static final long OTHER = 128;
    private static final int KIND = 1;
    private static final int UNKNOWN_KIND = 99;
    private static final int MANY = 1_000;
    private static final int CREDIT = 3;

    private final Arrived received = new Arrived();

    /// Of the process that tells.
    protected abstract Handoff teller();

    /// Of the process that owns.
    protected abstract Handoff owner();

    protected abstract Transactions transactions();

    /// Lets pass what is on its way.
    protected abstract void pass();

    private static class Arrived implements Handoff.Sink {
        private final List<MessageId> accepted = new CopyOnWriteArrayList<>();
        private final List<Handoff.Envelope> kept = new CopyOnWriteArrayList<>();
        private volatile boolean full;

        @Override
        public void accepted(long shard, Collection<MessageId> messages) {
            accepted.addAll(messages);
        }

        @Override
        public boolean kept(long shard, Handoff.Envelope envelope) {
            return !full && kept.add(envelope);
        }

        @Override
        public Collection<Integer> kinds() {
            return List.of(KIND);
        }

        List<UUID> ids() {
            return kept.stream().map(Handoff.Envelope::id).toList();
        }
    }

    private void await(String what, BooleanSupplier condition) {
        Platform.await(what, () -> {
            pass();
            return condition.getAsBoolean();
        });
    }

    private static List<MessageId> ids(int count) {
        List<MessageId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(new MessageId(1L << 40 | i, i));
        }
        return ids;
    }

    private static Handoff.Envelope envelope(int kind) {
        return new Handoff.Envelope(UUID.randomUUID(), kind, new byte[] {1, 2, 3});
    }

    private void put(long shard, Handoff.Envelope... envelopes) {
        transactions().run(tx -> {
            teller().put(tx, shard, List.of(envelopes));
            return null;
        });
        teller().committed(shard);
    }

    private void done(Handoff.Envelope envelope) {
        transactions().run(tx -> {
            owner().done(tx, List.of(envelope.id()));
            return null;
        });
        owner().settled(List.of(envelope.id()));
    }

    /// A hint may be lost; one that is told again and again arrives.
    @Test
    void whatIsToldArrivesAtTheOwnerOfTheShardAlone() {
        owner().own(SHARD, received, () -> MANY);
        List<MessageId> ids = ids(MANY);
        await("all is told", () -> {
            teller().hint(SHARD, ids);
            teller().hint(OTHER, List.of(new MessageId(2, 2)));
            return received.accepted.containsAll(ids);
        });
        assertThat(received.accepted).doesNotContain(new MessageId(2, 2));
    }

    @Test
    void whatIsPutComesOnceUntilItIsDone() {
        owner().own(SHARD, received, () -> MANY);
        Handoff.Envelope envelope = envelope(KIND);
        put(SHARD, envelope, envelope);
        put(SHARD, envelope);
        await("it came", () -> !received.kept.isEmpty());
        Handoff.Envelope later = envelope(KIND);
        put(SHARD, later);
        await("another came", () -> received.ids().contains(later.id()));
        assertThat(received.ids()).containsExactly(envelope.id(), later.id());
        assertThat(received.kept.getFirst().payload()).isEqualTo(envelope.payload());
        assertThat(received.kept.getFirst().kind()).isEqualTo(KIND);
    }

    @Test
    void anOwnerThatEndedBeforeItWasDoneLeavesItToTheNext() {
        Handoff.Subscription first = owner().own(SHARD, received, () -> MANY);
        Handoff.Envelope envelope = envelope(KIND);
        put(SHARD, envelope);
        await("it came", () -> received.kept.size() == 1);
        first.close();
        Arrived next = new Arrived();
        teller().own(SHARD, next, () -> MANY);
        await("it came again", () -> next.ids().contains(envelope.id()));
        transactions().run(tx -> {
            teller().done(tx, List.of(envelope.id()));
            return null;
        });
        teller().settled(List.of(envelope.id()));
        teller().own(SHARD, received, () -> MANY);
        Handoff.Envelope later = envelope(KIND);
        put(SHARD, later);
        await("another came", () -> received.ids().contains(later.id()));
        assertThat(received.ids()).containsExactly(envelope.id(), later.id());
    }

    @Test
    void nothingComesAfterTheOwnerLeft() {
        Handoff.Subscription left = owner().own(SHARD, received, () -> MANY);
        Arrived other = new Arrived();
        owner().own(OTHER, other, () -> MANY);
        left.close();
        put(SHARD, envelope(KIND));
        put(OTHER, envelope(KIND));
        await("what came later came to the other shard", () -> !other.kept.isEmpty());
        assertThat(received.kept).isEmpty();
        assertThat(received.accepted).isEmpty();
    }

    @Test
    void notMoreComesThanTheOwnerTakes() {
        owner().own(SHARD, received, () -> CREDIT - received.kept.size());
        Handoff.Envelope[] many = new Handoff.Envelope[CREDIT * 2];
        for (int i = 0; i < many.length; i++) {
            many[i] = envelope(KIND);
        }
        put(SHARD, many);
        await("some came", () -> received.kept.size() == CREDIT);
        Arrived other = new Arrived();
        owner().own(OTHER, other, () -> MANY);
        put(OTHER, envelope(KIND));
        await("what came later came", () -> !other.kept.isEmpty());
        assertThat(received.kept).hasSize(CREDIT);
        List<Handoff.Envelope> first = List.copyOf(received.kept);
        received.kept.clear();
        first.forEach(this::done);
        await("the rest came", () -> received.kept.size() == CREDIT);
        assertThat(received.ids())
                .doesNotContainAnyElementsOf(
                        first.stream().map(Handoff.Envelope::id).toList());
    }

    /// A newer release may put what this one does not know.
    @Test
    void anUnknownKindIsKept() {
        owner().own(SHARD, received, () -> MANY);
        Handoff.Envelope unknown = envelope(UNKNOWN_KIND);
        Handoff.Envelope known = envelope(KIND);
        put(SHARD, unknown, known);
        await("the known one came", () -> !received.kept.isEmpty());
        assertThat(received.ids()).containsExactly(known.id());
        Arrived newer = new Arrived() {
            @Override
            public Collection<Integer> kinds() {
                return List.of(KIND, UNKNOWN_KIND);
            }
        };
        owner().own(SHARD, newer, () -> MANY);
        await("the newer release gets it", () -> newer.ids().contains(unknown.id()));
    }

    @Test
    void whatTheOwnerHasNoCapacityForComesAgain() {
        received.full = true;
        owner().own(SHARD, received, () -> MANY);
        Handoff.Envelope envelope = envelope(KIND);
        put(SHARD, envelope);
        pass();
        received.full = false;
        await("it came", () -> received.ids().contains(envelope.id()));
    }
}
