package io.elchi.server.smppserver;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Credential;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Refusal;
import io.elchi.server.db.Database;
import io.elchi.server.db.Transactions;
import io.elchi.server.intake.Intake;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends messages whose parts did not all come, makes those whose process ended before it had made them, and forgets
/// what is over.
public final class PartUpkeep {
    private static final Logger LOG = LoggerFactory.getLogger(PartUpkeep.class);
    private static final int PAGE = 500;
    /// A message that cannot be accepted for so long is abandoned.
    private static final Duration ABANDON = Duration.ofMinutes(10);
    private static final Duration COUNT_EVERY = Duration.ofSeconds(10);
    /// A part that came again is kept for as long as one that waits: it may belong to another message.
    private static final String FORGET = "DELETE FROM smppserver.part_sets WHERE key IN (SELECT s.key"
            + " FROM smppserver.part_sets s WHERE s.state NOT IN ('waiting', 'joining') AND s.until <= ?"
            + " AND NOT EXISTS (SELECT FROM smppserver.parts p WHERE p.set_id = s.id AND p.repeated_at > ?)"
            + " LIMIT " + PAGE + " FOR UPDATE OF s SKIP LOCKED) RETURNING id";

    private final Transactions transactions;
    private final PartEndings endings;
    private final PartSets sets;
    private final SmppDirectory logins;
    private final Accounts accounts;
    private final Intake intake;
    private final Clock clock;
    private volatile Counted counted = new Counted(0, Instant.EPOCH);

    /// @param logins whose parts they are
    record Callers(SmppDirectory logins, Accounts accounts) {}

    /// What waited at a time.
    private record Counted(long messages, Instant at) {}

    PartUpkeep(
            Database database,
            PartEndings endings,
            PartSets sets,
            Callers callers,
            Intake intake,
            Clock clock,
            Metrics metrics) {
        transactions = database.transactions();
        this.endings = endings;
        this.sets = sets;
        logins = callers.logins;
        accounts = callers.accounts;
        this.intake = intake;
        this.clock = clock;
        metrics.gauge(Metric.SMPP_SERVER_PARTS_WAITING, this::waiting);
    }

    /// 0 in a process that does not do the job, or not any more.
    private double waiting() {
        Counted last = counted;
        return last.at.plus(COUNT_EVERY.multipliedBy(3)).isBefore(clock.now()) ? 0 : last.messages;
    }

    /// Does what is due; to be called every second.
    public void run() {
        while (endings.expire() == PartEndings.PAGE) {
            // The next page.
        }
        while (finish() == PartEndings.PAGE) {
            // The next page.
        }
        Instant now = clock.now();
        if (!now.isBefore(counted.at.plus(COUNT_EVERY))) {
            counted = new Counted(endings.waiting(), now);
        }
        while (transactions.run(tx -> forget(tx.connection(), now)) == PAGE) {
            // The next page.
        }
    }

    private int forget(Connection connection, Instant now) throws SQLException {
        List<MessageId> forgotten = new ArrayList<>();
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setObject(1, PartSetRows.utc(now));
            delete.setObject(2, PartSetRows.utc(now.minus(sets.expiry())));
            try (ResultSet rows = delete.executeQuery()) {
                while (rows.next()) {
                    forgotten.add(MessageId.of(rows.getObject(1, UUID.class)));
                }
            }
        }
        PartSetRows.forgetParts(connection, forgotten);
        return forgotten.size();
    }

    /// @return how many sets it tried
    private int finish() {
        List<PartSets.CompleteSet> claimed = transactions.run(tx -> claim(tx.connection(), clock.now()));
        Map<Long, List<PartSets.CompleteSet>> byLogin = new LinkedHashMap<>();
        for (PartSets.CompleteSet set : claimed) {
            byLogin.computeIfAbsent(set.row().loginId(), _ -> new ArrayList<>()).add(set);
        }
        byLogin.forEach((login, complete) -> {
            try {
                finish(login, complete);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                // Tried again when the claims are over. Other logins do not wait for this one.
                LOG.error("messages of the login {} could not be made of their parts", login, e);
            }
        });
        return claimed.size();
    }

    /// Complete sets whose message nobody makes.
    private List<PartSets.CompleteSet> claim(Connection connection, Instant now) throws SQLException {
        List<PartSet.Row> rows = PartSetRows.lock(
                connection,
                "key IN (SELECT key FROM smppserver.part_sets WHERE state = 'joining' AND until <= ?"
                        + " ORDER BY until LIMIT " + PartEndings.PAGE
                        + ") AND state = 'joining' AND until <= ? ORDER BY key",
                now,
                now);
        Map<MessageId, PartSet.Row> claimed = new LinkedHashMap<>();
        rows.forEach(row -> claimed.put(row.id(), row.claimed(UUID.randomUUID(), now.plus(PartSet.CLAIM))));
        if (!claimed.isEmpty()) {
            PartSetRows.write(connection, List.copyOf(claimed.values()));
        }
        Map<MessageId, PartSets.CompleteSet> complete = sets.complete(connection, claimed);
        List<PartSet.Row> unreadable =
                rows.stream().filter(row -> !complete.containsKey(row.id())).toList();
        if (!unreadable.isEmpty()) {
            LOG.error("{} messages of clients are lost: the keys of their parts are missing", unreadable.size());
            PartSetRows.write(
                    connection,
                    unreadable.stream()
                            .map(row -> row.with(PartSet.State.EXPIRED, row.received(), now.plus(sets.expiry())))
                            .toList());
        }
        return List.copyOf(complete.values());
    }

    private void finish(long loginId, List<PartSets.CompleteSet> complete) throws InterruptedException {
        SmppLogin login = logins.find(loginId).orElse(null);
        Account account =
                login == null ? null : accounts.account(login.accountId()).orElse(null);
        LOG.info("SMPP login {}: {} messages whose parts are all there are made now", loginId, complete.size());
        if (account == null || !account.active()) {
            Refusal suspended = Refusal.of(Failure.ACCOUNT_SUSPENDED);
            ended(
                    complete,
                    complete.stream()
                            .map(_ -> (SendResult) new SendResult.Refused(suspended))
                            .toList());
            return;
        }
        SubmitReader reader = new SubmitReader(login, clock);
        List<SendRequest> requests = complete.stream()
                .map(set -> reader.joined(set.parts(), set.message(sets)))
                .toList();
        Caller caller = new Caller(account, Credential.smppLogin(loginId), SubmitQueue.MAY);
        ended(complete, intake.send(caller, requests, "smpp-parts", null));
    }

    private void ended(List<PartSets.CompleteSet> complete, List<SendResult> results) {
        List<PartEndings.NotAccepted> refused = new ArrayList<>();
        Instant tooOld = clock.now().minus(ABANDON);
        endings.count(PartSet.State.JOINED, (int)
                results.stream().filter(SendResult.Accepted.class::isInstance).count());
        for (int i = 0; i < results.size(); i++) {
            PartSets.CompleteSet set = complete.get(i);
            if (results.get(i) instanceof SendResult.Refused(Refusal refusal)
                    && (!PartEndings.mayComeAgain(refusal.failure())
                            || set.row().beganAt().isBefore(tooOld))) {
                refused.add(new PartEndings.NotAccepted(set, refusal.failure().smppStatus(), false));
            }
        }
        // The others are tried again when the claim is over.
        endings.notAccepted(refused);
    }
}
