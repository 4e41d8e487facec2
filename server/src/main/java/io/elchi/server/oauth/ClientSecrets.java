package io.elchi.server.oauth;

import io.elchi.server.oauth.ClientDirectory.KnownClient;
import java.net.InetAddress;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/// Authenticates clients by their secrets, from the addresses that they may use.
final class ClientSecrets implements AuthenticationProvider {
    private final ClientRepository repository;
    private final ClientSecretAuthenticationProvider secrets;

    ClientSecrets(ClientRepository repository, Authorizations authorizations) {
        this.repository = repository;
        secrets = new ClientSecretAuthenticationProvider(repository, authorizations);
        secrets.setPasswordEncoder(new SecretHashes());
    }

    @Override
    public Authentication authenticate(Authentication presented) {
        Authentication client = secrets.authenticate(presented);
        if (client == null) {
            return null;
        }
        Optional<KnownClient> known = repository.known(client.getName());
        InetAddress from = presented.getDetails() instanceof WebAuthenticationDetails details
                ? InetAddress.ofLiteral(details.getRemoteAddress())
                : null;
        if (from == null || known.isEmpty() || !known.get().mayComeFrom(from)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        return client;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
