package io.elchi.server.oauth;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Compares a client's secret with the hashes of its one or two valid secrets, `hash` or `hash,hash`.
final class SecretHashes implements PasswordEncoder {
    /// @param former null: there is none that is valid
    static String text(byte[] hash, byte[] former) {
        HexFormat hex = HexFormat.of();
        return hex.formatHex(hash) + (former == null ? "" : "," + hex.formatHex(former));
    }

    @Override
    public String encode(CharSequence secret) {
        return text(ClientText.hash(secret.toString()), null);
    }

    @Override
    public boolean matches(CharSequence secret, String hashes) {
        byte[] presented = ClientText.hash(secret.toString());
        boolean matches = false;
        for (String hash : hashes.split(",")) {
            // Both are compared, whichever is right.
            matches |= MessageDigest.isEqual(presented, HexFormat.of().parseHex(hash));
        }
        return matches;
    }
}
