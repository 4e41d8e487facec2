package io.elchi.server.entrances;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.accounts.SmppDirectory.PasswordVerdict;
import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.Credential;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.messages.RefusalLog;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.Lock;

/// Decides who asks, by the system_id and the password of an SMPP login. A client learns of no reason why it is not
/// let in.
final class LoginCheck {
    private static final Set<Permission> MAY = EnumSet.of(Permission.SMS_SEND, Permission.SMS_BINARY);

    private final SmppDirectory logins;
    private final Accounts accounts;
    private final FailedPasswords failed;
    private final RefusalLog refusals;
    private final Metrics.Family refused;

    LoginCheck(SmppDirectory logins, Accounts accounts, FailedPasswords failed, RefusalLog refusals, Metrics metrics) {
        this.logins = logins;
        this.accounts = accounts;
        this.failed = failed;
        this.refusals = refusals;
        refused = metrics.family(Metric.ENTRANCE_LOGINS_REFUSED);
    }

    /// The answer to a login.
    sealed interface LoginVerdict {
        record Admitted(SmppLogin login, Caller caller) implements LoginVerdict {}

        /// @param failure [Failure#UNAUTHORIZED], or [Failure#OVERLOADED] when nothing was checked
        record NotAdmitted(Failure failure) implements LoginVerdict {}
    }

    /// Takes tens of milliseconds for a password that was not seen right before.
    ///
    /// @param systemId as it was read; any text
    LoginVerdict check(String systemId, String password, InetAddress from) throws InterruptedException {
        if (failed.isKnown(systemId, from)) {
            return checked(systemId, password, from);
        }
        Lock turn = failed.turn(from);
        turn.lockInterruptibly();
        try {
            return checked(systemId, password, from);
        } finally {
            turn.unlock();
        }
    }

    private LoginVerdict checked(String systemId, String password, InetAddress from) throws InterruptedException {
        // Before anything is compared: a password that is remembered is compared fast.
        PasswordVerdict verdict = failed.isShut(systemId, from)
                ? PasswordVerdict.BUSY
                : logins.check(systemId, password, from, () -> failed.isShut(systemId, from));
        if (verdict == PasswordVerdict.BUSY && !failed.isShut(systemId, from)) {
            refused.of("busy").one();
            return new LoginVerdict.NotAdmitted(Failure.OVERLOADED);
        }
        if (verdict == PasswordVerdict.WRONG) {
            failed.wasWrong(systemId, from);
        } else if (verdict == PasswordVerdict.RIGHT) {
            failed.wasRight(systemId, from);
        }
        SmppLogin login =
                verdict == PasswordVerdict.RIGHT ? logins.find(systemId).orElse(null) : null;
        Account account =
                login == null ? null : accounts.account(login.accountId()).orElse(null);
        String why = cause(verdict, login, account);
        if (why != null) {
            refused.of(why).one();
            refusals.addWithoutAccount(from);
            return new LoginVerdict.NotAdmitted(Failure.UNAUTHORIZED);
        }
        return new LoginVerdict.Admitted(login, new Caller(account, Credential.smppLogin(login.id()), MAY));
    }

    /// @return null: it is let in
    private static String cause(PasswordVerdict verdict, SmppLogin login, Account account) {
        return switch (verdict) {
            case BUSY -> "throttled";
            case WRONG -> "credentials";
            case ADDRESS -> "address";
            case RIGHT -> {
                if (login == null || account == null) {
                    yield "removed";
                }
                if (!account.active()) {
                    yield "account";
                }
                if (!login.submits().http()) {
                    yield "not_allowed";
                }
                // The port is plain HTTP.
                boolean needsTls = login.binds().tlsRequired() || login.binds().certificate() != null;
                yield needsTls ? "not_encrypted" : null;
            }
        };
    }
}
