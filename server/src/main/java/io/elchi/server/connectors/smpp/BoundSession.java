package io.elchi.server.connectors.smpp;

import io.elchi.server.messages.Message;
import io.elchi.server.routing.LinkOptions;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.ReplyHandler;
import java.util.List;

/// A bound session as the dispatcher uses it; in tests, something that answers as the test wants.
interface BoundSession {
    /// The message's submit_sm as this line's operator wants them.
    ///
    /// @throws IllegalArgumentException if the session cannot carry it
    List<SubmitSm> write(Message message);

    /// Hands one over without waiting; exactly one reply follows when it is accepted.
    Offer offer(SubmitSm submit, ReplyHandler<SubmitSmResp> onReply);

    /// The number of submit_sm that it accepts now.
    int permits();

    /// The receipt key of an id in a submit_sm_resp of this session.
    String key(String messageId);

    /// The policy for refusals on this session.
    ReplyPolicy policy();

    /// The pace of its link; sessions of a link share it.
    Pacer pacer();

    /// The options of its link.
    LinkOptions options();

    /// A response came.
    ///
    /// @param nanos since its submit_sm
    void answered(long nanos);

    /// The part's time is over without a reply; one may come late.
    void timedOut(Dispatcher.PartSubmit part);
}
