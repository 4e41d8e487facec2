package io.elchi.server.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.springframework.http.MediaType;

/// A file as it is served.
///
/// @param etag changes with the octets
record ServedFile(byte[] octets, MediaType type, String etag) {
    private static final int TAG_OCTETS = 12;

    static ServedFile of(byte[] octets, MediaType type) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(octets);
            return new ServedFile(octets, type, '"' + HexFormat.of().formatHex(Arrays.copyOf(hash, TAG_OCTETS)) + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static ServedFile of(String text, MediaType type) {
        return of(text.getBytes(StandardCharsets.UTF_8), type);
    }

    /// @param name of a resource of the jar
    static ServedFile resource(String name, MediaType type) {
        return of(octets(name), type);
    }

    /// @throws IllegalStateException when there is no such resource: the jar was built without it
    static byte[] octets(String name) {
        try (InputStream in = ServedFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
