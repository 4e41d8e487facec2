package io.elchi.server.db;

import io.elchi.server.core.MessageId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// Rows for COPY in PostgreSQL's binary format (PostgreSQL documentation, COPY, "Binary Format"), in one array
/// that grows and is used again. Not thread-safe.
///
/// ```java
/// rows.row(3).uuid(id).text("998901234567").micros(45_000_000);
/// ```
public final class CopyRows {
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final long EPOCH_MICROS = 946_684_800_000_000L;
    private static final int OID_INT8 = 20;
    private static final int OID_NUMERIC = 1700;
    private static final int NEGATIVE = 0x4000;
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] octets;
    private int length;
    private int rows;

    public CopyRows(int capacity) {
        octets = new byte[Math.max(capacity, 64)];
        clear();
    }

    /// Starts anew, in the same array.
    public void clear() {
        System.arraycopy(HEADER, 0, octets, 0, HEADER.length);
        length = HEADER.length;
        rows = 0;
    }

    public int rows() {
        return rows;
    }

    /// Begins a row; as many values must follow.
    public CopyRows row(int columns) {
        ensure(2);
        putShort(columns);
        rows++;
        return this;
    }

    public CopyRows nil() {
        ensure(4);
        putInt(-1);
        return this;
    }

    public CopyRows uuid(MessageId id) {
        ensure(20);
        putInt(16);
        putLong(id.high());
        putLong(id.low());
        return this;
    }

    public CopyRows int8(long value) {
        ensure(12);
        putInt(8);
        putLong(value);
        return this;
    }

    public CopyRows int4(int value) {
        ensure(8);
        putInt(4);
        putInt(value);
        return this;
    }

    /// @throws IllegalArgumentException if it does not fit: it would be stored as another number
    public CopyRows int2(int value) {
        if (value != (short) value) {
            throw new IllegalArgumentException(value + " is no smallint");
        }
        ensure(6);
        putInt(2);
        putShort(value);
        return this;
    }

    public CopyRows bool(boolean value) {
        ensure(5);
        putInt(1);
        octets[length++] = (byte) (value ? 1 : 0);
        return this;
    }

    /// text, varchar, json; null is NULL. A NUL character, which PostgreSQL cannot store, becomes U+FFFD.
    public CopyRows text(String value) {
        if (value == null) {
            return nil();
        }
        int chars = value.length();
        ensure(4 + 3 * chars);
        int at = length + 4;
        for (int i = 0; i < chars; i++) {
            char c = value.charAt(i);
            if (c == 0 || c >= 0x80) {
                byte[] encoded = value.replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8);
                return bytes(encoded);
            }
            octets[at++] = (byte) c;
        }
        putInt(chars);
        length = at;
        return this;
    }

    public CopyRows bytes(byte[] value) {
        if (value == null) {
            return nil();
        }
        ensure(4 + value.length);
        putInt(value.length);
        System.arraycopy(value, 0, octets, length, value.length);
        length += value.length;
        return this;
    }

    /// timestamptz; null is NULL.
    public CopyRows time(Instant value) {
        return value == null ? nil() : int8(pgMicros(value));
    }

    private static long pgMicros(Instant value) {
        return value.getEpochSecond() * 1_000_000L + value.getNano() / 1_000 - EPOCH_MICROS;
    }

    /// numeric, of millionths.
    public CopyRows micros(long value) {
        ensure(4 + 8 + 2 * 8);
        int sizeAt = length;
        length += 4;
        putNumeric(value);
        INT.set(octets, sizeAt, length - sizeAt - 4);
        return this;
    }

    /// bigint[]; null is NULL.
    public CopyRows longs(long[] values) {
        if (values == null) {
            return nil();
        }
        ensure(4 + 20 + 12 * values.length);
        putInt(20 + 12 * values.length);
        putArrayHeader(OID_INT8, values.length);
        for (long value : values) {
            putInt(8);
            putLong(value);
        }
        return this;
    }

    /// numeric[], of millionths; null is NULL.
    public CopyRows microsArray(long[] values) {
        if (values == null) {
            return nil();
        }
        ensure(4 + 20 + 28 * values.length);
        int sizeAt = length;
        length += 4;
        putArrayHeader(OID_NUMERIC, values.length);
        for (long value : values) {
            int itemAt = length;
            length += 4;
            putNumeric(value);
            INT.set(octets, itemAt, length - itemAt - 4);
        }
        INT.set(octets, sizeAt, length - sizeAt - 4);
        return this;
    }

    private void putArrayHeader(int oid, int count) {
        putInt(1);
        putInt(0);
        putInt(oid);
        putInt(count);
        putInt(1);
    }

    /// ndigits, weight, sign, dscale, and digits of base 10,000 (PostgreSQL, numeric_send).
    private void putNumeric(long micros) {
        long size = Math.abs(micros);
        long units = size / 1_000_000;
        int fraction = (int) (size % 1_000_000);
        int countAt = length;
        length += 2;
        int groups = units == 0 ? 0 : units < 10_000 ? 1 : units < 100_000_000 ? 2 : units < 1_000_000_000_000L ? 3 : 4;
        putShort(groups - 1);
        putShort(micros < 0 ? NEGATIVE : 0);
        putShort(6);
        long divisor = groups == 4 ? 1_000_000_000_000L : groups == 3 ? 100_000_000L : groups == 2 ? 10_000L : 1;
        for (int i = 0; i < groups; i++) {
            putShort((int) (units / divisor % 10_000));
            divisor /= 10_000;
        }
        int digits = groups;
        if (fraction != 0) {
            putShort(fraction / 100);
            putShort(fraction % 100 * 100);
            digits += 2;
        }
        SHORT.set(octets, countAt, (short) digits);
    }

    private void ensure(int more) {
        if (length + more > octets.length - 2) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more + 2));
        }
    }

    private void putShort(int value) {
        SHORT.set(octets, length, (short) value);
        length += 2;
    }

    private void putInt(int value) {
        INT.set(octets, length, value);
        length += 4;
    }

    private void putLong(long value) {
        LONG.set(octets, length, value);
        length += 8;
    }

    /// Closes the rows with the trailer and gives the array.
    byte[] finished() {
        putShort(-1);
        return octets;
    }

    int length() {
        return length;
    }
}
