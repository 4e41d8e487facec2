package io.elchi.server.connectors.smpp;

import io.elchi.server.connectors.dispatch.BoundSession;
import io.elchi.server.connectors.dispatch.Dispatcher;
import io.elchi.server.connectors.dispatch.Dispatcher.PartSubmit;
import io.elchi.server.messages.Message;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.ReplyHandler;
import java.time.Instant;
import java.util.List;

/// A session that sends submit_sm; in tests, something that answers as the test wants.
interface SubmitSession extends BoundSession {
    /// The message's submit_sm as this line's operator wants them.
    ///
    /// @throws IllegalArgumentException if the session cannot carry it
    @Override
    List<SubmitSm> write(Message message);

    @Override
    default Offer offer(PartSubmit part, Dispatcher dispatcher, Instant now) {
        return offer((SubmitSm) part.submit(), new SubmitReplyHandler(part, this, dispatcher, now));
    }

    /// Hands one over without waiting; exactly one reply follows when it is accepted.
    Offer offer(SubmitSm submit, ReplyHandler<SubmitSmResp> onReply);

    /// The receipt key of an id in a submit_sm_resp of this session.
    String key(String messageId);

    /// The policy for refusals on this session.
    ReplyPolicy policy();

    /// A response came.
    ///
    /// @param nanos since its submit_sm
    void answered(long nanos);

    /// The part's time is over without a reply; one may come late.
    void timedOut(PartSubmit part);
}
