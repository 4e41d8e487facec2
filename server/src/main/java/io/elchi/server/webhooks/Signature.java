package io.elchi.server.webhooks;

import io.elchi.server.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The signature of the Standard Webhooks specification (1.0.0, "Signature scheme"): HMAC-SHA256 over id,
/// timestamp and body, one for each secret, separated by blanks.
public final class Signature {
    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECRET_OCTETS = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Signature() {}

    /// A new secret: `whsec_` and Base64.
    public static Secret newSecret() {
        byte[] octets = new byte[SECRET_OCTETS];
        RANDOM.nextBytes(octets);
        return new Secret(PREFIX + Base64.getEncoder().encodeToString(octets));
    }

    /// The header `webhook-signature`.
    ///
    /// @param secrets each of the form of [#newSecret]
    /// @param id the header `webhook-id`
    /// @param timestamp the header `webhook-timestamp`, seconds since 1970
    public static String of(List<Secret> secrets, String id, long timestamp, byte[] body) {
        StringBuilder signatures = new StringBuilder();
        for (Secret secret : secrets) {
            signatures.append(signatures.isEmpty() ? "v1," : " v1,").append(sign(secret, id, timestamp, body));
        }
        return signatures.toString();
    }

    private static String sign(Secret secret, String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            byte[] key = Base64.getDecoder().decode(secret.reveal().substring(PREFIX.length()));
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
