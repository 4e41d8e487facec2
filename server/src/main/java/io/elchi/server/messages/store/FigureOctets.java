package io.elchi.server.messages.store;

import io.elchi.server.messages.Histogram;
import io.elchi.server.messages.store.FigureGroups.GroupTotals;
import io.elchi.server.messages.store.FigureGroups.Key;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/// The groups of a delta as octets: their number, then each key and its sums. Numbers have 7 bits an octet, the
/// lowest first; texts are as [DataOutputStream#writeUTF] has them.
final class FigureOctets {
    static final int FORMAT = 1;

    private FigureOctets() {}

    static byte[] of(FigureGroups groups) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(64 * groups.size());
        try (DataOutputStream out = new DataOutputStream(octets)) {
            number(out, groups.size());
            for (Map.Entry<Key, GroupTotals> group : groups.entries()) {
                write(out, group.getKey(), group.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toByteArray();
    }

    private static void write(DataOutputStream out, Key key, GroupTotals sums) throws IOException {
        out.writeByte(key.kind());
        number(out, key.second());
        number(out, key.account());
        number(out, key.operator());
        out.writeUTF(key.mcc());
        out.writeUTF(key.mnc());
        number(out, key.messageClass());
        out.writeUTF(key.sender());
        out.writeUTF(key.state());
        out.writeUTF(key.error());
        out.writeUTF(key.currency());
        out.writeUTF(key.costCurrency());
        number(out, sums.messages);
        number(out, sums.parts);
        number(out, sums.partsCharged);
        number(out, sums.submits);
        out.writeLong(sums.priceMicros);
        out.writeLong(sums.costMicros);
        counts(out, sums.submit.counts());
        counts(out, sums.delivery.counts());
    }

    /// Adds the groups to others.
    ///
    /// @throws IllegalArgumentException when they are no groups of this format
    static void addTo(FigureGroups groups, byte[] octets) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets))) {
            for (long left = number(in); left > 0; left--) {
                Key key = new Key(
                        in.readUnsignedByte(),
                        number(in),
                        number(in),
                        number(in),
                        in.readUTF(),
                        in.readUTF(),
                        Math.toIntExact(number(in)),
                        in.readUTF(),
                        in.readUTF(),
                        in.readUTF(),
                        in.readUTF(),
                        in.readUTF());
                GroupTotals sums = groups.of(key);
                sums.messages += number(in);
                sums.parts += number(in);
                sums.partsCharged += number(in);
                sums.submits += number(in);
                sums.priceMicros = Math.addExact(sums.priceMicros, in.readLong());
                sums.costMicros = Math.addExact(sums.costMicros, in.readLong());
                counts(in, sums.submit);
                counts(in, sums.delivery);
            }
            if (in.read() >= 0) {
                throw new IllegalArgumentException("there is something behind the groups");
            }
        } catch (IOException | ArithmeticException e) {
            throw new IllegalArgumentException("no groups of figures", e);
        }
    }

    private static void number(DataOutputStream out, long value) throws IOException {
        long left = value;
        while (left >>> 7 != 0) {
            out.writeByte((int) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        out.writeByte((int) left);
    }

    private static long number(DataInputStream in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException();
            }
            value |= (octet & 0x7FL) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }

    /// Most buckets are empty: those that are not, by number.
    private static void counts(DataOutputStream out, long[] counts) throws IOException {
        int used = 0;
        for (int i = 0; counts != null && i < counts.length; i++) {
            used += counts[i] == 0 ? 0 : 1;
        }
        number(out, used);
        for (int i = 0; used > 0 && i < counts.length; i++) {
            if (counts[i] != 0) {
                number(out, i);
                number(out, counts[i]);
            }
        }
    }

    private static void counts(DataInputStream in, Histogram into) throws IOException {
        for (long left = number(in); left > 0; left--) {
            into.addCount(Math.toIntExact(number(in)), number(in));
        }
    }
}
