package io.elchi.server.exports;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import io.elchi.server.db.Database;
import io.elchi.server.db.Tx;
import io.elchi.server.exports.Export.ExportProgress;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Exports in PostgreSQL.
final class ExportStore {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    /// Of the advisory lock that counts the exports of an account.
    private static final int LOCK_SPACE = 0x657870;
    /// A runner that was not heard of for so long has ended.
    private static final int LEASE_SECONDS = 30;
    /// Runners that ended without a chunk.
    private static final int MOST_TRIES = 5;

    private final Database database;
    private final ExportsProperties properties;

    ExportStore(Database database, ExportsProperties properties) {
        this.database = database;
        this.properties = properties;
    }

    /// A job with the right to write it.
    ///
    /// @param epoch grows with each runner
    /// @param cursor behind the last row of the file; null: it has none
    record Claim(Export export, int epoch, String cursor) {}

    /// @throws io.elchi.server.core.RefusedException when the account has too many
    Export add(Export.Wish wish, Duration retention) {
        return database.transactions().run(tx -> {
            lock(tx, wish.accountId());
            check(tx, wish.accountId());
            try (PreparedStatement insert = tx.connection()
                    .prepareStatement(
                            "INSERT INTO exports.jobs (account_id, of_platform, kind, format, filter, expires_at)"
                                    + " VALUES (?, ?, ?, ?, ?::jsonb, now() + ? * interval '1 second') RETURNING *")) {
                insert.setLong(1, wish.accountId());
                insert.setBoolean(2, wish.ofPlatform());
                insert.setString(3, wish.kind().text());
                insert.setString(4, wish.format().text());
                insert.setString(5, JSON.writeValueAsString(wish.filter()));
                insert.setLong(6, retention.toSeconds());
                try (ResultSet row = insert.executeQuery()) {
                    row.next();
                    return export(row);
                }
            }
        });
    }

    private static void lock(Tx tx, long accountId) throws SQLException {
        try (PreparedStatement lock = tx.connection().prepareStatement("SELECT pg_advisory_xact_lock(?, ?)")) {
            lock.setInt(1, LOCK_SPACE);
            lock.setInt(2, Long.hashCode(accountId));
            lock.execute();
        }
    }

    private void check(Tx tx, long accountId) throws SQLException {
        try (PreparedStatement count = tx.connection()
                .prepareStatement("SELECT count(*) AS kept, count(*) FILTER (WHERE state = 'running') AS running"
                        + " FROM exports.jobs WHERE account_id = ?")) {
            count.setLong(1, accountId);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                if (row.getInt("running") >= properties.running()) {
                    throw Refusal.of(Failure.CONFLICT, properties.running() + " exports of the account are running")
                            .exception();
                }
                if (row.getInt("kept") >= properties.kept()) {
                    throw Refusal.of(
                                    Failure.CONFLICT,
                                    "the account has " + properties.kept() + " exports; delete one of them")
                            .exception();
                }
            }
        }
    }

    /// Newest first.
    Page<Export> page(long accountId, boolean ofPlatform, String cursor, int limit) {
        List<Export> found = database.reads()
                .sql("SELECT * FROM exports.jobs WHERE (of_platform OR account_id = ?) AND of_platform = ? AND id < ?"
                        + " ORDER BY id DESC LIMIT ?")
                .params(accountId, ofPlatform, Page.id(cursor, Long.MAX_VALUE), limit + 1)
                .query((row, _) -> export(row))
                .list();
        return Page.of(found, limit, Export::id);
    }

    Optional<Export> find(long id) {
        return database.reads()
                .sql("SELECT * FROM exports.jobs WHERE id = ?")
                .param(id)
                .query((row, _) -> export(row))
                .optional();
    }

    /// Ends one that runs, and deletes one that has ended.
    void cancelOrDelete(long id) {
        database.transactions().run(tx -> {
            int canceled = update(
                    tx,
                    "UPDATE exports.jobs SET state = 'canceled', canceled_at = now(), ended_at = now()"
                            + " WHERE id = ? AND state = 'running'",
                    id);
            if (canceled > 0) {
                return update(tx, "DELETE FROM exports.chunks WHERE job_id = ?", id);
            }
            return update(tx, "DELETE FROM exports.jobs WHERE id = ?", id);
        });
    }

    /// Takes the oldest job that has no runner.
    Optional<Claim> claim() {
        return database.jdbc()
                .sql("UPDATE exports.jobs SET epoch = epoch + 1, tries = tries + 1,"
                        + " lease_until = clock_timestamp() + " + LEASE_SECONDS + " * interval '1 second'"
                        + " WHERE id = (SELECT id FROM exports.jobs WHERE state = 'running'"
                        + " AND (lease_until IS NULL OR lease_until < clock_timestamp())"
                        + " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *")
                .query((row, _) -> new Claim(export(row), row.getInt("epoch"), row.getString("cursor")))
                .optional();
    }

    /// Whether so many runners ended without any progress that another one is not worth it.
    boolean isHopeless(Claim claim) {
        return database.jdbc()
                .sql("SELECT tries > " + MOST_TRIES + " FROM exports.jobs WHERE id = ?")
                .param(claim.export.id())
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /// Keeps the right to write it.
    ///
    /// @return false: it is lost
    boolean renew(Claim claim) {
        return owned(claim, "lease_until = clock_timestamp() + " + LEASE_SECONDS + " * interval '1 second'");
    }

    /// Gives the job to the next runner.
    void release(Claim claim) {
        owned(claim, "lease_until = NULL");
    }

    private boolean owned(Claim claim, String set) {
        return database.jdbc()
                        .sql("UPDATE exports.jobs SET " + set + " WHERE id = ? AND epoch = ? AND state = 'running'")
                        .params(claim.export.id(), claim.epoch)
                        .update()
                > 0;
    }

    /// Empties the file of a job that has to begin again.
    boolean restart(Claim claim) {
        return database.transactions().run(tx -> {
            boolean mine = written(tx, claim, 0, 0, null, false);
            if (mine) {
                update(tx, "DELETE FROM exports.chunks WHERE job_id = ?", claim.export.id());
            }
            return mine;
        });
    }

    /// Writes a chunk behind the others, and how far the file is with it.
    ///
    /// @param first its first octet in the file
    /// @param rows that are in the file with it
    /// A workbook begins again after a failure, so that a part of it is no progress.
    ///
    /// @return false: another runner has the job, or it is canceled; nothing is written
    boolean append(Claim claim, long first, byte[] octets, long rows, String cursor) {
        return database.transactions().run(tx -> {
            boolean mine =
                    written(tx, claim, rows, first + octets.length, cursor, claim.export.format() == ExportFormat.CSV);
            if (mine) {
                insert(tx, claim, first, octets);
            }
            return mine;
        });
    }

    /// Writes the last chunk, and finishes the job with it.
    ///
    /// @param complete false: a limit ended the file before its list
    void finish(Claim claim, long first, byte[] octets, long rows, boolean complete) {
        database.transactions().run(tx -> {
            boolean mine = written(tx, claim, rows, first + octets.length, null, true);
            if (mine) {
                insert(tx, claim, first, octets);
                end(tx, claim, complete);
            }
            return mine;
        });
    }

    private static void end(Tx tx, Claim claim, boolean complete) throws SQLException {
        try (PreparedStatement end = tx.connection()
                .prepareStatement("UPDATE exports.jobs SET state = 'finished', ended_at = now(), lease_until = NULL,"
                        + " complete = ? WHERE id = ?")) {
            end.setBoolean(1, complete);
            end.setLong(2, claim.export.id());
            end.executeUpdate();
        }
    }

    private static void insert(Tx tx, Claim claim, long first, byte[] octets) throws SQLException {
        if (octets.length == 0) {
            return;
        }
        try (PreparedStatement insert = tx.connection()
                .prepareStatement("INSERT INTO exports.chunks (job_id, first, octets) VALUES (?, ?, ?)")) {
            insert.setLong(1, claim.export.id());
            insert.setLong(2, first);
            insert.setBytes(3, octets);
            insert.executeUpdate();
        }
    }

    private static boolean written(Tx tx, Claim claim, long rows, long octets, String cursor, boolean isProgress)
            throws SQLException {
        try (PreparedStatement update = tx.connection()
                .prepareStatement("UPDATE exports.jobs SET rows = ?, octets = ?, cursor = ?,"
                        + " tries = CASE WHEN ? THEN 0 ELSE tries END, lease_until = clock_timestamp() + "
                        + LEASE_SECONDS + " * interval '1 second' WHERE id = ? AND epoch = ? AND state = 'running'")) {
            update.setLong(1, rows);
            update.setLong(2, octets);
            update.setString(3, cursor);
            update.setBoolean(4, isProgress);
            update.setLong(5, claim.export.id());
            update.setInt(6, claim.epoch);
            return update.executeUpdate() > 0;
        }
    }

    private static int update(Tx tx, String sql, long id) throws SQLException {
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            statement.setLong(1, id);
            return statement.executeUpdate();
        }
    }

    void fail(Claim claim, String problem) {
        database.jdbc()
                .sql("UPDATE exports.jobs SET state = 'failed', ended_at = now(), lease_until = NULL, problem = ?"
                        + " WHERE id = ? AND epoch = ? AND state = 'running'")
                .params(problem, claim.export.id(), claim.epoch)
                .update();
    }

    /// The chunk that has this octet; empty: the file has not so many.
    Optional<Chunk> chunk(long id, long octet) {
        return database.reads()
                .sql(
                        "SELECT first, octets FROM exports.chunks WHERE job_id = ? AND first <= ? ORDER BY first DESC LIMIT 1")
                .params(id, octet)
                .query((row, _) -> new Chunk(row.getLong("first"), row.getBytes("octets")))
                .optional()
                .filter(chunk -> octet < chunk.first + chunk.octets.length);
    }

    /// Some octets of a file.
    record Chunk(long first, byte[] octets) {}

    /// Deletes exports whose time is over.
    void forget() {
        database.jdbc().sql("DELETE FROM exports.jobs WHERE expires_at < now()").update();
    }

    private static Export export(ResultSet row) throws SQLException {
        return new Export(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getBoolean("of_platform"),
                ExportKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                ExportFormat.valueOf(row.getString("format").toUpperCase(Locale.ROOT)),
                JSON.readValue(row.getString("filter"), TEXTS),
                new ExportProgress(
                        ExportState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                        row.getLong("rows"),
                        row.getLong("octets"),
                        row.getBoolean("complete")),
                row.getString("problem"),
                instant(row, "created_at"),
                instant(row, "ended_at"),
                instant(row, "expires_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
