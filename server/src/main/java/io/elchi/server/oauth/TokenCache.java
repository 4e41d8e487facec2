package io.elchi.server.oauth;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Verified tokens by the SHA-256 of their text, in a table of a fixed size: a token has four places, and takes
/// the one that expires first. No lock; a token that was displaced is verified anew.
final class TokenCache {
    private static final int WAYS = 4;

    private final AtomicReferenceArray<VerifiedToken> places;
    private final int sets;

    /// @param size how many tokens fit in, about
    TokenCache(int size) {
        sets = Math.max(1, size / WAYS);
        places = new AtomicReferenceArray<>(sets * WAYS);
    }

    /// @return null when it is not there
    VerifiedToken find(byte[] hash) {
        int first = first(hash);
        for (int i = first; i < first + WAYS; i++) {
            VerifiedToken token = places.get(i);
            if (token != null && MessageDigest.isEqual(token.hash(), hash)) {
                return token;
            }
        }
        return null;
    }

    private int first(byte[] hash) {
        return Math.floorMod(ByteBuffer.wrap(hash).getInt(), sets) * WAYS;
    }

    void put(VerifiedToken token) {
        int first = first(token.hash());
        int taken = first;
        VerifiedToken soonest = null;
        for (int i = first; i < first + WAYS; i++) {
            VerifiedToken other = places.get(i);
            if (other == null || MessageDigest.isEqual(other.hash(), token.hash())) {
                places.set(i, token);
                return;
            }
            if (soonest == null || other.expiresAt().isBefore(soonest.expiresAt())) {
                soonest = other;
                taken = i;
            }
        }
        places.set(taken, token);
    }
}
