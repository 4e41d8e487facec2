package io.elchi.server.oauth;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadataClaimNames;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/// What this server can do, as RFC 8414 has it. Spring's own document always names an authorization endpoint,
/// which is not there.
final class ServerMetadata extends OncePerRequestFilter {
    static final String PATH = "/.well-known/oauth-authorization-server";

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !PATH.equals(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        String issuer = AuthorizationServerContextHolder.getContext().getIssuer();
        AuthorizationServerSettings settings =
                AuthorizationServerContextHolder.getContext().getAuthorizationServerSettings();
        List<String> methods = List.of(
                ClientAuthenticationMethod.CLIENT_SECRET_BASIC.getValue(),
                ClientAuthenticationMethod.CLIENT_SECRET_POST.getValue());
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put(OAuth2AuthorizationServerMetadataClaimNames.ISSUER, issuer);
        claims.put(OAuth2AuthorizationServerMetadataClaimNames.TOKEN_ENDPOINT, issuer + settings.getTokenEndpoint());
        claims.put(OAuth2AuthorizationServerMetadataClaimNames.TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED, methods);
        claims.put(OAuth2AuthorizationServerMetadataClaimNames.JWKS_URI, issuer + settings.getJwkSetEndpoint());
        claims.put(OAuth2AuthorizationServerMetadataClaimNames.RESPONSE_TYPES_SUPPORTED, List.of());
        claims.put(
                OAuth2AuthorizationServerMetadataClaimNames.GRANT_TYPES_SUPPORTED,
                List.of(AuthorizationGrantType.CLIENT_CREDENTIALS.getValue()));
        claims.put(
                OAuth2AuthorizationServerMetadataClaimNames.REVOCATION_ENDPOINT,
                issuer + settings.getTokenRevocationEndpoint());
        claims.put(OAuth2AuthorizationServerMetadataClaimNames.REVOCATION_ENDPOINT_AUTH_METHODS_SUPPORTED, methods);
        claims.put(
                OAuth2AuthorizationServerMetadataClaimNames.INTROSPECTION_ENDPOINT,
                issuer + settings.getTokenIntrospectionEndpoint());
        claims.put(OAuth2AuthorizationServerMetadataClaimNames.INTROSPECTION_ENDPOINT_AUTH_METHODS_SUPPORTED, methods);
        byte[] body = JsonMapper.shared().writeValueAsBytes(claims);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
