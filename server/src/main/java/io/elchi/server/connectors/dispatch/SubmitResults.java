package io.elchi.server.connectors.dispatch;

import io.elchi.server.connectors.dispatch.Dispatcher.PartSubmit;
import io.elchi.server.messages.Outcome;
import io.elchi.server.routing.LinkOptions;
import java.time.Duration;
import java.time.Instant;

/// What a reply means, whatever the protocol of the link is.
public final class SubmitResults {
    private SubmitResults() {}

    /// The operator refused a part. Its link is paused already if the action is THROTTLE.
    ///
    /// @param status command_status, or the one that says the same
    public static void refused(
            Dispatcher dispatcher, PartSubmit part, ReplyAction action, int status, String detail, Instant now) {
        LinkOptions.Refusals options = part.session().options().refusals();
        dispatcher.metrics().refused(status);
        switch (action) {
            case THROTTLE -> {
                if (dispatcher.throttled(part, now)) {
                    report(dispatcher, part, status, true, detail, now);
                } else {
                    // It waits in the queue: another link may have a free slot for it.
                    dispatcher.again(part, Duration.ZERO);
                }
            }
            case RETRY -> {
                if (part.task().attempt() < options.attempts()) {
                    dispatcher.retry(part, options.retryDelay());
                } else {
                    report(dispatcher, part, status, true, detail, now);
                }
            }
            case NEXT -> report(dispatcher, part, status, true, detail, now);
            case FAIL -> report(dispatcher, part, status, false, detail, now);
        }
    }

    private static void report(
            Dispatcher dispatcher, PartSubmit part, int status, boolean tryNext, String detail, Instant now) {
        dispatcher
                .outcomes()
                .report(new Outcome.Refused(part.task(), part.part(), part.total(), status, tryNext, detail, now));
    }

    /// The part was sent and no answer came: the operator may have it.
    public static void unanswered(Dispatcher dispatcher, PartSubmit part, String why, Instant now) {
        int attempts = part.session().options().refusals().attempts();
        boolean again = dispatcher.options().resendUnanswered() && part.task().attempt() < attempts;
        if (again) {
            dispatcher.metrics().possibleDuplicate();
        }
        dispatcher.outcomes().report(new Outcome.Unanswered(part.task(), part.part(), part.total(), again, why, now));
    }
}
