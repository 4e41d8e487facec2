package io.elchi.server.identity;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.identity.UserSession.Stage;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Signing in with a passkey as second factor, and enrolling one. A passkey also confirms a session: it proves
/// that the person has the authenticator and unlocked it.
public final class PasskeySignIn {
    private final Passkeys passkeys;
    private final UserStore users;
    private final UserSessions sessions;
    private final SecondFactor factors;
    private final SignInLimits limits;
    private final SignInHistory history;

    PasskeySignIn(Passkeys passkeys, UserStore users, UserSessions sessions, SignIn.Proofs proofs) {
        this.passkeys = passkeys;
        this.users = users;
        this.sessions = sessions;
        factors = proofs.factors();
        limits = proofs.limits();
        history = proofs.history();
    }

    /// A passkey that is enrolled.
    ///
    /// @param recoveryCodes shown this once; empty: the person has some
    public record Enrolled(Passkeys.Passkey passkey, List<String> recoveryCodes) {}

    private record Asking(UserSession session, User user) {}

    private Asking asking(HttpServletRequest request) {
        UserSession session = sessions.of(request)
                .orElseThrow(() ->
                        Refusal.of(Failure.CONFLICT, "no sign-in was begun").exception());
        User user = users.of(session)
                .map(UserStore.Known::user)
                .orElseThrow(() ->
                        Refusal.of(Failure.CONFLICT, "no sign-in was begun").exception());
        return new Asking(session, user);
    }

    private String challenge(HttpServletRequest request) {
        String challenge = sessions.takeChallenge(request);
        if (challenge == null) {
            throw Refusal.of(Failure.CONFLICT, "no challenge is open: ask for the options again")
                    .exception();
        }
        return challenge;
    }

    /// What the browser hands to a new passkey's authenticator.
    public JsonNode creation(HttpServletRequest request) {
        Asking asking = asking(request);
        String challenge = Passkeys.challenge();
        JsonNode options = passkeys.creation(asking.user, challenge);
        sessions.challenge(request, challenge);
        return options;
    }

    /// Enrols the passkey that the authenticator made.
    public Enrolled enrol(HttpServletRequest request, JsonNode made, String label, Visitor visitor) {
        Asking asking = asking(request);
        if (asking.session.stage() == Stage.ENROLMENT && asking.user.hasSecondFactor()) {
            throw Refusal.of(Failure.CONFLICT, "a second factor is enrolled: sign in with it")
                    .exception();
        }
        Passkeys.Passkey passkey = passkeys.register(asking.user, challenge(request), made, label);
        List<String> codes = factors.hasRecoveryCodes(asking.user.id()) ? List.of() : factors.renew(asking.user.id());
        sessions.endOthers(request, asking.user.id());
        if (asking.session.stage() == Stage.ENROLMENT) {
            signedIn(request, asking.user, visitor);
        }
        return new Enrolled(passkey, codes);
    }

    private UserSession signedIn(HttpServletRequest request, User user, Visitor visitor) {
        history.add(user, visitor, SignInResult.SIGNED_IN);
        users.signedIn(user.id());
        return sessions.proceed(request, Stage.SIGNED_IN);
    }

    /// What the browser hands to an authenticator that has to prove a person.
    public JsonNode request(HttpServletRequest request) {
        Asking asking = asking(request);
        String challenge = Passkeys.challenge();
        JsonNode options = passkeys.request(asking.user.id(), challenge);
        sessions.challenge(request, challenge);
        return options;
    }

    /// The second step of a sign-in; in a session that is signed in, the proof that operations ask for which are
    /// dangerous.
    public UserSession prove(HttpServletRequest request, JsonNode signed, Visitor visitor) {
        Asking asking = asking(request);
        if (asking.session.stage() == Stage.ENROLMENT) {
            throw Refusal.of(Failure.CONFLICT, "no second factor is enrolled").exception();
        }
        SignInLimits.Attempt attempt = limits.ofUser(asking.user.id(), visitor.address());
        try {
            passkeys.check(asking.user.id(), challenge(request), signed);
        } catch (io.elchi.server.core.RefusedException e) {
            history.add(asking.user, visitor, SignInResult.WRONG_CODE);
            throw e;
        }
        boolean signsIn = asking.session.stage() == Stage.SECOND_FACTOR;
        attempt.succeeded(signsIn ? 2 : 1);
        if (signsIn) {
            return signedIn(request, asking.user, visitor);
        }
        history.add(asking.user, visitor, SignInResult.CONFIRMED);
        return sessions.proceed(request, Stage.SIGNED_IN);
    }
}
