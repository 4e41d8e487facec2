package io.elchi.server.identity;

import io.elchi.server.core.Clock;
import io.elchi.server.identity.oidc.ProviderUser;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who people are at an identity provider.
final class UserIdentities {
    private final JdbcClient jdbc;
    private final Clock clock;

    UserIdentities(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// The person that an issuer and a subject are.
    Optional<Long> userOf(ProviderUser known) {
        return jdbc.sql("SELECT user_id FROM identity.user_identities WHERE issuer = ? AND subject = ?")
                .params(known.issuer(), known.subject())
                .query(Long.class)
                .optional();
    }

    /// Links a person for ever.
    ///
    /// @return false: the person is somebody else there, or somebody else here has the subject
    boolean link(long user, ProviderUser known) {
        return jdbc.sql("INSERT INTO identity.user_identities (user_id, issuer, subject, linked_at)"
                                + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
                        .params(
                                user,
                                known.issuer(),
                                known.subject(),
                                clock.now().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }
}
