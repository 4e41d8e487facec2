package io.elchi.server.rules;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.Notifications;
import io.elchi.server.db.SeenChange;
import io.elchi.server.db.Transactions;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.rules.RuleRows.RuleRow;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// The rules in PostgreSQL, and in memory for messages.
public final class RuleStore implements MessageRules {
    /// Rules, at most.
    public static final int MOST = 1_000;

    /// Rules in force whose text pattern runs for every message.
    public static final int MOST_OPEN = 20;

    /// Patterns of rules in force: of texts, sender ids and destinations.
    public static final int MOST_PATTERNS = 200;

    /// Rules in force that ask services.
    public static final int MOST_ASKING = 8;

    /// Characters of all words that rules look for in texts.
    public static final int MOST_WORDS = 100_000;

    private static final int STEP = 10;
    /// Ids in a detail, at most.
    private static final int MOST_NAMED = 20;

    private final JdbcClient jdbc;
    private final JdbcClient reads;
    private final Transactions transactions;
    private final Numbers numbers;
    private final Decisions decisions;
    /// null: rules may not ask.
    private final ExternalDecisions services;
    private final SeenChange seen = new SeenChange();
    private volatile Snapshot snapshot;

    /// @param versions by id, of all rules that this release can read
    /// @param names by id
    private record Snapshot(
            RuleTable table, InboundRuleTable inbound, Map<Long, Long> versions, Map<Long, String> names) {
        static Snapshot of(List<StoredRule> rules, Numbers numbers) {
            Map<Long, Long> versions = new HashMap<>();
            Map<Long, String> names = new HashMap<>();
            for (StoredRule rule : rules) {
                versions.put(rule.id(), rule.version());
                names.put(rule.id(), rule.form().name());
            }
            return new Snapshot(new RuleTable(rules, numbers), new InboundRuleTable(rules), versions, names);
        }
    }

    /// @param reads for what people look at
    /// @param decisions null: rules may not ask
    RuleStore(
            JdbcClient jdbc,
            JdbcClient reads,
            Transactions transactions,
            Numbers numbers,
            ExternalDecisions decisions) {
        this.decisions = decisions == null ? RuleStore::withoutAnswer : decisions;
        services = decisions;
        this.jdbc = jdbc;
        this.reads = reads;
        this.transactions = transactions;
        this.numbers = numbers;
        snapshot = Snapshot.of(List.of(), numbers);
    }

    void follow(Notifications notifications) {
        notifications.follow("rules", new RuleFollower(rules -> {
            snapshot = Snapshot.of(rules, numbers);
            seen.changed();
        }));
    }

    /// Of a rule that was made while rules might ask.
    private static RejectCode withoutAnswer(StoredRule rule, RuleSubject message) {
        return rule.form().action().ask().withoutAnswer();
    }

    @Override
    public boolean isEmpty() {
        return snapshot.table.isEmpty();
    }

    @Override
    public Ruling apply(RuleSubject message) {
        return snapshot.table.apply(message, decisions);
    }

    @Override
    public <T> T inOneSubmission(Supplier<T> work) {
        return services == null || isEmpty() ? work.get() : services.inOneSubmission(work);
    }

    @Override
    public MessageRules withoutAsking() {
        return new MessageRules() {
            @Override
            public boolean isEmpty() {
                return RuleStore.this.isEmpty();
            }

            @Override
            public Ruling apply(RuleSubject message) {
                return test(message);
            }
        };
    }

    /// What the rules make of a message, without asking services: they are taken to accept it.
    public Ruling test(RuleSubject message) {
        return snapshot.table.apply(message);
    }

    /// The rules for messages from handsets.
    public InboundRules inbound() {
        return new InboundRules() {
            @Override
            public boolean isEmpty() {
                return snapshot.inbound.isEmpty();
            }

            @Override
            public InboundRuling apply(InboundRuleSubject message) {
                return snapshot.inbound.apply(message);
            }
        };
    }

    /// Work on all rules, while nobody else changes one.
    private interface Change {
        StoredRule make(JdbcClient in, List<RuleRow> before);
    }

    private StoredRule change(Change change) {
        StoredRule rule = transactions.run(tx -> {
            JdbcClient in = JdbcClient.create(new SingleConnectionDataSource(tx.connection(), true));
            in.sql("LOCK TABLE rules.rules IN SHARE ROW EXCLUSIVE MODE").update();
            return change.make(in, rows(in));
        });
        seen.await(() -> snapshot.versions.getOrDefault(rule.id(), 0L) >= rule.version());
        return rule;
    }

    /// @throws RefusedException when there are too many
    public StoredRule add(RuleForm form) {
        return change((in, before) -> {
            if (before.size() >= MOST) {
                throw Refusal.of(Failure.CONFLICT, "there may be " + MOST + " rules")
                        .exception();
            }
            checkCost(before, 0, form);
            return in.sql("INSERT INTO rules.rules (name, priority, account_id, enabled, passes_on, match, action)"
                            + " VALUES (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb) RETURNING " + RuleRows.COLUMNS)
                    .params(
                            form.name(),
                            form.priority(),
                            form.accountId(),
                            form.enabled(),
                            form.passesOn(),
                            RuleRows.match(form),
                            RuleRows.action(form))
                    .query((row, _) -> RuleRow.of(row))
                    .single()
                    .orRefused();
        });
    }

    /// Makes the next version.
    ///
    /// @param expected the version that the change is for
    /// @throws RefusedException when there is no such rule, it has another version, or this release cannot read it
    public StoredRule change(long id, long expected, RuleForm form) {
        return change((in, before) -> {
            before.stream().filter(row -> row.id() == id).forEach(RuleRow::orRefused);
            checkCost(before, id, form);
            return in.sql("UPDATE rules.rules SET name = ?, priority = ?, account_id = ?, enabled = ?, passes_on = ?,"
                            + " match = ?::jsonb, action = ?::jsonb, version = version + 1, updated_at = now()"
                            + " WHERE id = ? AND version = ? RETURNING " + RuleRows.COLUMNS)
                    .params(
                            form.name(),
                            form.priority(),
                            form.accountId(),
                            form.enabled(),
                            form.passesOn(),
                            RuleRows.match(form),
                            RuleRows.action(form),
                            id,
                            expected)
                    .query((row, _) -> RuleRow.of(row))
                    .optional()
                    .orElseThrow(() -> otherVersion(in, id))
                    .orRefused();
        });
    }

    private static RefusedException otherVersion(JdbcClient in, long id) {
        long now = version(in, id).orElseThrow(() -> missing(id));
        return Refusal.ofField(Failure.PRECONDITION_FAILED, "If-Match", "the rule is in version " + now)
                .exception();
    }

    private void checkCost(List<RuleRow> before, long replaced, RuleForm form) {
        if (form.enabled()) {
            checkMayAsk(form.action().ask());
            RuleBounds.check(
                    RuleRows.readable(before).stream()
                            .filter(rule -> rule.id() != replaced)
                            .toList(),
                    form);
        }
    }

    private void checkMayAsk(RuleAction.Ask ask) {
        if (ask == null) {
            return;
        }
        if (services == null) {
            throw Refusal.ofField(
                            Failure.INVALID_FIELD, "action.ask", "is off: see the setting rules.external_decisions")
                    .exception();
        }
        if (!services.permits(ask)) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "action.ask.url", "must be an address of https")
                    .exception();
        }
    }

    /// Gives all rules another order; their priorities are 10, 20 and so on then.
    ///
    /// @param ids of all rules, each once, with those that this release cannot read
    /// @throws RefusedException when another rule exists, or one of these does not
    public List<StoredRule> order(List<Long> ids) {
        List<StoredRule> ordered = transactions.run(tx -> {
            JdbcClient in = JdbcClient.create(new SingleConnectionDataSource(tx.connection(), true));
            in.sql("LOCK TABLE rules.rules IN SHARE ROW EXCLUSIVE MODE").update();
            checkAll(rows(in), ids);
            in.sql("UPDATE rules.rules r SET priority = ? * o.place, version = version + 1, updated_at = now()"
                            + " FROM unnest(?::bigint[]) WITH ORDINALITY AS o (id, place)"
                            + " WHERE r.id = o.id AND r.priority <> ? * o.place")
                    .params(STEP, ids.toArray(Long[]::new), STEP)
                    .update();
            return RuleRows.readable(rows(in));
        });
        seen.await(() ->
                ordered.stream().allMatch(rule -> snapshot.versions.getOrDefault(rule.id(), 0L) >= rule.version()));
        return ordered;
    }

    private static void checkAll(List<RuleRow> rows, List<Long> ids) {
        List<Long> known = rows.stream().map(RuleRow::id).toList();
        if (known.size() == ids.size() && new HashSet<>(known).equals(new HashSet<>(ids))) {
            return;
        }
        String unread = rows.stream()
                .filter(row -> row.rule() == null)
                .limit(MOST_NAMED)
                .map(row -> String.valueOf(row.id()))
                .collect(Collectors.joining(", "));
        throw Refusal.ofField(
                        Failure.CONFLICT,
                        "ids",
                        "must name each of the " + known.size() + " rules once"
                                + (unread.isEmpty() ? "" : ", and those that this release cannot read: " + unread))
                .exception();
    }

    /// Messages keep the ids of the rules that matched them.
    ///
    /// @throws RefusedException when there is no such rule
    public void remove(long id) {
        int removed = jdbc.sql("DELETE FROM rules.rules WHERE id = ?").param(id).update();
        if (removed == 0) {
            throw missing(id);
        }
        seen.await(() -> !snapshot.versions.containsKey(id));
    }

    /// @throws RefusedException when there is none, or this release cannot read it
    public StoredRule get(long id) {
        return reads.sql("SELECT " + RuleRows.COLUMNS + " FROM rules.rules WHERE id = ?")
                .param(id)
                .query((row, _) -> RuleRow.of(row))
                .optional()
                .orElseThrow(() -> missing(id))
                .orRefused();
    }

    /// All rules that this release can read, in their order.
    public List<StoredRule> all() {
        return RuleRows.readable(rows(reads));
    }

    private static List<RuleRow> rows(JdbcClient in) {
        return in.sql("SELECT " + RuleRows.COLUMNS + " FROM rules.rules ORDER BY priority, id")
                .query((row, _) -> RuleRow.of(row))
                .list();
    }

    /// Names of rules that are in force here, in this order.
    public List<RuleFinding.RuleName> names(long[] ids) {
        Map<Long, String> names = snapshot.names;
        return Arrays.stream(ids)
                .mapToObj(id -> new RuleFinding.RuleName(id, names.getOrDefault(id, "")))
                .toList();
    }

    /// A page of rules in their order. It is shorter by the rules that this release cannot read.
    ///
    /// @param cursor of the page before, the priority and the id of its last rule; null: from the first
    public Page<StoredRule> list(String cursor, int limit) {
        RuleCursor after = RuleCursor.of(cursor);
        List<RuleRow> found = reads.sql("SELECT " + RuleRows.COLUMNS
                        + " FROM rules.rules WHERE (priority, id) > (?, ?) ORDER BY priority, id LIMIT ?")
                .params(after.priority, after.id, limit + 1)
                .query((row, _) -> RuleRow.of(row))
                .list();
        boolean more = found.size() > limit;
        List<RuleRow> items = more ? found.subList(0, limit) : found;
        return new Page<>(RuleRows.readable(items), more ? RuleCursor.at(items.getLast()) : null);
    }

    /// Where a page ends.
    private record RuleCursor(int priority, long id) {
        static RuleCursor of(String text) {
            if (text == null) {
                return new RuleCursor(-1, 0);
            }
            if (!text.matches("[0-9]{1,7}-[0-9]{1,18}")) {
                throw Refusal.ofField(Failure.INVALID_FIELD, "cursor", "must be that of an answer")
                        .exception();
            }
            String[] parts = text.split("-");
            return new RuleCursor(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
        }

        static String at(RuleRow row) {
            return row.priority() + "-" + row.id();
        }
    }

    private static Optional<Long> version(JdbcClient in, long id) {
        return in.sql("SELECT version FROM rules.rules WHERE id = ?")
                .param(id)
                .query(Long.class)
                .optional();
    }

    private static RefusedException missing(long id) {
        return Refusal.of(Failure.NOT_FOUND, "there is no rule " + id).exception();
    }
}
