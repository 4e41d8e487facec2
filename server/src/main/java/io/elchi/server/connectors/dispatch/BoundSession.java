package io.elchi.server.connectors.dispatch;

import io.elchi.server.messages.Message;
import io.elchi.server.routing.LinkOptions;
import io.elchi.smpp.session.Offer;
import java.time.Instant;
import java.util.List;

/// A session of a link as the dispatcher uses it: a bound session of SMPP, or an HTTP endpoint that can be reached.
public interface BoundSession {
    /// The message as this session's operator wants it, one object a part. Only the session knows their class.
    ///
    /// @throws IllegalArgumentException if the session cannot carry it
    List<?> write(Message message);

    /// Hands a part over that it wrote, without waiting. When it is accepted, exactly one reply follows: it calls the
    /// dispatcher by [SubmitResults], or [Dispatcher#again].
    ///
    /// @param now when it is sent
    Offer offer(Dispatcher.PartSubmit part, Dispatcher dispatcher, Instant now);

    /// The number of parts that it accepts now.
    int permits();

    /// The pace of its link; sessions of a link share it.
    Pacer pacer();

    /// The options of its link.
    LinkOptions options();
}
