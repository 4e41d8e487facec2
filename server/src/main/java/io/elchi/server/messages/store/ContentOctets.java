package io.elchi.server.messages.store;

import io.elchi.server.messages.Content;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The column `octets` of a message: everything of its content that is not a text. Numbers have the network's
/// octet order.
///
/// | kind | octets |
/// |---|---|
/// | text | NULL |
/// | binary | data_coding, length of the header, header, user data |
/// | parts | for each part: esm_class, data_coding, length in two octets, short_message |
final class ContentOctets {
    private ContentOctets() {}

    /// null for a text, and for what is erased.
    static byte[] of(Content content) {
        return switch (content) {
            case Content.Text _, Content.Erased _ -> null;
            case Content.Binary binary -> {
                ByteBuffer out = ByteBuffer.allocate(2 + binary.header().length + binary.octets().length);
                out.put((byte) binary.dataCoding()).put((byte) binary.header().length);
                yield out.put(binary.header()).put(binary.octets()).array();
            }
            case Content.Parts parts -> {
                int length = 0;
                for (Content.Part part : parts.list()) {
                    length += 4 + part.octets().length;
                }
                ByteBuffer out = ByteBuffer.allocate(length);
                for (Content.Part part : parts.list()) {
                    out.put((byte) part.esmClass()).put((byte) part.dataCoding());
                    out.putShort((short) part.octets().length).put(part.octets());
                }
                yield out.array();
            }
        };
    }

    /// Reads a column of [#of].
    ///
    /// @throws IllegalArgumentException if it has another form
    static Content.Binary binary(byte[] column) {
        ByteBuffer in = ByteBuffer.wrap(column);
        try {
            int dataCoding = in.get() & 0xFF;
            byte[] header = octets(in, in.get() & 0xFF);
            return new Content.Binary(header, octets(in, in.remaining()), dataCoding);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the octets of a message end too early", e);
        }
    }

    /// Reads a column of [#of].
    ///
    /// @throws IllegalArgumentException if it has another form
    static Content.Parts parts(byte[] column) {
        ByteBuffer in = ByteBuffer.wrap(column);
        List<Content.Part> parts = new ArrayList<>();
        try {
            while (in.hasRemaining()) {
                int esmClass = in.get() & 0xFF;
                int dataCoding = in.get() & 0xFF;
                parts.add(new Content.Part(octets(in, in.getShort() & 0xFFFF), dataCoding, esmClass));
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the octets of a message end too early", e);
        }
        return new Content.Parts(parts);
    }

    private static byte[] octets(ByteBuffer in, int length) {
        byte[] octets = new byte[length];
        in.get(octets);
        return octets;
    }
}
