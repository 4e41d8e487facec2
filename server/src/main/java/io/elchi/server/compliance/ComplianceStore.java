package io.elchi.server.compliance;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.db.Notifications;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The rules in PostgreSQL, and the door that answers by them from memory.
public final class ComplianceStore implements Compliance {
    private final JdbcClient jdbc;
    private volatile RuleBook book = RuleBook.EMPTY;

    public ComplianceStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A row of the block list.
    ///
    /// @param accountId 0: for all
    /// @param kind number, sender or text
    public record Block(long id, long accountId, String kind, String pattern, String reason) {}

    void follow(Notifications notifications) {
        reload();
        notifications.on("compliance", this::reload);
    }

    private void reload() {
        Map<Long, Set<String>> senders = new HashMap<>();
        jdbc.sql("SELECT account_id, sender FROM compliance.senders WHERE status = 'active'")
                .query((row, _) -> senders.computeIfAbsent(row.getLong(1), _ -> new HashSet<>())
                        .add(row.getString(2)))
                .list();
        List<RuleBook.Block> blocks = blocks().stream()
                .map(block -> new RuleBook.Block(block.accountId(), block.kind(), block.pattern()))
                .toList();
        book = new RuleBook(senders, blocks);
    }

    @Override
    public Refusal objection(Question question) {
        return book.objection(question);
    }

    /// Lets an account use a sender id.
    ///
    /// @throws io.elchi.server.core.RefusedException when it cannot be one
    public void allowSender(long accountId, String sender) {
        if (!SenderId.isPossible(sender)) {
            throw Refusal.ofField(Failure.INVALID_SENDER, "sender", null).exception();
        }
        jdbc.sql("INSERT INTO compliance.senders (account_id, sender) VALUES (?, ?)"
                        + " ON CONFLICT (account_id, sender) DO UPDATE SET status = 'active'")
                .params(accountId, sender)
                .update();
    }

    /// Takes a sender id away; false when the account did not have it.
    public boolean forbidSender(long accountId, String sender) {
        return jdbc.sql("DELETE FROM compliance.senders WHERE account_id = ? AND sender = ?")
                        .params(accountId, sender)
                        .update()
                > 0;
    }

    public List<String> senders(long accountId) {
        return jdbc.sql("SELECT sender FROM compliance.senders WHERE account_id = ? AND status = 'active' ORDER BY 1")
                .param(accountId)
                .query(String.class)
                .list();
    }

    /// Adds to the block list; the id is ignored.
    ///
    /// @return the row's id
    /// @throws io.elchi.server.core.RefusedException when the pattern is none of its kind
    public long block(Block block) {
        boolean number = block.kind().equals("number");
        if (number && !block.pattern().matches("\\+?[1-9][0-9]{0,14}\\*?")) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "pattern", "digits, or their beginning and *")
                    .exception();
        }
        return jdbc.sql("INSERT INTO compliance.blocklist (account_id, kind, pattern, reason) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (account_id, kind, pattern) DO UPDATE SET reason = excluded.reason"
                        + " RETURNING id")
                .param(block.accountId() == 0 ? null : block.accountId())
                .param(block.kind())
                .param(block.pattern())
                .param(block.reason())
                .query(Long.class)
                .single();
    }

    /// Takes a row off the block list; false when there is none.
    public boolean unblock(long id) {
        return jdbc.sql("DELETE FROM compliance.blocklist WHERE id = ?")
                        .param(id)
                        .update()
                > 0;
    }

    public List<Block> blocks() {
        return jdbc.sql("SELECT id, account_id, kind, pattern, reason FROM compliance.blocklist ORDER BY id")
                .query((row, _) ->
                        new Block(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5)))
                .list();
    }
}
