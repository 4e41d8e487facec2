package io.elchi.server.routing;

import io.elchi.server.db.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/// What was told of links and operators last: whether they are up.
public final class ToldStates {
    private static final String TELL = "INSERT INTO routing.told_states AS s (kind, id, up, at)"
            + " VALUES (?, ?, ?, CASE WHEN ? THEN '-infinity' ELSE ?::timestamptz END) ON CONFLICT (kind, id)"
            + " DO UPDATE SET up = excluded.up, at = ? WHERE s.up <> excluded.up AND s.at <= ? RETURNING s.at > '-infinity'";
    private static final String KNOWN = "SELECT up FROM routing.told_states WHERE kind = ? AND id = ?";

    /// What is up or down.
    public enum Subject {
        LINK,
        OPERATOR;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The result of a try to tell a state.
    public enum Told {
        /// It is news: the caller writes the event in the same transaction.
        NEWS,
        /// It was told before, or was up when it was first seen.
        KNOWN,
        /// The opposite was told a moment ago.
        TOO_SOON
    }

    /// Notes that a state is told.
    ///
    /// @param interval between two events about the same
    public Told tell(Tx tx, Subject kind, long id, boolean up, Instant now, Duration interval) throws SQLException {
        try (PreparedStatement insert = tx.connection().prepareStatement(TELL)) {
            insert.setString(1, kind.text());
            insert.setLong(2, id);
            insert.setBoolean(3, up);
            insert.setBoolean(4, up);
            insert.setObject(5, now.atOffset(ZoneOffset.UTC));
            insert.setObject(6, now.atOffset(ZoneOffset.UTC));
            insert.setObject(7, now.minus(interval).atOffset(ZoneOffset.UTC));
            try (ResultSet row = insert.executeQuery()) {
                if (row.next()) {
                    return row.getBoolean(1) ? Told.NEWS : Told.KNOWN;
                }
            }
        }
        try (PreparedStatement select = tx.connection().prepareStatement(KNOWN)) {
            select.setString(1, kind.text());
            select.setLong(2, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1) == up ? Told.KNOWN : Told.TOO_SOON;
            }
        }
    }
}
