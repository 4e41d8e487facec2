package io.elchi.server.accounts;

import io.elchi.server.core.Actor;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.ClientCertificate;
import io.elchi.server.http.KeyAuthenticator;
import io.elchi.server.http.SessionAuthenticator;
import io.elchi.server.limits.RequestLimits;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

/// Keys of accounts, for the security chain: the principal is the [Caller].
final class BearerKeys implements KeyAuthenticator {
    private final Accounts accounts;
    private final RequestLimits limits;

    BearerKeys(Accounts accounts, RequestLimits limits) {
        this.accounts = accounts;
        this.limits = limits;
    }

    /// Clients may change few things, and need not change them often. The staff is not limited.
    @Override
    public void countChange(org.springframework.security.core.Authentication known) {
        if (known.getPrincipal() instanceof Caller caller && !caller.isStaff()) {
            limits.countChange(caller.credential());
        }
    }

    private static List<String> authorities(Caller caller) {
        List<String> authorities = new ArrayList<>(
                caller.permissions().stream().map(Permission::text).toList());
        if (!caller.isStaff()) {
            authorities.add(SessionAuthenticator.TENANT);
        }
        return authorities;
    }

    @Override
    public org.springframework.security.core.Authentication authenticate(
            String key, ClientCertificate certificate, InetAddress from) {
        return switch (accounts.authenticate(key, certificate, from)) {
            case Authentication.Denied denied when key == null && denied.apiKeyId() == 0 -> null;
            case Authentication.Denied denied ->
                throw Refusal.of(denied.failure()).exception();
            case Authentication.Granted(Caller caller) -> {
                limits.count(caller.credential());
                UsernamePasswordAuthenticationToken known = UsernamePasswordAuthenticationToken.authenticated(
                        caller, null, AuthorityUtils.createAuthorityList(authorities(caller)));
                Actor actor = new Actor(caller.account().id(), caller.credential(), null, from, null, null);
                known.setDetails(key == null ? actor.by(certificate.sha256()) : actor);
                yield known;
            }
        };
    }
}
