package io.elchi.server.identity;

import io.elchi.server.core.Secret;
import java.util.List;

/// Makes people with a password, for who sets a server up: nobody is there yet who could invite them.
public final class FirstUsers {
    private final UserStore store;
    private final Passwords passwords;

    FirstUsers(UserStore store, Passwords passwords) {
        this.store = store;
        this.passwords = passwords;
    }

    /// A password of 256 random bits.
    public static Secret password() {
        return new Secret(RandomText.fresh());
    }

    /// @throws io.elchi.server.core.RefusedException when somebody has the e-mail, or the password is weak
    public void add(long account, String email, String name, UserRole role, Secret password) {
        String hash = passwords.hashed(password.reveal(), List.of());
        store.setPassword(store.add(new UserStore.NewUser(account, email, name, role.text(), List.of())), hash);
    }
}
