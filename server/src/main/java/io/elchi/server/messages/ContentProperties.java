package io.elchi.server.messages;

import io.elchi.server.config.Setting;
import io.elchi.server.core.Secret;
import java.time.Duration;

/// Encryption of the content of messages.
public record ContentProperties(
        @Setting(
                value = "key of 32 octets in Base64 that encrypts the data keys of one-time passwords; empty: a key in"
                        + " `content.key` beside the embedded PostgreSQL, and no encryption with an external one",
                is = "")
        Secret key,

        @Setting(
                value = "former values of `content.key`, separated by commas, as long as data keys need them; the start"
                        + " says which are missing",
                is = "")
        Secret formerKeys,

        @Setting(value = "how long a data key encrypts new messages", is = "1d", min = 60_000, max = 7L * 86_400_000)
        Duration keyRotation,

        @Setting(
                value =
                        "how many days after its last message a data key of one-time passwords is destroyed; their texts are"
                                + " unreadable from then on, in backups too",
                is = "8",
                min = 8,
                max = 3_650)
        int otpDays) {}
