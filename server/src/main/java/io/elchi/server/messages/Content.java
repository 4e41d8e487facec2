package io.elchi.server.messages;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// The content of a message. The link that carries the message encodes and splits a text. Everything else is
/// submitted as it is.
public sealed interface Content {
    /// The highest number of parts (3GPP TS 23.040, 9.2.3.24.1: one octet).
    int MOST_PARTS = 255;

    ContentKind kind();

    /// The parts that are quoted to the client and paid for, 1 to 255.
    int parts();

    /// A text that the link encodes and splits.
    ///
    /// @param text in the characters that are sent
    /// @param encoding by which the parts are counted
    record Text(String text, Encoding encoding, int parts) implements Content {
        public Text {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(encoding, "encoding");
            if (parts < 1) {
                throw new IllegalArgumentException("a text has at least one part");
            }
        }

        @Override
        public ContentKind kind() {
            return ContentKind.TEXT;
        }

        /// Without the text.
        @Override
        public String toString() {
            return "Text[" + encoding + ", " + parts + " part(s)]";
        }
    }

    /// Octets that fit into one part, such as a ring tone or a SIM command.
    ///
    /// @param header user data header with its length octet; empty: none. Not to be changed
    /// @param octets the user data after the header. Not to be changed
    /// @param dataCoding data_coding, 0 to 255
    record Binary(byte[] header, byte[] octets, int dataCoding) implements Content {
        /// Header and octets of one part, at most (3GPP TS 23.040, 9.2.3.24).
        public static final int MOST_OCTETS = 140;

        public Binary {
            octet("data_coding", dataCoding);
            if (header.length > 0 && (header[0] & 0xFF) != header.length - 1) {
                throw new IllegalArgumentException("a user data header of " + header.length
                        + " octets begins with the length " + (header[0] & 0xFF));
            }
            if (header.length + octets.length > MOST_OCTETS) {
                throw new IllegalArgumentException(
                        "one part has at most " + MOST_OCTETS + " octets, not " + (header.length + octets.length));
            }
        }

        @Override
        public ContentKind kind() {
            return ContentKind.BINARY;
        }

        @Override
        public int parts() {
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Binary that
                    && dataCoding == that.dataCoding
                    && Arrays.equals(header, that.header)
                    && Arrays.equals(octets, that.octets);
        }

        @Override
        public int hashCode() {
            return Objects.hash(dataCoding, Arrays.hashCode(header), Arrays.hashCode(octets));
        }

        /// Without the octets.
        @Override
        public String toString() {
            return "Binary[" + (header.length + octets.length) + " octets]";
        }
    }

    /// Parts that an SMPP client made itself: each is one submit_sm.
    record Parts(List<Part> list) implements Content {
        public Parts {
            list = List.copyOf(list);
            if (list.isEmpty() || list.size() > MOST_PARTS) {
                throw new IllegalArgumentException("a message has 1 to " + MOST_PARTS + " parts, not " + list.size());
            }
        }

        @Override
        public ContentKind kind() {
            return ContentKind.PARTS;
        }

        @Override
        public int parts() {
            return list.size();
        }
    }

    /// Content that nobody can read any more: its key is destroyed. Only what was said of it is left.
    ///
    /// @param kind of what it was
    /// @param encoding of a text; else null
    record Erased(ContentKind kind, Encoding encoding, int parts) implements Content {
        public Erased {
            Objects.requireNonNull(kind, "kind");
        }
    }

    /// One ready-made part.
    ///
    /// @param octets short_message, with its user data header if `esmClass` has the bit 0x40. Not to be changed
    /// @param dataCoding data_coding, 0 to 255
    /// @param esmClass esm_class, 0 to 255
    record Part(byte[] octets, int dataCoding, int esmClass) {
        /// The longest message_payload (SMPP 3.4, 5.3.2.32).
        public static final int MOST_OCTETS = 65_535;

        public Part {
            octet("data_coding", dataCoding);
            octet("esm_class", esmClass);
            if (octets.length > MOST_OCTETS) {
                throw new IllegalArgumentException(
                        "a part has at most " + MOST_OCTETS + " octets, not " + octets.length);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Part that
                    && dataCoding == that.dataCoding
                    && esmClass == that.esmClass
                    && Arrays.equals(octets, that.octets);
        }

        @Override
        public int hashCode() {
            return Objects.hash(dataCoding, esmClass, Arrays.hashCode(octets));
        }

        /// Without the octets.
        @Override
        public String toString() {
            return "Part[" + octets.length + " octets]";
        }
    }

    private static void octet(String field, int value) {
        if (value < 0 || value > 0xFF) {
            throw new IllegalArgumentException(field + " is 0 to 255, not " + value);
        }
    }
}
