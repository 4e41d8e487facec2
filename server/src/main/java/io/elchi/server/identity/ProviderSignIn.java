package io.elchi.server.identity;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.core.Actor;
import io.elchi.server.core.Credential;
import io.elchi.server.core.CredentialKind;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.identity.UserSession.Stage;
import io.elchi.server.identity.oidc.LocalPath;
import io.elchi.server.identity.oidc.OidcProvider;
import io.elchi.server.identity.oidc.ProviderUser;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionOperations;

/// Signs people of the platform in who proved to an identity provider who they are. From there on everything is as
/// after a password: the same checks, the same session, our second factor.
public final class ProviderSignIn {
    private final Optional<OidcProvider> provider;
    private final SignIn signIn;
    private final SignInLimits limits;
    private final SignInHistory history;
    private final UserSessions sessions;
    private final People people;

    /// Who there is.
    record People(
            UserStore users,
            UserIdentities identities,
            Roles roles,
            AccountRegister accounts,
            TransactionOperations transactions) {}

    ProviderSignIn(
            Optional<OidcProvider> provider,
            SignIn signIn,
            SignIn.Proofs proofs,
            UserSessions sessions,
            People people) {
        this.provider = provider;
        this.signIn = signIn;
        limits = proofs.limits();
        history = proofs.history();
        this.sessions = sessions;
        this.people = people;
    }

    /// The provider's name on a page; empty: there is none.
    public Optional<String> label() {
        return provider.map(each -> each.properties().label());
    }

    /// Where the browser goes.
    ///
    /// @param cookie that it comes back with
    /// @param goodFor how long the cookie is
    public record ProviderRedirect(URI to, String cookie, Duration goodFor) {}

    /// The first step: on the way to the provider.
    ///
    /// @param returnTo where the browser goes in the end; null: where the settings say
    /// @param fresh whether the person has to prove anew to the provider who it is
    /// @throws RefusedException when there is no provider, it is away, or the address has to wait
    public ProviderRedirect begin(HttpServletRequest request, String returnTo, boolean fresh, Visitor visitor) {
        OidcProvider there = there();
        String path = returnTo == null ? there.properties().landing() : returnTo;
        if (!LocalPath.isOne(path)) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "return_to", "must be a path of this server")
                    .exception();
        }
        limits.checkAddress(visitor.address());
        // The cookie of the session does not come back with the browser: it is SameSite=Strict.
        String previous = sessions.of(request).map(UserSession::id).orElse(null);
        OidcProvider.Departure begun = there.begin(request, path, fresh, previous);
        return new ProviderRedirect(begun.to(), begun.cookie(), OidcProvider.pendingTime());
    }

    private OidcProvider there() {
        return provider.orElseThrow(() -> Refusal.of(Failure.NOT_FOUND, "no identity provider is configured")
                .exception());
    }

    /// What a browser comes back with; null: it is not there.
    ///
    /// @param cookie of the first step
    /// @param error why the provider refused
    /// @param issuer of RFC 9207
    public record Callback(String cookie, String state, String code, String error, String issuer) {}

    /// A session that began.
    ///
    /// @param returnTo a path of this server
    public record ProviderSession(UserSession session, String returnTo) {}

    /// The second step: back from the provider.
    ///
    /// @throws RefusedException when the person may not come in, or the provider is away
    public ProviderSession end(HttpServletRequest request, Callback callback, Visitor visitor) {
        OidcProvider there = there();
        // What no browser of ours sent is not counted: a foreign page could make a person's address wait.
        OidcProvider.Pending pending = there.pending(callback.cookie, callback.state);
        SignInLimits.Attempt attempt = limits.ofAddress(visitor.address());
        OidcProvider.Returned returned = returned(there, pending, callback, attempt);
        User user = person(returned.user(), there, visitor);
        attempt.succeeded(1);
        Stage stage = signIn.stage(user, returned.user().secondFactor());
        Instant proven = Optional.ofNullable(returned.user().authenticatedAt()).orElse(Instant.EPOCH);
        UserSession session = sessions.begin(request, user, stage, visitor, proven);
        signIn.began(user, stage, visitor);
        if (returned.previous() != null) {
            sessions.end(user.id(), returned.previous());
        }
        return new ProviderSession(session, returned.returnTo());
    }

    /// An outage of the provider is no fault of the address: other sign-ins from there need not wait.
    private static OidcProvider.Returned returned(
            OidcProvider there, OidcProvider.Pending pending, Callback callback, SignInLimits.Attempt attempt) {
        try {
            return there.end(pending, callback.code, callback.error, callback.issuer);
        } catch (RefusedException e) {
            if (e.refusal().failure() == Failure.IDENTITY_PROVIDER_UNAVAILABLE) {
                attempt.succeeded(1);
            }
            throw e;
        }
    }

    /// The person that somebody is here, with the role that it has from now on.
    private User person(ProviderUser known, OidcProvider there, Visitor visitor) {
        boolean mapped = !there.properties().roles().isEmpty();
        User user = people.identities
                .userOf(known)
                .flatMap(people.users::find)
                .or(() -> invited(known, mapped, visitor))
                .orElseGet(() -> made(known, there));
        if (!isStaff(user)) {
            throw refused("it signs in people of the platform only");
        }
        history.checkRate(user.id());
        signIn.check(user, visitor);
        if (!mapped) {
            return user;
        }
        String role = known.role().filter(this::isThere).orElse(null);
        if (role == null) {
            history.add(user, visitor, SignInResult.NO_ROLE);
            throw noRole();
        }
        if (!role.equals(user.role())) {
            as(user, visitor, () -> people.users.change(user.id(), new UserChange(null, role, null, null)));
        }
        return people.users.find(user.id()).orElseThrow();
    }

    private static RefusedException refused(String why) {
        return Refusal.of(Failure.IDENTITY_PROVIDER_REFUSED, why).exception();
    }

    private static RefusedException noRole() {
        return refused("none of the person's roles there is a role here");
    }

    private boolean isStaff(User user) {
        return people.accounts
                .find(user.accountId())
                .filter(account -> account.type() == Account.Type.ADMIN)
                .isPresent();
    }

    private boolean isThere(String role) {
        return people.roles.isThere(role, platform(), Account.Type.ADMIN);
    }

    private long platform() {
        return people.accounts.page(new AccountRegister.Filter(0, Account.Type.ADMIN, null), null, 1).items().stream()
                .findFirst()
                .orElseThrow(() -> refused("there is no account of the platform yet"))
                .id();
    }

    /// A person of the platform that has this e-mail and was never linked. The provider has to vouch for the
    /// e-mail: else somebody could call itself so there.
    private Optional<User> invited(ProviderUser known, boolean mapped, Visitor visitor) {
        Optional<User> found = known.email()
                .flatMap(people.users::byEmail)
                .map(UserStore.Known::user)
                .filter(this::isStaff);
        found.ifPresent(user -> {
            // Nobody is linked who could not come in.
            history.checkRate(user.id());
            signIn.check(user.accepted(), visitor);
            if (mapped && known.role().filter(this::isThere).isEmpty()) {
                history.add(user, visitor, SignInResult.NO_ROLE);
                throw noRole();
            }
            as(user, visitor, () -> {
                if (!people.identities.link(user.id(), known)) {
                    throw refused("the person of this e-mail is another one there");
                }
            });
        });
        // With the link the invitation is not open any more.
        return found.flatMap(user -> people.users.find(user.id()));
    }

    private User made(ProviderUser known, OidcProvider there) {
        if (!there.properties().createPeople()) {
            throw refused("nobody invited a person of this e-mail, or the provider does not vouch for the e-mail");
        }
        String role = known.role().filter(this::isThere).orElseThrow(ProviderSignIn::noRole);
        String email = known.email().orElseThrow(() -> refused("it does not vouch for an e-mail of the person"));
        Long id = people.transactions.execute(_ -> {
            long made = people.users.add(new UserStore.NewUser(platform(), email, known.name(), role, List.of()));
            if (!people.identities.link(made, known)) {
                throw refused("the person is being made at this moment: sign in again");
            }
            return made;
        });
        return people.users.find(id).orElseThrow();
    }

    /// What changes is the person's own doing: it signs in.
    private static void as(User user, Visitor visitor, Runnable change) {
        Actor itself = new Actor(
                user.accountId(),
                new Credential(CredentialKind.USER, user.id()),
                null,
                visitor.address(),
                null,
                "sign-in with the identity provider");
        ScopedValue.where(Actor.CURRENT, itself).run(change);
    }
}
