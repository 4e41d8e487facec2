package io.elchi.server.identity;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Actor;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Credential;
import io.elchi.server.core.CredentialKind;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.SessionAuthenticator;
import io.elchi.server.limits.RequestLimits;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;

/// People with a session, for the security chain: the principal is the [Caller]. The person, the role and the
/// account are looked up at each request, so a change counts from the next one on.
final class SessionCallers implements SessionAuthenticator {
    /// How long after a proof of who somebody is dangerous things may be done.
    private static final Duration RECENT = Duration.ofMinutes(5);

    private final UserSessions sessions;
    private final UserStore users;
    private final Roles roles;
    private final Accounts accounts;
    private final RequestLimits limits;
    private final Clock clock;

    SessionCallers(
            UserSessions sessions, UserStore users, Roles roles, Accounts accounts, RequestLimits limits, Clock clock) {
        this.sessions = sessions;
        this.users = users;
        this.roles = roles;
        this.accounts = accounts;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public Authentication authenticate(HttpServletRequest request) {
        Optional<UserSession> session = sessions.of(request);
        if (session.isEmpty() || session.get().stage() == UserSession.Stage.SECOND_FACTOR) {
            return null;
        }
        return users.of(session.get())
                .map(UserStore.Known::user)
                .map(user -> authentication(session.get(), user, InetAddress.ofLiteral(request.getRemoteAddr()), true))
                .orElse(null);
    }

    @Override
    public Authentication again(Authentication before) {
        if (!(before.getDetails() instanceof Actor actor) || actor.credential().kind() != CredentialKind.USER) {
            return null;
        }
        return sessions.of(actor.credential().id()).stream()
                .filter(session -> session.id().equals(actor.session()))
                .findFirst()
                .flatMap(session ->
                        users.of(session).map(known -> authentication(session, known.user(), actor.address(), false)))
                .orElse(null);
    }

    private Authentication authentication(UserSession session, User user, InetAddress from, boolean isRequest) {
        Account account = accounts.account(user.accountId()).orElse(null);
        if (user.state() != UserState.ACTIVE || account == null || !account.active()) {
            throw Refusal.of(Failure.ACCOUNT_SUSPENDED).exception();
        }
        if (!user.mayComeFrom(from)) {
            throw Refusal.of(Failure.IP_NOT_ALLOWED).exception();
        }
        Set<Permission> permissions = session.stage() == UserSession.Stage.ENROLMENT
                ? EnumSet.of(Permission.SELF)
                : roles.permissions(user.role(), account.id(), account.type());
        Caller caller = new Caller(account, new Credential(CredentialKind.USER, user.id()), permissions);
        if (isRequest) {
            limits.count(caller.credential());
        }
        List<String> authorities =
                new ArrayList<>(permissions.stream().map(Permission::text).toList());
        if (!caller.isStaff()) {
            authorities.add(TENANT);
        }
        if (session.confirmedAt().plus(RECENT).isAfter(clock.now())) {
            authorities.add(RECENT_SIGN_IN);
        }
        UsernamePasswordAuthenticationToken known = UsernamePasswordAuthenticationToken.authenticated(
                caller, null, AuthorityUtils.createAuthorityList(authorities));
        known.setDetails(new Actor(account.id(), caller.credential(), session.id(), from, null, null));
        return known;
    }
}
