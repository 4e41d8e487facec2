package io.elchi.server.db;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/// COPY (...) TO STDOUT (FORMAT binary): the cheapest read of many rows. The fields of a row are read in their
/// order, each once.
public final class CopyReader implements AutoCloseable {
    /// Signature, flags, and the length of what follows them.
    private static final int HEADER = 19;
    private static final int END = -1;

    private final CopyOut copy;
    private ByteBuffer octets = ByteBuffer.allocate(0);
    private boolean begun;

    /// @param query whose columns are of the types that are read
    public CopyReader(Connection connection, String query) throws SQLException {
        copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + query + ") TO STDOUT (FORMAT binary)");
    }

    /// Goes to the next row; false when there is none.
    public boolean next() throws SQLException {
        if (!begun) {
            begun = true;
            need(HEADER);
            octets.position(octets.position() + HEADER);
        }
        need(Short.BYTES);
        return octets.getShort() != END;
    }

    /// The field, a bigint.
    public long readLong() throws SQLException {
        field();
        return octets.getLong();
    }

    /// The field, an int.
    public int readInt() throws SQLException {
        field();
        return octets.getInt();
    }

    /// The field, a text.
    public String readText() throws SQLException {
        int length = field();
        String text =
                new String(octets.array(), octets.arrayOffset() + octets.position(), length, StandardCharsets.UTF_8);
        octets.position(octets.position() + length);
        return text;
    }

    /// @return its length; its octets are there
    private int field() throws SQLException {
        need(Integer.BYTES);
        int length = octets.getInt();
        if (length < 0) {
            throw new SQLException("a field of COPY is NULL");
        }
        need(length);
        return length;
    }

    /// PostgreSQL sends a row in a message, and does not promise to.
    private void need(int count) throws SQLException {
        while (octets.remaining() < count) {
            byte[] more = copy.readFromCopy();
            if (more == null) {
                throw new SQLException("COPY ended within a row");
            }
            if (octets.hasRemaining()) {
                ByteBuffer both = ByteBuffer.allocate(octets.remaining() + more.length);
                both.put(octets).put(more);
                octets = both.flip();
            } else {
                octets = ByteBuffer.wrap(more);
            }
        }
    }

    /// Ends the COPY, also before its last row.
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            while (copy.readFromCopy() != null) {
                // The end of the command is behind its rows.
            }
        }
    }
}
