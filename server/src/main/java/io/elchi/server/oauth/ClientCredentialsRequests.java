package io.elchi.server.oauth;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/// Requests for a token by client_credentials. A request that names no scope is for all of the client's. Fields
/// that are not of this grant are left out; a proof of possession (DPoP) would promise what nobody checks later.
final class ClientCredentialsRequests implements AuthenticationConverter {
    private final OAuth2ClientCredentialsAuthenticationConverter converter =
            new OAuth2ClientCredentialsAuthenticationConverter();
    private final AttemptLimits tokens;

    /// @param tokens of a client
    ClientCredentialsRequests(AttemptLimits tokens) {
        this.tokens = tokens;
    }

    /// @throws TooManyTokensException when the client has asked for too many
    @Override
    public Authentication convert(HttpServletRequest request) {
        if (!(converter.convert(request) instanceof OAuth2ClientCredentialsAuthenticationToken asked)
                || !(asked.getPrincipal() instanceof OAuth2ClientAuthenticationToken client)) {
            return null;
        }
        RegisteredClient registered = client.getRegisteredClient();
        Duration wait = tokens.take(ClientText.code(registered.getClientId()));
        if (!wait.isZero()) {
            throw new TooManyTokensException(wait);
        }
        Set<String> scopes = asked.getScopes().isEmpty() ? registered.getScopes() : asked.getScopes();
        return new OAuth2ClientCredentialsAuthenticationToken(client, scopes, Map.of());
    }
}
