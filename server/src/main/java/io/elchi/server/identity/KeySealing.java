package io.elchi.server.identity;

import io.elchi.server.core.KeyEncryption;
import java.util.Base64;

/// Seals with the platform's key. The text begins with the key's id.
record KeySealing(KeyEncryption keys) implements Sealing {
    private static final String END = ":";

    @Override
    public String seal(byte[] secret) {
        return keys.keyId() + END + Base64.getEncoder().encodeToString(keys.encrypt(secret));
    }

    @Override
    public byte[] open(String sealed) {
        int end = sealed.indexOf(END);
        // Of the time when the server had no key.
        return end < 0
                ? Sealing.NONE.open(sealed)
                : keys.decrypt(sealed.substring(0, end), Base64.getDecoder().decode(sealed.substring(end + 1)));
    }

    @Override
    public boolean isCurrent(String sealed) {
        return sealed.startsWith(keys.keyId() + END);
    }
}
