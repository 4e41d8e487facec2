package io.elchi.server.identity;

import io.elchi.server.config.Setting;
import io.elchi.server.identity.oidc.OidcProperties;
import java.time.Duration;
import java.util.List;

/// Sessions of people, and how they sign in.
public record IdentityProperties(
        @Setting(value = "a session ends after this time without a request", is = "30m", min = 60_000, max = 86_400_000)
        Duration sessionIdle,

        @Setting(value = "a session ends this time after the sign-in", is = "12h", min = 60_000, max = 7L * 86_400_000)
        Duration sessionLongest,

        @Setting(
                value = "maximum of sessions of one person; a further sign-in ends the oldest",
                is = "10",
                min = 1,
                max = 1_000)
        int sessionsPerUser,

        @Setting(
                value = "how long an invitation or a link for a new password can be used",
                is = "3d",
                min = 60_000,
                max = 30L * 86_400_000)
        Duration linkTime,

        @Setting(
                value = "whether people of accounts of type admin need a second factor; off for tests only",
                is = "true")
        boolean staffSecondFactor,

        @Setting(
                value = "domain that passkeys belong to, such as `elchi.example`; empty: there are no passkeys",
                is = "")
        String passkeyDomain,

        @Setting(value = "where browsers use passkeys, such as `https://console.elchi.example`", is = "")
        List<String> passkeyOrigins,

        @Setting(
                value = "how many passwords are checked at a time; each takes a processor and 19 MiB",
                is = "1",
                min = 1,
                max = 256)
        int passwordChecks,

        @Setting(
                value = "how long the history of sign-ins is kept",
                is = "365d",
                min = 86_400_000,
                max = 3_650L * 86_400_000)
        Duration historyTime,

        OidcProperties oidc) {}
