package io.elchi.server.db;

import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// COPY ... FROM STDIN (FORMAT binary): the cheapest insert of many rows.
public final class Copy {
    private Copy() {}

    /// Sends the rows; they are spent afterwards.
    ///
    /// @param table with its columns: `messages.events (message_id, part)`
    public static void into(Tx tx, String table, CopyRows rows) throws SQLException {
        if (rows.rows() == 0) {
            return;
        }
        CopyIn copy = tx.connection()
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)");
        try {
            byte[] octets = rows.finished();
            copy.writeToCopy(octets, 0, rows.length());
            long stored = copy.endCopy();
            if (stored != rows.rows()) {
                throw new IllegalStateException("COPY " + table + " stored " + stored + " rows of " + rows.rows());
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
