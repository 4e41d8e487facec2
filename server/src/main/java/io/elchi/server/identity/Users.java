package io.elchi.server.identity;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.accounts.AccountRegister.RegisteredAccount;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.GivenRights;
import io.elchi.server.accounts.Reach;
import io.elchi.server.core.Credential;
import io.elchi.server.core.CredentialKind;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The people of accounts, for those who may invite and change them. Nobody gives somebody else more than it has,
/// and nobody changes itself here.
public final class Users {
    private final UserStore store;
    private final Roles roles;
    private final SecondFactor factors;
    private final UserSessions sessions;
    private final AccountRegister register;
    private final Accounts accounts;
    private final Reach reach;
    private final Duration linkTime;

    Users(UserStore store, Roles roles, SecondFactor factors, UserSessions sessions, Places places, Duration linkTime) {
        this.store = store;
        this.roles = roles;
        this.factors = factors;
        this.sessions = sessions;
        register = places.register;
        accounts = places.accounts;
        reach = places.reach;
        this.linkTime = linkTime;
    }

    /// Where people belong.
    record Places(AccountRegister register, Accounts accounts, Reach reach) {}

    /// A person to be invited.
    ///
    /// @param networks from where it may sign in, CIDR; empty: from everywhere
    public record Invitation(long accountId, String email, String name, String role, List<String> networks) {}

    /// A person, and the token of the link with which it chooses its password.
    public record Invited(User user, String token) {}

    /// Makes a person that has no password yet.
    ///
    /// @throws io.elchi.server.core.RefusedException when the account, the role or a block is wrong, or somebody
    ///     has the e-mail
    public Invited invite(Caller caller, Invitation wanted) {
        check(caller, wanted);
        long id = store.add(
                new UserStore.NewUser(wanted.accountId, wanted.email, wanted.name, wanted.role, wanted.networks));
        return new Invited(store.find(id).orElseThrow(), store.link(id, true, linkTime));
    }

    /// @throws io.elchi.server.core.RefusedException when [#invite] would be refused, but for the e-mail
    public void check(Caller caller, Invitation wanted) {
        reach.checkField(caller, "account_id", wanted.accountId);
        checkRole(caller, wanted.role, account(wanted.accountId));
        GivenRights.checkNetworks(wanted.networks);
    }

    /// Whether people of the account could decide what people of the caller's account ask for.
    public boolean areColleagues(Caller caller, long account) {
        return caller.account().id() == account || account(account).type() == Account.Type.ADMIN;
    }

    /// From the table: the account may have been made a moment ago.
    private RegisteredAccount account(long id) {
        return register.find(id)
                .orElseThrow(() -> Refusal.ofField(Failure.INVALID_FIELD, "account_id", "there is no such account")
                        .exception());
    }

    private void checkRole(Caller caller, String role, RegisteredAccount account) {
        Set<Permission> granted = roles.granted(role, account.id(), account.type());
        boolean others = caller.isStaff() && account.type() != Account.Type.ADMIN;
        if (!others) {
            Roles.checkHas(caller, granted);
        }
    }

    /// @param account whose people; 0: of all accounts, for staff, or of the caller's own
    public Page<User> page(Caller caller, long account, String cursor, int limit) {
        if (account == 0 && caller.isStaff()) {
            return store.page(null, cursor, limit);
        }
        long wanted = account == 0 ? caller.account().id() : account;
        reach.checkField(caller, "account_id", wanted);
        return store.page(List.of(wanted), cursor, limit);
    }

    /// @throws io.elchi.server.core.RefusedException when there is no such person in the caller's reach
    public User find(Caller caller, long id) {
        User user = store.find(id).orElseThrow(() -> Reach.missing("user", id));
        reach.check(caller, "user", user.accountId(), id);
        return user;
    }

    /// A person that the caller may change: not itself, and nobody who may do more.
    ///
    /// @throws io.elchi.server.core.RefusedException when it is not
    public User changeable(Caller caller, long id) {
        User user = find(caller, id);
        if (caller.credential().kind() == CredentialKind.USER
                && caller.credential().id() == id) {
            throw Refusal.of(Failure.CONFLICT, "another person has to do this").exception();
        }
        RegisteredAccount account = account(user.accountId());
        if (!caller.isStaff() || account.type() == Account.Type.ADMIN) {
            Roles.checkHas(caller, roles.permissions(user.role(), account.id(), account.type()));
        }
        return user;
    }

    /// @throws io.elchi.server.core.RefusedException when [#change] would be refused
    public void check(Caller caller, long id, UserChange change) {
        User user = changeable(caller, id);
        if (change.role() != null) {
            checkRole(caller, change.role(), account(user.accountId()));
        }
        if (change.networks() != null) {
            GivenRights.checkNetworks(change.networks());
        }
    }

    /// Changes a person. Who may not come in any more is signed out.
    public User change(Caller caller, long id, UserChange change) {
        check(caller, id, change);
        store.change(id, change);
        if (Boolean.FALSE.equals(change.active())) {
            sessions.endAll(id);
        }
        return store.find(id).orElseThrow();
    }

    /// A person as a caller, with what it may do now; empty: it may not come in any more.
    public Optional<Caller> caller(long id) {
        return store.find(id)
                .filter(user -> user.state() == UserState.ACTIVE)
                .flatMap(user -> accounts.account(user.accountId())
                        .filter(Account::active)
                        .map(account -> new Caller(
                                account,
                                new Credential(CredentialKind.USER, id),
                                roles.permissions(user.role(), account.id(), account.type()))));
    }

    /// A link with which a person chooses a new password; its sessions end when it does.
    public Invited resetPassword(Caller caller, long id) {
        User user = changeable(caller, id);
        return new Invited(user, store.link(id, user.state() == UserState.INVITED, linkTime));
    }

    /// Takes away a second factor that is lost. The person is signed out.
    public User removeSecondFactor(Caller caller, long id) {
        changeable(caller, id);
        factors.remove(id);
        sessions.endAll(id);
        return store.find(id).orElseThrow();
    }

    /// Signs a person out, everywhere.
    public void signOut(Caller caller, long id) {
        changeable(caller, id);
        sessions.endAll(id);
    }
}
