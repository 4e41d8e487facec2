package io.elchi.smpp.pdu;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/// An immutable string of octets: the "Octet String" of the specification (3.1). Two are equal when their octets
/// are; `toString` is lower-case hex.
public final class Octets {
    /// No octets.
    public static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A copy of the bytes.
    public static Octets of(byte... bytes) {
        return bytes.length == 0 ? EMPTY : new Octets(bytes.clone());
    }

    /// A copy of a part of the array; throws IndexOutOfBoundsException when the array has no such part.
    public static Octets of(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        return length == 0 ? EMPTY : new Octets(Arrays.copyOfRange(source, offset, offset + length));
    }

    /// From hex digits of either case, two for an octet; throws IllegalArgumentException for anything else.
    public static Octets ofHex(String hex) {
        return hex.isEmpty() ? EMPTY : new Octets(HexFormat.of().parseHex(hex));
    }

    /// The text in the given character set.
    public static Octets of(String text, Charset charset) {
        return text.isEmpty() ? EMPTY : new Octets(text.getBytes(charset));
    }

    /// The number of octets.
    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /// The octet at an index, 0 to 255.
    public int at(int index) {
        return bytes[index] & 0xFF;
    }

    /// The octets from an index (included) to an index (excluded).
    public Octets slice(int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        return from == 0 && to == bytes.length ? this : of(bytes, from, to - from);
    }

    /// A copy of the octets.
    public byte[] toArray() {
        return bytes.clone();
    }

    /// Copies all octets into the array, beginning at the offset.
    public void writeTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    /// The octets read in the given character set.
    public String text(Charset charset) {
        return new String(bytes, charset);
    }

    /// The first `size` (at most 4) octets as one big-endian number.
    int bigEndian(int size) {
        int value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }

    /// A big-endian number in `size` octets.
    static Octets ofBigEndian(int value, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >>> 8 * (size - 1 - i));
        }
        return new Octets(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
