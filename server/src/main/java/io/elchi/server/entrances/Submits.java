package io.elchi.server.entrances;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.intake.Intake;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import io.elchi.server.limits.RateLimits;
import io.elchi.server.messages.RefusalLog;
import java.util.Collections;
import java.util.List;

/// Takes messages of a login to the intake, within the login's rate. A refused one leaves a record without its text.
final class Submits {
    private final Intake intake;
    private final RateLimits limits;
    private final RefusalLog refusals;

    Submits(Intake intake, RateLimits limits, RefusalLog refusals) {
        this.intake = intake;
        this.limits = limits;
        this.refusals = refusals;
    }

    /// @return a result for each message, in order
    List<SendResult> send(LoginCheck.LoginVerdict.Admitted by, List<SendRequest> messages, String correlationId)
            throws InterruptedException {
        Refusal limited = limited(by.login(), messages.size());
        List<SendResult> results = limited == null
                ? intake.send(by.caller(), messages, correlationId, null)
                : Collections.nCopies(messages.size(), new SendResult.Refused(limited));
        return recorded(by, messages, correlationId, results);
    }

    /// Without the login's rate, which was asked for all of them.
    List<SendResult> sendAllowed(LoginCheck.LoginVerdict.Admitted by, List<SendRequest> messages, String correlationId)
            throws InterruptedException {
        return recorded(by, messages, correlationId, intake.send(by.caller(), messages, correlationId, null));
    }

    private List<SendResult> recorded(
            LoginCheck.LoginVerdict.Admitted by,
            List<SendRequest> messages,
            String correlationId,
            List<SendResult> results) {
        RefusalLog.Source source = new RefusalLog.Source(by.caller().account().id(), 0, correlationId);
        for (int i = 0; i < messages.size(); i++) {
            if (results.get(i) instanceof SendResult.Refused(Refusal refusal)) {
                SendRequest message = messages.get(i);
                refusals.add(source, refusal, message.to(), message.from());
            }
        }
        return results;
    }

    /// A message that could not be read leaves a record, too.
    void unreadable(LoginCheck.LoginVerdict.Admitted by, String to, String from, String correlationId) {
        refusals.add(
                new RefusalLog.Source(by.caller().account().id(), 0, correlationId),
                Refusal.of(Failure.INVALID_FIELD),
                to,
                from);
    }

    /// @return null: the login's own rate allows it
    Refusal limited(SmppLogin login, int messages) {
        int rate = login.submits().ratePerSecond();
        if (rate == 0) {
            return null;
        }
        RateLimits.Verdict verdict = limits.take(login.rateBucket(), rate, messages);
        return verdict.allowed() ? null : Refusal.after(Failure.RATE_LIMITED, verdict.retryAfter());
    }
}
