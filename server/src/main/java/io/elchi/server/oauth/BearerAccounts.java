package io.elchi.server.oauth;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Authentication;
import io.elchi.server.http.ClientCertificate;
import java.net.InetAddress;
import java.util.Optional;

/// Accounts whose callers have a key, the certificate of one, or a token.
final class BearerAccounts implements Accounts {
    private final Accounts keys;
    private final AccessTokens tokens;

    BearerAccounts(Accounts keys, AccessTokens tokens) {
        this.keys = keys;
        this.tokens = tokens;
    }

    /// The parts of a JWT are separated by dots; a key has none.
    private static boolean isToken(String presented) {
        return presented != null && presented.indexOf('.') >= 0;
    }

    @Override
    public Authentication authenticate(String presented, ClientCertificate certificate, InetAddress from) {
        return isToken(presented)
                ? tokens.authenticate(presented, from)
                : keys.authenticate(presented, certificate, from);
    }

    @Override
    public Optional<Authentication> authenticateAtOnce(
            String presented, ClientCertificate certificate, InetAddress from) {
        return isToken(presented)
                ? Optional.ofNullable(tokens.authenticateKnown(presented, from))
                : keys.authenticateAtOnce(presented, certificate, from);
    }

    @Override
    public Optional<Account> account(long id) {
        return keys.account(id);
    }
}
