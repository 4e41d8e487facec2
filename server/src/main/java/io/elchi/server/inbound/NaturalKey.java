package io.elchi.server.inbound;

import io.elchi.server.messages.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Digests of what makes two deliver_sm the same. All fields are in the key of a deliver_sm, the operator's own id
/// beside the rest: with an operator that gives each one the same id, other fields tell them apart.
final class NaturalKey {
    private NaturalKey() {}

    /// Of one deliver_sm: operator, numbers, the operator's id, the place of the part, the content.
    static byte[] of(Outcome.Received received, PartPlace place) {
        return digest(out -> {
            write(out, received, place);
            out.writeUTF(
                    received.wire().messageId() == null ? "" : received.wire().messageId());
            out.writeShort(place.sequence());
            out.writeShort(received.dataCoding());
            out.write(received.octets() == null ? new byte[0] : received.octets());
        });
    }

    /// Of the message that a part belongs to: operator, numbers, reference and number of parts.
    static byte[] ofMessage(Outcome.Received received, PartPlace place) {
        return digest(out -> write(out, received, place));
    }

    private static void write(DataOutputStream out, Outcome.Received received, PartPlace place) throws IOException {
        out.writeLong(received.operatorId());
        out.writeUTF(received.from());
        out.writeUTF(received.to());
        out.writeByte(place.kind().ordinal());
        out.writeInt(place.reference());
        out.writeShort(place.total());
    }

    private interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] digest(Content content) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(octets)) {
            content.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory has no errors", e);
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets.toByteArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
