package io.elchi.server.compliance;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import io.elchi.server.db.Notifications;
import io.elchi.server.db.Transactions;
import io.elchi.server.events.AccountEvents;
import io.elchi.server.events.EventType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// The rules in PostgreSQL, and the answers that are given by them from memory.
public final class ComplianceStore implements Compliance {
    private final JdbcClient jdbc;
    private final Transactions transactions;
    private final AccountEvents events;
    private volatile RuleBook book = RuleBook.EMPTY;
    private volatile OptOutBook optOuts = OptOutBook.EMPTY;

    public ComplianceStore(JdbcClient jdbc, Transactions transactions, AccountEvents events) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.events = events;
    }

    /// A row of the block list.
    ///
    /// @param accountId 0: for all
    /// @param kind number, sender or text
    public record Block(long id, long accountId, String kind, String pattern, String reason) {}

    void follow(Notifications notifications) {
        notifications.follow("compliance", new RuleLoader(() -> book, next -> book = next));
        notifications.follow("compliance", new OptOutLoader(() -> optOuts, next -> optOuts = next));
    }

    @Override
    public Refusal violation(Question question) {
        Refusal refusal = book.violation(question);
        return refusal == null && question.needsConsent() && optOuts.contains(question.accountId(), question.to())
                ? Refusal.ofField(
                        Failure.BLOCKED_DESTINATION,
                        "to",
                        "the recipient opted out of service and promotional messages")
                : refusal;
    }

    /// Lets an account use a sender id.
    ///
    /// @throws io.elchi.server.core.RefusedException when it cannot be one
    public Sender allowSender(long accountId, String sender) {
        if (!SenderId.isPossible(sender)) {
            throw Refusal.ofField(Failure.INVALID_SENDER, "sender", null).exception();
        }
        return transactions.run(tx -> {
            JdbcClient in = JdbcClient.create(new SingleConnectionDataSource(tx.connection(), true));
            boolean known = in.sql("SELECT EXISTS (SELECT FROM compliance.senders WHERE account_id = ? AND sender = ?"
                            + " AND status = 'active')")
                    .params(accountId, sender)
                    .query(Boolean.class)
                    .single();
            Sender allowed = in.sql("INSERT INTO compliance.senders (account_id, sender) VALUES (?, ?)"
                            + " ON CONFLICT (account_id, sender) DO UPDATE SET status = 'active'"
                            + " RETURNING id, account_id, sender, created_at")
                    .params(accountId, sender)
                    .query((row, _) -> sender(row))
                    .single();
            if (!known) {
                events.append(tx, accountId, EventType.SENDER_APPROVED, Map.of("sender", sender));
            }
            return allowed;
        });
    }

    /// A sender id that an account may use.
    public record Sender(long id, long accountId, String sender, Instant createdAt) {}

    /// Sender ids by id.
    ///
    /// @param accountId only its own; 0: all
    /// @param cursor of the page before; null: from the first
    public Page<Sender> senders(long accountId, String cursor, int limit) {
        List<Sender> found = jdbc.sql("SELECT id, account_id, sender, created_at FROM compliance.senders"
                        + " WHERE status = 'active' AND id > ? AND (? = 0 OR account_id = ?) ORDER BY id LIMIT ?")
                .params(Page.id(cursor, 0), accountId, accountId, limit + 1)
                .query((row, _) -> sender(row))
                .list();
        return Page.of(found, limit, Sender::id);
    }

    private static Sender sender(ResultSet row) throws SQLException {
        return new Sender(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getObject(4, OffsetDateTime.class).toInstant());
    }

    /// Takes a sender id away; false when there is none.
    public boolean forbidSender(long id) {
        return jdbc.sql("DELETE FROM compliance.senders WHERE id = ?").param(id).update() > 0;
    }

    /// Adds to the block list; the id is ignored. A row for the same gets the new reason.
    ///
    /// @throws io.elchi.server.core.RefusedException when the pattern is none of its kind
    public Block block(Block block) {
        String pattern = block.pattern();
        if (block.kind().equals("number")) {
            // With + and without is the same number.
            pattern = pattern.startsWith("+") ? pattern.substring(1) : pattern;
            if (!pattern.matches("[1-9][0-9]{0,14}\\*?")) {
                throw Refusal.ofField(Failure.INVALID_FIELD, "pattern", "digits, or their beginning and *")
                        .exception();
            }
        }
        return jdbc.sql("INSERT INTO compliance.blocklist (account_id, kind, pattern, reason) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (account_id, kind, pattern) DO UPDATE SET reason = excluded.reason"
                        + " RETURNING id, account_id, kind, pattern, reason")
                .param(block.accountId() == 0 ? null : block.accountId())
                .param(block.kind())
                .param(pattern)
                .param(block.reason())
                .query((row, _) -> block(row))
                .single();
    }

    /// Takes a row off the block list; false when there is none.
    public boolean unblock(long id) {
        return jdbc.sql("DELETE FROM compliance.blocklist WHERE id = ?")
                        .param(id)
                        .update()
                > 0;
    }

    /// The block list, by id.
    ///
    /// @param accountId only its own; 0: those for all; null: everything
    /// @param cursor of the page before; null: from the first
    public Page<Block> blocks(Long accountId, String cursor, int limit) {
        List<Block> found = jdbc.sql("SELECT id, account_id, kind, pattern, reason FROM compliance.blocklist"
                        + " WHERE id > ? AND (?::bigint IS NULL OR coalesce(account_id, 0) = ?) ORDER BY id LIMIT ?")
                .params(Page.id(cursor, 0), accountId, accountId, limit + 1)
                .query((row, _) -> block(row))
                .list();
        return Page.of(found, limit, Block::id);
    }

    private static Block block(ResultSet row) throws SQLException {
        return new Block(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5));
    }
}
