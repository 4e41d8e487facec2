package io.elchi.server.identity;

import io.elchi.server.core.Clock;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

/// The sessions of people, in the table that every process asks: what is ended is ended everywhere at once.
public final class UserSessions {
    private final JdbcIndexedSessionRepository repository;
    private final FindByIndexNameSessionRepository<? extends Session> byUser;
    private final IdentityProperties properties;
    private final JdbcClient jdbc;
    private final Clock clock;

    UserSessions(JdbcIndexedSessionRepository repository, JdbcClient jdbc, IdentityProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.repository = repository;
        byUser = repository;
        this.properties = properties;
        this.clock = clock;
    }

    /// The request's session. One that is too old is ended.
    Optional<UserSession> of(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return Optional.empty();
        }
        Optional<UserSession> known = UserSession.of(session);
        boolean tooOld = known.map(UserSession::startedAt)
                .filter(started -> clock.now().isAfter(started.plus(properties.sessionLongest())))
                .isPresent();
        if (tooOld) {
            session.invalidate();
            return Optional.empty();
        }
        return known;
    }

    /// Begins a session with a new token: one that a stranger may know is of no use.
    UserSession begin(HttpServletRequest request, User user, UserSession.Stage stage, Visitor visitor) {
        return begin(request, user, stage, visitor, clock.now());
    }

    /// The same for a person who proved before who it is.
    ///
    /// @param proven when
    UserSession begin(HttpServletRequest request, User user, UserSession.Stage stage, Visitor visitor, Instant proven) {
        HttpSession before = request.getSession(false);
        if (before != null) {
            before.invalidate();
        }
        endOldest(user.id(), stage == UserSession.Stage.SIGNED_IN);
        HttpSession session = request.getSession(true);
        Instant now = clock.now();
        UserSession.begin(session, user, stage, visitor, proven.isBefore(now) ? proven : now);
        return UserSession.of(session).orElseThrow();
    }

    /// The sign-in is further, under a new token.
    UserSession proceed(HttpServletRequest request, UserSession.Stage stage) {
        request.changeSessionId();
        HttpSession session = request.getSession(false);
        if (stage == UserSession.Stage.SIGNED_IN) {
            UserSession.of(session).ifPresent(known -> endOldest(known.userId(), true));
        }
        UserSession.proceed(session, stage, clock.now());
        return UserSession.of(session).orElseThrow();
    }

    /// The person proved again who it is: under a new token, as at each step of a sign-in.
    void confirm(HttpServletRequest request) {
        request.changeSessionId();
        UserSession.confirm(request.getSession(false), clock.now());
    }

    void enrol(HttpServletRequest request, String secret) {
        UserSession.enrol(request.getSession(false), secret);
    }

    void challenge(HttpServletRequest request, String challenge) {
        UserSession.challenge(request.getSession(false), challenge);
    }

    /// @return null: none is open
    String takeChallenge(HttpServletRequest request) {
        return UserSession.takeChallenge(request.getSession(false));
    }

    void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /// The password alone ends no session that is signed in.
    private void endOldest(long user, boolean signedIn) {
        List<UserSession> all = of(user).stream()
                .filter(session -> (session.stage() == UserSession.Stage.SIGNED_IN) == signedIn)
                .toList();
        for (int i = 0; i <= all.size() - properties.sessionsPerUser(); i++) {
            end(user, all.get(i).id());
        }
    }

    /// A person's sessions, oldest first.
    public List<UserSession> of(long user) {
        Instant oldest = clock.now().minus(properties.sessionLongest());
        return byUser.findByPrincipalName(Long.toString(user)).values().stream()
                .filter(session -> !session.isExpired())
                .map(UserSession::of)
                .filter(session -> session.startedAt().isAfter(oldest))
                .sorted(Comparator.comparing(UserSession::startedAt))
                .toList();
    }

    /// Ends one of a person's sessions.
    ///
    /// @return false: it has no such session
    public boolean end(long user, String id) {
        Optional<String> found = ids(user).stream()
                .filter(each -> UserSession.shown(each).equals(id))
                .findFirst();
        found.ifPresent(repository::deleteById);
        return found.isPresent();
    }

    /// Ends all of a person's sessions, those too that are being made.
    public void endAll(long user) {
        raiseEpoch(user);
        jdbc.sql("DELETE FROM identity.sessions WHERE principal_name = ?")
                .param(Long.toString(user))
                .update();
    }

    /// Ends a person's sessions but the one that asks.
    void endOthers(HttpServletRequest request, long user) {
        HttpSession session = request.getSession(false);
        UserSession.setEpoch(session, raiseEpoch(user));
        jdbc.sql("DELETE FROM identity.sessions WHERE principal_name = ? AND session_id <> ?")
                .params(Long.toString(user), session.getId())
                .update();
    }

    private long raiseEpoch(long user) {
        return jdbc.sql(
                        "UPDATE identity.users SET session_epoch = session_epoch + 1 WHERE id = ? RETURNING session_epoch")
                .param(user)
                .query(Long.class)
                .single();
    }

    private List<String> ids(long user) {
        Map<String, ? extends Session> all = byUser.findByPrincipalName(Long.toString(user));
        return List.copyOf(all.keySet());
    }

    /// Deletes those that are over.
    void forget() {
        repository.cleanUpExpiredSessions();
    }
}
