package io.elchi.server.routing;

import io.elchi.server.db.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/// The last published state of links and operators: whether they are up.
public final class PublishedStates {
    private static final String PUBLISH = "INSERT INTO routing.published_states AS s (kind, id, up, at)"
            + " VALUES (?, ?, ?, CASE WHEN ? THEN '-infinity' ELSE ?::timestamptz END) ON CONFLICT (kind, id)"
            + " DO UPDATE SET up = excluded.up, at = ? WHERE s.up <> excluded.up AND s.at <= ? RETURNING s.at > '-infinity'";
    private static final String KNOWN = "SELECT up, at FROM routing.published_states WHERE kind = ? AND id = ?";

    /// What is up or down.
    public enum Subject {
        LINK,
        OPERATOR;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The end of a try to publish a state.
    ///
    /// @param again when it is too soon: from when on it may be published
    public record Publication(Result result, Instant again) {}

    /// The result of a try to publish a state.
    public enum Result {
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
                    return new Publication(row.getBoolean(1) ? Result.NEWS : Result.KNOWN, now);
                }
            }
        }
        try (PreparedStatement select = tx.connection().prepareStatement(KNOWN)) {
            select.setString(1, kind.text());
            select.setLong(2, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return new Publication(Result.TOO_SOON, now);
                }
                return row.getBoolean(1) == up
                        ? new Publication(Result.KNOWN, now)
                        : new Publication(
                                Result.TOO_SOON,
                                row.getObject(2, OffsetDateTime.class)
                                        .toInstant()
                                        .plus(interval));
            }
        }
    }
}
