package io.elchi.server.connectors.smpp;

import io.elchi.server.connectors.dispatch.Dispatcher;
import io.elchi.server.connectors.dispatch.Dispatcher.PartSubmit;
import io.elchi.server.connectors.dispatch.ReplyAction;
import io.elchi.server.connectors.dispatch.SubmitResults;
import io.elchi.server.messages.Outcome;
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
    private final SubmitSession session;
    private final Dispatcher dispatcher;
    private final Instant sentAt;

    SubmitReplyHandler(PartSubmit part, SubmitSession session, Dispatcher dispatcher, Instant sentAt) {
        this.part = part;
        this.session = session;
        this.dispatcher = dispatcher;
        this.sentAt = sentAt;
    }

    @Override
    public void onReply(Reply<SubmitSmResp> reply) {
        Instant now = dispatcher.clock().now();
        switch (reply) {
            case Reply.Answered<SubmitSmResp> answered
            when answered.ok() -> {
                session.pacer().taken();
                session.answered(answered.nanos());
                dispatcher.accepted(now);
                dispatcher.metrics().answered(answered.nanos());
                dispatcher
                        .outcomes()
                        .report(submitted(part, session, answered.body().messageId(), false, now));
            }
            case Reply.Answered<SubmitSmResp> answered -> {
                session.answered(answered.nanos());
                refused(answered.status(), now);
            }
            case Reply.Nacked<SubmitSmResp> nacked -> refused(nacked.status(), now);
            case Reply.TimedOut<SubmitSmResp> _ -> {
                session.timedOut(part);
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
    static Outcome submitted(PartSubmit part, SubmitSession session, String messageId, boolean late, Instant at) {
        return new Outcome.Submitted(
                part.task(), part.part(), part.total(), messageId, session.key(messageId), late, at);
    }

    private void refused(int status, Instant now) {
        ReplyAction action = session.policy().then(status);
        if (action == ReplyAction.THROTTLE) {
            session.pacer().backOff();
        }
        SubmitResults.refused(dispatcher, part, action, status, CommandStatus.describe(status), now);
    }

    private void unanswered(String why, Instant now) {
        SubmitResults.unanswered(dispatcher, part, why, now);
    }

    PartSubmit part() {
        return part;
    }

    Instant sentAt() {
        return sentAt;
    }
}
