package io.elchi.server.connectors.smpp;

import io.elchi.server.config.Config;
import io.elchi.server.connectors.Outcomes;
import io.elchi.server.connectors.dispatch.BoundSessions;
import io.elchi.server.connectors.dispatch.Dispatcher;
import io.elchi.server.connectors.dispatch.OperatorMetrics;
import io.elchi.server.connectors.dispatch.Pacer;
import io.elchi.server.core.Clock;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.messages.SuspendedAccounts;
import io.elchi.server.observe.Metrics;
import io.elchi.server.queue.WorkQueue;
import io.elchi.server.routing.LinkOptions;
import io.elchi.server.routing.OperatorOptions;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.ReplyHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// A dispatcher without threads, over one line to an operator that the test plays.
public final class DispatcherHarness {
    private static final LinkOptions OPTIONS = LinkScene.options();

    private final Dispatcher dispatcher;
    private final BoundSessions lines = new BoundSessions();
    private final Outcomes outcomes;
    private final Clock clock;
    private final Wire wire;
    private final ReplyPolicy policy = new ReplyPolicy(List.of());
    private final Map<SubmitSm, Dispatcher.PartSubmit> late = new IdentityHashMap<>();
    private final Pacer pacer;
    private WireLine line;

    /// The operator's side of the line.
    public interface Wire {
        Offer offer(SubmitSm submit, ReplyHandler<SubmitSmResp> onReply);

        int permits();
    }

    public DispatcherHarness(
            long operatorId, WorkQueue<SubmitTask> queue, WorkQueue<Outcome> outcomes, Wire wire, Clock clock) {
        this(operatorId, queue, outcomes, wire, clock, false);
    }

    /// @param resend whether the operator gets again what it did not answer
    public DispatcherHarness(
            long operatorId,
            WorkQueue<SubmitTask> queue,
            WorkQueue<Outcome> outcomes,
            Wire wire,
            Clock clock,
            boolean resend) {
        this.outcomes = new Outcomes(outcomes, () -> true);
        this.clock = clock;
        this.wire = wire;
        pacer = new Pacer(clock, 0, OPTIONS.refusals().throttleDelay());
        dispatcher = new Dispatcher(
                queue,
                lines,
                this.outcomes,
                new OperatorMetrics(new Metrics(), operatorId),
                clock,
                _ -> SuspendedAccounts.Suspension.NONE,
                Config.record("operator", OperatorOptions.class, Map.of("resend_unanswered", resend)));
    }

    public void up() {
        line = new WireLine();
        lines.add(line);
    }

    public void down() {
        lines.remove(line);
    }

    public void turn() throws InterruptedException {
        dispatcher.turn(Duration.ZERO);
    }

    /// submit_sm_resp after its timer.
    public void late(SubmitSm submit, String messageId) {
        Dispatcher.PartSubmit part = late.remove(submit);
        if (part != null) {
            outcomes.report(SubmitReplyHandler.submitted(part, line, messageId, true, clock.now()));
        }
    }

    /// What names a part on the wire: its message and number.
    public static String name(SubmitSm submit) {
        return submit.shortMessage().text(StandardCharsets.US_ASCII);
    }

    private final class WireLine implements SubmitSession {
        @Override
        public List<SubmitSm> write(Message message) {
            List<SubmitSm> submits = new ArrayList<>();
            for (int part = 1; part <= message.parts(); part++) {
                submits.add(SubmitSm.builder()
                        .shortMessage(Octets.of(message.id() + "/" + part, StandardCharsets.US_ASCII))
                        .build());
            }
            return submits;
        }

        @Override
        public Offer offer(SubmitSm submit, ReplyHandler<SubmitSmResp> onReply) {
            return wire.offer(submit, onReply);
        }

        @Override
        public int permits() {
            return wire.permits();
        }

        @Override
        public String key(String messageId) {
            return messageId;
        }

        @Override
        public ReplyPolicy policy() {
            return policy;
        }

        @Override
        public Pacer pacer() {
            return pacer;
        }

        @Override
        public LinkOptions options() {
            return OPTIONS;
        }

        @Override
        public void answered(long nanos) {
            // Response times are SessionReportsTest's.
        }

        @Override
        public void timedOut(Dispatcher.PartSubmit part) {
            late.put((SubmitSm) part.submit(), part);
        }
    }
}
