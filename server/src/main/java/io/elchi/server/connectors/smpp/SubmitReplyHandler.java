package io.elchi.server.connectors.smpp;

import io.elchi.server.connectors.smpp.Dispatcher.PartSubmit;
import io.elchi.server.messages.Outcome;
import io.elchi.server.routing.LinkOptions;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.ReplyHandler;
import java.time.Duration;
import java.time.Instant;

/// Takes the reply of one submit_sm, on the line's thread.
final class SubmitReplyHandler implements ReplyHandler<SubmitSmResp> {
    private final PartSubmit part;
    private final Dispatcher dispatcher;
    private final Instant sentAt;

    SubmitReplyHandler(PartSubmit part, Dispatcher dispatcher, Instant sentAt) {
        this.part = part;
        this.dispatcher = dispatcher;
        this.sentAt = sentAt;
    }

    @Override
    public void onReply(Reply<SubmitSmResp> reply) {
        Instant now = dispatcher.clock().now();
        switch (reply) {
            case Reply.Answered<SubmitSmResp> answered
            when answered.ok() -> {
                part.session().pacer().taken();
                part.session().answered(answered.nanos());
                dispatcher.accepted(now);
                dispatcher.metrics().answered(answered.nanos());
                dispatcher.outcomes().report(submitted(part, answered.body().messageId(), false, now));
            }
            case Reply.Answered<SubmitSmResp> answered -> {
                part.session().answered(answered.nanos());
                refused(answered.status(), now);
            }
            case Reply.Nacked<SubmitSmResp> nacked -> refused(nacked.status(), now);
            case Reply.TimedOut<SubmitSmResp> _ -> {
                part.session().timedOut(part);
                unanswered("no response in time", now);
            }
            case Reply.Lost<SubmitSmResp> lost -> unanswered("the session ended: " + lost.reason(), now);
            case Reply.NotSent<SubmitSmResp> notSent
            when notSent.why() == Offer.INVALID -> dispatcher.invalid(part, notSent.detail());
            case Reply.NotSent<SubmitSmResp> _ -> dispatcher.again(part, Duration.ZERO);
        }
        dispatcher.capacityAgain();
    }

    /// submit_sm_resp ESME_ROK, in time or late.
    static Outcome submitted(PartSubmit part, String messageId, boolean late, Instant at) {
        return new Outcome.Submitted(
                part.task(),
                part.part(),
                part.total(),
                messageId,
                part.session().key(messageId),
                late,
                at);
    }

    private void refused(int status, Instant now) {
        LinkOptions.Refusals options = part.session().options().refusals();
        dispatcher.metrics().refused(status);
        switch (part.session().policy().then(status)) {
            case THROTTLE -> {
                part.session().pacer().backOff();
                if (dispatcher.throttled(part, now)) {
                    report(status, true, now);
                } else {
                    // It waits in the queue: another link may have a free slot for it.
                    dispatcher.again(part, Duration.ZERO);
                }
            }
            case RETRY -> {
                if (part.task().attempt() < options.attempts()) {
                    dispatcher.retry(part, options.retryDelay());
                } else {
                    report(status, true, now);
                }
            }
            case NEXT -> report(status, true, now);
            case FAIL -> report(status, false, now);
        }
    }

    private void report(int status, boolean tryNext, Instant now) {
        dispatcher
                .outcomes()
                .report(new Outcome.Refused(
                        part.task(), part.part(), part.total(), status, tryNext, CommandStatus.describe(status), now));
    }

    private void unanswered(String why, Instant now) {
        int attempts = part.session().options().refusals().attempts();
        boolean again = dispatcher.options().resendUnanswered() && part.task().attempt() < attempts;
        if (again) {
            dispatcher.metrics().possibleDuplicate();
        }
        dispatcher.outcomes().report(new Outcome.Unanswered(part.task(), part.part(), part.total(), again, why, now));
    }

    PartSubmit part() {
        return part;
    }

    Instant sentAt() {
        return sentAt;
    }
}
