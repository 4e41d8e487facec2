package io.elchi.server.identity;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.core.Actor;
import io.elchi.server.core.Credential;
import io.elchi.server.core.CredentialKind;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.identity.UserSession.Stage;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Signs people in and out. Whether an e-mail is somebody's, and whose, nobody learns without the password: the
/// answer and its time are the same.
public final class SignIn {
    private static final Duration FAILURE_TAKES = Duration.ofMillis(300);

    private final UserStore users;
    private final Passwords passwords;
    private final SecondFactor factors;
    private final SignInLimits limits;
    private final SignInHistory history;
    private final UserSessions sessions;
    private final Accounts accounts;
    private final boolean staffSecondFactor;

    /// What proves who somebody is.
    record Proofs(Passwords passwords, SecondFactor factors, SignInLimits limits, SignInHistory history) {}

    SignIn(UserStore users, Proofs proofs, UserSessions sessions, Accounts accounts, boolean staffSecondFactor) {
        this.users = users;
        passwords = proofs.passwords;
        factors = proofs.factors;
        limits = proofs.limits;
        history = proofs.history;
        this.sessions = sessions;
        this.accounts = accounts;
        this.staffSecondFactor = staffSecondFactor;
    }

    /// The first step.
    ///
    /// @return the session that began
    /// @throws io.elchi.server.core.RefusedException when it is not right, or comes too soon after others
    public UserSession begin(HttpServletRequest request, String email, String password, Visitor visitor) {
        long started = System.nanoTime();
        Optional<UserStore.Known> known = users.byEmail(email);
        SignInLimits.Attempt attempt = known.map(
                        each -> limits.ofUser(each.user().id(), visitor.address()))
                .orElseGet(() -> limits.ofNobody(UserStore.normal(email), visitor.address()));
        known.ifPresent(each -> history.checkRate(each.user().id()));
        boolean right = passwords.isRight(
                password, visitor, known.map(UserStore.Known::passwordHash).orElse(null));
        if (!right) {
            known.ifPresent(each -> history.add(each.user(), visitor, SignInResult.WRONG_PASSWORD));
            // What is written of a known person takes time, too.
            LockSupport.parkNanos(started + FAILURE_TAKES.toNanos() - System.nanoTime());
            throw Refusal.of(Failure.SIGN_IN_FAILED).exception();
        }
        User user = known.orElseThrow().user();
        check(user, visitor);
        Stage stage = stage(user);
        if (stage != Stage.SECOND_FACTOR) {
            // With a second factor to come, this counts on until that is right.
            attempt.succeeded(1);
        }
        UserSession session = sessions.begin(request, user, stage, visitor);
        began(user, stage, visitor);
        return session;
    }

    /// Writes down that a session began.
    void began(User user, Stage stage, Visitor visitor) {
        history.add(
                user,
                visitor,
                switch (stage) {
                    case SECOND_FACTOR -> SignInResult.SECOND_FACTOR_NEEDED;
                    case ENROLMENT -> SignInResult.ENROLMENT_NEEDED;
                    case SIGNED_IN -> SignInResult.SIGNED_IN;
                });
        if (stage == Stage.SIGNED_IN) {
            users.signedIn(user.id());
        }
    }

    /// @throws io.elchi.server.core.RefusedException when the person may not come in, or not from there
    void check(User user, Visitor visitor) {
        Account account = accounts.account(user.accountId()).orElse(null);
        if (user.state() != UserState.ACTIVE || account == null || !account.active()) {
            history.add(user, visitor, SignInResult.SUSPENDED);
            throw Refusal.of(Failure.ACCOUNT_SUSPENDED).exception();
        }
        if (!user.mayComeFrom(visitor.address())) {
            history.add(user, visitor, SignInResult.IP_NOT_ALLOWED);
            throw Refusal.of(Failure.IP_NOT_ALLOWED).exception();
        }
    }

    /// How far a sign-in is after its first step.
    ///
    /// @param secondFactor whether one was proven in that step
    Stage stage(User user, boolean secondFactor) {
        return secondFactor ? Stage.SIGNED_IN : stage(user);
    }

    private Stage stage(User user) {
        if (user.hasSecondFactor()) {
            return Stage.SECOND_FACTOR;
        }
        return needsSecondFactor(user) ? Stage.ENROLMENT : Stage.SIGNED_IN;
    }

    private boolean needsSecondFactor(User user) {
        return staffSecondFactor
                && accounts.account(user.accountId())
                        .filter(account -> account.type() == Account.Type.ADMIN)
                        .isPresent();
    }

    /// The second step, with a code of the app or a recovery code.
    ///
    /// @throws io.elchi.server.core.RefusedException when there was no first step, or the code is wrong
    public UserSession proceed(HttpServletRequest request, String code, boolean recovery, Visitor visitor) {
        User user = sessions.of(request)
                .filter(each -> each.stage() == Stage.SECOND_FACTOR)
                .flatMap(users::of)
                .map(UserStore.Known::user)
                .orElseThrow(() -> Refusal.of(Failure.CONFLICT, "no sign-in waits for a second factor")
                        .exception());
        SignInLimits.Attempt attempt = limits.ofUser(user.id(), visitor.address());
        if (!take(user.id(), code, recovery)) {
            history.add(user, visitor, SignInResult.WRONG_CODE);
            throw Refusal.ofField(Failure.SIGN_IN_FAILED, recovery ? "recovery_code" : "code", "wrong, or used before")
                    .exception();
        }
        check(user, visitor);
        attempt.succeeded(2);
        history.add(user, visitor, SignInResult.SIGNED_IN);
        users.signedIn(user.id());
        return sessions.proceed(request, Stage.SIGNED_IN);
    }

    private boolean take(long user, String code, boolean recovery) {
        return recovery ? factors.takeRecoveryCode(user, code) : factors.takeCode(user, code);
    }

    /// Proves anew who somebody is, in a session: before what is dangerous.
    ///
    /// @param code of the app; null: the person gave none
    /// @throws io.elchi.server.core.RefusedException when something is wrong
    public void confirm(HttpServletRequest request, String password, String code, Visitor visitor) {
        UserStore.Known known = known(request);
        User user = known.user();
        SignInLimits.Attempt attempt = limits.ofUser(user.id(), visitor.address());
        history.checkRate(user.id());
        if (!passwords.isRight(password, visitor, known.passwordHash())) {
            history.add(user, visitor, SignInResult.WRONG_PASSWORD);
            throw Refusal.ofField(Failure.SIGN_IN_FAILED, "password", null).exception();
        }
        if (user.hasSecondFactor() && (code == null || !factors.takeCode(user.id(), code))) {
            history.add(user, visitor, SignInResult.WRONG_CODE);
            throw Refusal.ofField(Failure.SIGN_IN_FAILED, "code", "wrong, or used before")
                    .exception();
        }
        attempt.succeeded(1);
        history.add(user, visitor, SignInResult.CONFIRMED);
        sessions.confirm(request);
    }

    /// The person of a session that is signed in, or enrols its second factor.
    private UserStore.Known known(HttpServletRequest request) {
        return sessions.of(request)
                .filter(session -> session.stage() != Stage.SECOND_FACTOR)
                .flatMap(users::of)
                .orElseThrow(() -> Refusal.of(Failure.UNAUTHORIZED).exception());
    }

    /// Begins to enrol an authenticator app.
    ///
    /// @return the secret in Base32, for the app
    public Enrolment enrol(HttpServletRequest request) {
        User user = known(request).user();
        String secret = SecondFactor.fresh();
        sessions.enrol(request, factors.sealed(secret));
        return new Enrolment(secret, SecondFactor.uri(secret, user.email()));
    }

    /// What an app is set up with.
    public record Enrolment(String secret, String uri) {}

    /// Ends the enrolment: the app shows the right code.
    ///
    /// @return recovery codes, which are shown this once
    public List<String> enrolled(HttpServletRequest request, String code, Visitor visitor) {
        UserSession session = sessions.of(request)
                .filter(each -> each.secret() != null)
                .orElseThrow(() -> Refusal.of(Failure.CONFLICT, "no authenticator app is being enrolled")
                        .exception());
        User user = known(request).user();
        SignInLimits.Attempt attempt = limits.ofUser(user.id(), visitor.address());
        if (session.stage() == Stage.ENROLMENT && user.hasSecondFactor()) {
            throw Refusal.of(Failure.CONFLICT, "a second factor is enrolled: sign in with it")
                    .exception();
        }
        String secret = factors.opened(session.secret());
        if (!factors.fits(secret, code)) {
            throw Refusal.ofField(Failure.SIGN_IN_FAILED, "code", "is not what the app shows now")
                    .exception();
        }
        attempt.succeeded(1);
        List<String> codes = factors.enrol(user.id(), secret);
        sessions.endOthers(request, user.id());
        sessions.proceed(request, Stage.SIGNED_IN);
        history.add(user, visitor, SignInResult.SIGNED_IN);
        users.signedIn(user.id());
        return codes;
    }

    /// Changes the password of the session's person; other sessions end.
    public void changePassword(HttpServletRequest request, String password) {
        User user = known(request).user();
        UserSession session = sessions.of(request).orElseThrow();
        users.setPassword(user.id(), passwords.hashed(password, about(user)));
        sessions.endOthers(request, user.id());
        sessions.proceed(request, session.stage());
    }

    /// Chooses a password by a link, which is used up; all sessions end.
    ///
    /// @throws io.elchi.server.core.RefusedException when the link is none any more, or the password is weak
    public void choosePassword(String token, String password, Visitor visitor) {
        User user = users.ofLink(token)
                .flatMap(users::find)
                .orElseThrow(
                        () -> Refusal.ofField(Failure.INVALID_FIELD, "token", "is none, or was used, or is too old")
                                .exception());
        String hash = passwords.hashed(password, about(user));
        Actor itself = new Actor(
                user.accountId(), new Credential(CredentialKind.USER, user.id()), null, visitor.address(), null, null);
        ScopedValue.where(Actor.CURRENT, itself).run(() -> {
            if (!users.setPassword(user.id(), hash, token)) {
                throw Refusal.ofField(Failure.INVALID_FIELD, "token", "was used")
                        .exception();
            }
        });
        sessions.endAll(user.id());
    }

    private static List<String> about(User user) {
        List<String> words = new ArrayList<>(List.of("elchi", user.email()));
        words.addAll(List.of(
                (user.email() + " " + user.name()).toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")));
        return words;
    }

    public void end(HttpServletRequest request) {
        sessions.end(request);
    }

    /// The session of a request, at whatever stage.
    public Optional<UserSession> session(HttpServletRequest request) {
        return sessions.of(request);
    }

    /// The same, unless all sessions of the person ended since.
    public Optional<UserSession> open(HttpServletRequest request) {
        return sessions.of(request).filter(session -> users.of(session).isPresent());
    }
}
