package io.elchi.server.identity;

import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.util.Optional;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

/// What a session knows of its person: little, since everything else is looked up at each request.
///
/// @param id as the list of sessions shows it
/// @param epoch of the person when the session began, see [User]
/// @param confirmedAt when the person last proved who it is
/// @param secret of an authenticator app that is being enrolled, sealed; null: none is
public record UserSession(
        String id,
        long userId,
        long epoch,
        Stage stage,
        Instant startedAt,
        Instant lastUsedAt,
        Instant confirmedAt,
        String address,
        String userAgent,
        String secret) {
    private static final String PRINCIPAL = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;
    private static final String EPOCH = "epoch";
    private static final String STAGE = "stage";
    private static final String CONFIRMED_AT = "confirmed_at";
    private static final String ADDRESS = "address";
    private static final String USER_AGENT = "user_agent";
    private static final String SECRET = "secret";
    private static final String CHALLENGE = "challenge";
    private static final int SHOWN = 16;

    /// How far a sign-in is.
    public enum Stage {
        /// The password was right, and the second factor is to come.
        SECOND_FACTOR,
        /// The person has no second factor yet, and needs one.
        ENROLMENT,
        SIGNED_IN
    }

    /// The part of an id that is shown.
    static String shown(String id) {
        return id.substring(0, SHOWN);
    }

    /// Writes a sign-in into a new session.
    static void begin(HttpSession session, User user, Stage stage, Visitor visitor, Instant proven) {
        session.setAttribute(PRINCIPAL, Long.toString(user.id()));
        session.setAttribute(EPOCH, user.sessionEpoch());
        session.setAttribute(STAGE, stage.name());
        session.setAttribute(CONFIRMED_AT, proven.toEpochMilli());
        session.setAttribute(ADDRESS, visitor.address().getHostAddress());
        session.setAttribute(USER_AGENT, visitor.userAgent());
    }

    static void proceed(HttpSession session, Stage stage, Instant now) {
        session.setAttribute(STAGE, stage.name());
        session.setAttribute(CONFIRMED_AT, now.toEpochMilli());
        session.removeAttribute(SECRET);
    }

    static void confirm(HttpSession session, Instant now) {
        session.setAttribute(CONFIRMED_AT, now.toEpochMilli());
    }

    static void setEpoch(HttpSession session, long epoch) {
        session.setAttribute(EPOCH, epoch);
    }

    static void enrol(HttpSession session, String secret) {
        session.setAttribute(SECRET, secret);
    }

    /// The challenge that a passkey has to answer.
    static void challenge(HttpSession session, String challenge) {
        session.setAttribute(CHALLENGE, challenge);
    }

    /// Takes the challenge: there is one answer to it.
    ///
    /// @return null: there is none
    static String takeChallenge(HttpSession session) {
        String challenge = (String) session.getAttribute(CHALLENGE);
        session.removeAttribute(CHALLENGE);
        return challenge;
    }

    /// Empty: nobody signed in with it.
    static Optional<UserSession> of(HttpSession session) {
        return session.getAttribute(PRINCIPAL) == null
                ? Optional.empty()
                : Optional.of(new UserSession(
                        shown(session.getId()),
                        Long.parseLong((String) session.getAttribute(PRINCIPAL)),
                        (Long) session.getAttribute(EPOCH),
                        Stage.valueOf((String) session.getAttribute(STAGE)),
                        Instant.ofEpochMilli(session.getCreationTime()),
                        Instant.ofEpochMilli(session.getLastAccessedTime()),
                        Instant.ofEpochMilli((Long) session.getAttribute(CONFIRMED_AT)),
                        (String) session.getAttribute(ADDRESS),
                        (String) session.getAttribute(USER_AGENT),
                        (String) session.getAttribute(SECRET)));
    }

    static UserSession of(Session session) {
        return new UserSession(
                shown(session.getId()),
                Long.parseLong(session.getAttribute(PRINCIPAL)),
                session.<Long>getAttribute(EPOCH),
                Stage.valueOf(session.getAttribute(STAGE)),
                session.getCreationTime(),
                session.getLastAccessedTime(),
                Instant.ofEpochMilli(session.<Long>getAttribute(CONFIRMED_AT)),
                session.getAttribute(ADDRESS),
                session.getAttribute(USER_AGENT),
                null);
    }
}
