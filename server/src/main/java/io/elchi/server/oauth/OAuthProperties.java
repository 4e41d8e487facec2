package io.elchi.server.oauth;

import io.elchi.server.config.Setting;
import java.net.URI;
import java.time.Duration;

/// OAuth2 for machines.
public record OAuthProperties(
        @Setting(
                value = "URL of this server as clients see it, the `iss` of tokens; empty: the address and port that"
                        + " the process listens on. Needed behind a proxy",
                is = "")
        String issuer,

        @Setting(value = "how long an access token is valid", is = "10m", min = 60_000, max = 3_600_000)
        Duration accessTokenTime,

        @Setting(
                value = "how long a key signs tokens; its successor is published an hour before it signs",
                is = "30d",
                min = 86_400_000,
                max = 365L * 86_400_000)
        Duration keyRotation,

        @Setting(
                value = "requests per second of one address to `/oauth2`, per process; the burst is ten seconds' worth",
                is = "20",
                min = 1,
                max = 100_000)
        int requestsPerSecond,

        @Setting(
                value = "failed authentications of clients per minute of one address, per process; further requests of"
                        + " the address to `/oauth2` are refused",
                is = "20",
                min = 1,
                max = 100_000)
        int failuresPerMinute,

        @Setting(
                value = "tokens per second of one client, per process; the burst is ten seconds' worth",
                is = "5",
                min = 1,
                max = 10_000)
        int tokensPerSecond,

        @Setting(
                value = "verified tokens kept in memory; a token that is not there is verified anew",
                is = "16384",
                min = 16,
                max = 10_000_000,
                local = true)
        int cachedTokens) {
    public OAuthProperties {
        if (!issuer.isEmpty()) {
            URI uri;
            try {
                uri = URI.create(issuer);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("issuer is no URL", e);
            }
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (!http || uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
                throw new IllegalArgumentException("issuer is no URL of HTTP without query and fragment");
            }
        }
    }
}
