package io.elchi.server.connectors.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.connectors.Outcomes;
import io.elchi.server.connectors.dispatch.BoundSessions;
import io.elchi.server.connectors.dispatch.Dispatcher;
import io.elchi.server.connectors.dispatch.OperatorMetrics;
import io.elchi.server.connectors.dispatch.Pacer;
import io.elchi.server.core.Await;
import io.elchi.server.core.ManualClock;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.messages.SuspendedAccounts;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.Claimed;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.Queues;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.routing.LinkOptions;
import io.elchi.server.routing.OperatorOptions;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.ReplyHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The dispatcher, turn by turn, over lines that the test plays and with a clock that it moves.
abstract class DispatchScene {
    static final Duration THROTTLE = Duration.ofSeconds(1);
    static final Duration RETRY = Duration.ofSeconds(5);

    final ManualClock clock = ManualClock.atMidnight();
    final Texts texts = new Texts(clock.now());
    final WorkQueue<SubmitTask> queue = Queues.local(10_000, clock);
    final WorkQueue<Outcome> reported = Queues.local(1_000, clock);
    final BoundSessions lines = new BoundSessions();
    /// Accounts.
    final Set<Long> suspended = new HashSet<>();
    final Set<Long> canceling = new HashSet<>();
    final OperatorOptions options = LinkScene.DEFAULTS;
    final Dispatcher dispatcher = dispatcher(reported);

    Dispatcher dispatcher(WorkQueue<Outcome> outcomes) {
        return new Dispatcher(
                queue,
                lines,
                new Outcomes(outcomes, () -> true),
                new OperatorMetrics(new Metrics(), 1),
                clock,
                id -> canceling.contains(id)
                        ? SuspendedAccounts.Suspension.CANCEL
                        : suspended.contains(id)
                                ? SuspendedAccounts.Suspension.HOLD
                                : SuspendedAccounts.Suspension.NONE,
                options);
    }

    /// A line to an operator that says nothing until the test does.
    final class Played implements SubmitSession {
        final int window;
        final int split;
        final List<ReplyHandler<SubmitSmResp>> open = new ArrayList<>();
        final List<String> sent = new ArrayList<>();
        int offers;
        Offer refuses;
        Pacer pacer = new Pacer(clock, 0, THROTTLE);
        LinkOptions settings = LinkScene.options();

        /// @param split how many submit_sm a message takes; 0: as many as it pays for
        Played(int window, int split) {
            this.window = window;
            this.split = split;
            lines.add(this);
        }

        @Override
        public List<SubmitSm> write(Message message) {
            List<SubmitSm> submits = new ArrayList<>();
            for (int part = 1; part <= (split > 0 ? split : message.parts()); part++) {
                String name = message.id().low() + "/" + part;
                submits.add(SubmitSm.builder()
                        .shortMessage(Octets.of(name, StandardCharsets.US_ASCII))
                        .build());
            }
            return submits;
        }

        @Override
        public Offer offer(SubmitSm submit, ReplyHandler<SubmitSmResp> onReply) {
            offers++;
            if (refuses != null) {
                return refuses;
            }
            if (permits() == 0) {
                return Offer.WINDOW_FULL;
            }
            sent.add(DispatcherHarness.name(submit));
            open.add(onReply);
            return Offer.ACCEPTED;
        }

        void reply(Reply<SubmitSmResp> reply) {
            open.removeFirst().onReply(reply);
        }

        void takes() {
            reply(new Reply.Answered<>(0, 1, new SubmitSmResp("id", Tlvs.NONE), 1));
        }

        void says(int status) {
            reply(new Reply.Answered<>(status, 1, new SubmitSmResp("", Tlvs.NONE), 1));
        }

        @Override
        public int permits() {
            return window - open.size();
        }

        @Override
        public String key(String messageId) {
            return messageId;
        }

        @Override
        public ReplyPolicy policy() {
            return new ReplyPolicy(List.of("0x401=fail", "1026=retry"));
        }

        @Override
        public Pacer pacer() {
            return pacer;
        }

        @Override
        public LinkOptions options() {
            return settings;
        }

        @Override
        public void answered(long nanos) {
            // Response times are SessionReportsTest's.
        }

        @Override
        public void timedOut(Dispatcher.PartSubmit part) {
            // What comes late is LinkTest's.
        }
    }

    SubmitTask offer(SubmitTask task) {
        assertThat(queue.offer(task, new Lane(task.message().messageClass(), 1, 1)))
                .isTrue();
        return task;
    }

    void turns(int turns) throws InterruptedException {
        for (int i = 0; i < turns; i++) {
            dispatcher.turn(Duration.ZERO);
        }
    }

    List<Outcome> outcomes() throws InterruptedException {
        return reported.take(10_000, Duration.ZERO).stream().map(Claimed::item).toList();
    }

    Outcome outcome() throws InterruptedException {
        List<Outcome> all = outcomes();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    /// A turn with nothing to do, in a thread of its own that waits.
    Thread turn() throws InterruptedException {
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                dispatcher.turn(Duration.ofDays(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Await.until("the turn waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);
        return waiting;
    }

    void refused(SubmitTask task, int status, boolean tryNext) throws InterruptedException {
        assertThat(outcome()).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.task().progress()).isSameAs(task.progress());
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.tryNext()).isEqualTo(tryNext);
            assertThat(refused.part()).isEqualTo(1);
            assertThat(refused.total()).isEqualTo(1);
        });
    }
}
