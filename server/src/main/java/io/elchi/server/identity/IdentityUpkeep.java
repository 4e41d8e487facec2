package io.elchi.server.identity;

import java.time.Duration;

/// Deletes what is over, and seals anew what a former key sealed.
public final class IdentityUpkeep {
    private final UserSessions sessions;
    private final UserStore users;
    private final SecondFactor factors;
    private final SignInLimits limits;
    private final SignInHistory history;
    private final Duration historyTime;

    IdentityUpkeep(
            UserSessions sessions,
            UserStore users,
            SecondFactor factors,
            SignInLimits limits,
            SignInHistory history,
            Duration historyTime) {
        this.sessions = sessions;
        this.users = users;
        this.factors = factors;
        this.limits = limits;
        this.history = history;
        this.historyTime = historyTime;
    }

    /// To be called from time to time, in one process.
    public void run() {
        sessions.forget();
        users.forgetLinks();
        limits.forget();
        history.forget(historyTime);
        factors.sealAgain();
    }
}
