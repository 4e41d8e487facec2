package io.elchi.server.routing;

import io.elchi.server.db.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

/// The last published state of links and operators: whether they are up.
public final class PublishedStates {
    private static final String PUBLISH = "INSERT INTO routing.published_states AS s (kind, id, up, at)"
            + " VALUES (?, ?, ?, CASE WHEN ? THEN '-infinity' ELSE ?::timestamptz END) ON CONFLICT (kind, id)"
            + " DO UPDATE SET up = excluded.up, at = ? WHERE s.up <> excluded.up AND s.at <= ? RETURNING s.at > '-infinity'";
    private static final String KNOWN = "SELECT up FROM routing.published_states WHERE kind = ? AND id = ?";

    /// What is up or down.
    public enum Subject {
        LINK,
        OPERATOR;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The result of a try to publish a state.
    public enum Publication {
        /// It is news: the caller writes the event in the same transaction.
        NEWS,
        /// It was published before, or was up when it was first seen.
        KNOWN,
        /// The opposite was published less than the interval ago.
        TOO_SOON
    }

    /// Stores that a state is published.
    ///
    /// @param interval between two events about the same
    public Publication publish(Tx tx, Subject kind, long id, boolean up, Instant now, Duration interval)
            throws SQLException {
        try (PreparedStatement insert = tx.connection().prepareStatement(PUBLISH)) {
            insert.setString(1, kind.text());
            insert.setLong(2, id);
            insert.setBoolean(3, up);
            insert.setBoolean(4, up);
            insert.setObject(5, now.atOffset(ZoneOffset.UTC));
            insert.setObject(6, now.atOffset(ZoneOffset.UTC));
            insert.setObject(7, now.minus(interval).atOffset(ZoneOffset.UTC));
            try (ResultSet row = insert.executeQuery()) {
                if (row.next()) {
                    return row.getBoolean(1) ? Publication.NEWS : Publication.KNOWN;
                }
            }
        }
        try (PreparedStatement select = tx.connection().prepareStatement(KNOWN)) {
            select.setString(1, kind.text());
            select.setLong(2, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1) == up ? Publication.KNOWN : Publication.TOO_SOON;
            }
        }
    }
}
