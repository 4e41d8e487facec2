package io.elchi.server.intake;

import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Refusal;
import io.elchi.server.db.CommitUnknownException;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import io.elchi.server.limits.Idempotency;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageEvents;
import io.elchi.server.messages.MessageLog;
import io.elchi.server.messages.MessageStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one transaction of an accepted message: reserve, store, and remember the answer where that was asked for;
/// then hand over. A group goes in, every submission of it gets its results.
final class AcceptanceTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptanceTransaction.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration LOOK_FOR = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private static final int CONTENTION_TRIES = 3;
    /// So many groups reserve first after one in which somebody lacked funds: others shall not pay for a client
    /// without money that goes on asking.
    private static final int CAREFUL_GROUPS = 64;

    private final Stores stores;
    private final Duration recheckAfter;
    private final Pause pause;
    private final IntakeMetrics metrics;
    private final AtomicInteger careful = new AtomicInteger();

    /// The stores it writes to.
    record Stores(
            Transactions transactions,
            Ledger ledger,
            MessageStore messages,
            Idempotency idempotency,
            MessageEvents events,
            AcceptedMessages accepted) {}

    /// The pause while the database is unreachable; tests replace it.
    interface Pause {
        void pause(Duration time) throws InterruptedException;
    }

    AcceptanceTransaction(Stores stores, Duration recheckAfter, Pause pause, IntakeMetrics metrics) {
        this.stores = stores;
        this.recheckAfter = recheckAfter;
        this.pause = pause;
        this.metrics = metrics;
    }

    /// Somebody in the group lacks funds: nothing of the transaction stays.
    private static final class LackOfFunds extends RuntimeException {
        private static final long serialVersionUID = 1;

        LackOfFunds() {
            super("somebody lacks funds", null, false, false);
        }
    }

    /// Commits a group.
    void accept(List<Submission> group) {
        accept(group, 1, careful.getAndUpdate(left -> Math.max(0, left - 1)) > 0);
    }

    /// @param reserveFirst false: what everybody has the funds for is stored first, and balances are locked for a
    ///     short time
    private void accept(List<Submission> group, int tries, boolean reserveFirst) {
        long started = Clock.SYSTEM.nanos();
        // The results of the transaction: they are valid if it was committed, even if that is found out later.
        List<List<SendResult>> results = new ArrayList<>(group.size());
        boolean done = false;
        try {
            done = stores.transactions.run(
                    tx -> results.addAll(reserveFirst ? storeReserved(tx, group) : storeAndReserve(tx, group)));
        } catch (LackOfFunds e) {
            careful.set(CAREFUL_GROUPS);
            accept(group, tries, true);
            return;
        } catch (NotCommittedException e) {
            notCommitted(group, e, tries, reserveFirst);
        } catch (CommitUnknownException e) {
            resolve(group, results, e);
        } catch (RuntimeException e) {
            impossible(group, e);
        }
        if (done) {
            complete(group, results);
        }
        metrics.committed(Clock.SYSTEM.nanos() - started);
    }

    /// The reservation comes last: it locks rows of accounts, for which other processes wait, until the commit. Only
    /// what is unique for an account, its idempotency keys, comes after it in either order.
    private List<List<SendResult>> storeAndReserve(Tx tx, List<Submission> group) throws SQLException {
        List<Ledger.Claim> claims = claims(group);
        List<List<SendResult>> results = results(group, new Ledger.Shortfall[claims.size()]);
        insert(tx, group, results);
        for (Ledger.Shortfall lacking : stores.ledger.reserve(tx, claims)) {
            if (lacking != null) {
                throw new LackOfFunds();
            }
        }
        keep(tx, group, results);
        return results;
    }

    private List<List<SendResult>> storeReserved(Tx tx, List<Submission> group) throws SQLException {
        List<List<SendResult>> results = results(group, stores.ledger.reserve(tx, claims(group)));
        keep(tx, group, results);
        insert(tx, group, results);
        return results;
    }

    private static List<Ledger.Claim> claims(List<Submission> group) {
        List<Ledger.Claim> claims = new ArrayList<>();
        for (Submission submission : group) {
            for (PricedMessage each : submission.priced()) {
                if (each.refusal() == null) {
                    claims.add(each.claim());
                }
            }
        }
        return claims;
    }

    private static List<List<SendResult>> results(List<Submission> group, Ledger.Shortfall[] lacking) {
        List<List<SendResult>> results = new ArrayList<>(group.size());
        int at = 0;
        for (Submission submission : group) {
            int end = at + submission.wanted();
            results.add(submission.resultsWith(Arrays.copyOfRange(lacking, at, end)));
            at = end;
        }
        return results;
    }

    private void insert(Tx tx, List<Submission> group, List<List<SendResult>> results) throws SQLException {
        List<Message> accepted = new ArrayList<>();
        results.forEach(own -> collect(own, accepted));
        if (!accepted.isEmpty()) {
            // Before the rows: a joined message may have been stored by a process that took its claim over.
            endParts(tx, group, results);
            stores.messages.insert(tx, accepted, recheckAfter);
            stores.events.accepted(tx, accepted);
            storeCallbacks(tx, group, results);
            makeReplaceable(tx, group, results);
        }
    }

    private void makeReplaceable(Tx tx, List<Submission> group, List<List<SendResult>> results) throws SQLException {
        Map<MessageId, byte[]> keys = null;
        for (int i = 0; i < group.size(); i++) {
            List<PricedMessage> priced = group.get(i).priced();
            for (int j = 0; j < priced.size(); j++) {
                byte[] key = priced.get(j).replaceKey();
                if (key != null && results.get(i).get(j) instanceof SendResult.Accepted(Message message, var _)) {
                    keys = keys == null ? new LinkedHashMap<>() : keys;
                    keys.put(message.id(), key);
                }
            }
        }
        if (keys != null) {
            stores.messages.makeReplaceable(tx, keys);
        }
    }

    private static void storeCallbacks(Tx tx, List<Submission> group, List<List<SendResult>> results)
            throws SQLException {
        Map<MessageId, CallbackRequest> wanted = null;
        for (int i = 0; i < group.size(); i++) {
            List<PricedMessage> priced = group.get(i).priced();
            for (int j = 0; j < priced.size(); j++) {
                CallbackRequest callback = priced.get(j).callback();
                if (callback != null && results.get(i).get(j) instanceof SendResult.Accepted(Message message, var _)) {
                    wanted = wanted == null ? new LinkedHashMap<>() : wanted;
                    wanted.put(message.id(), callback);
                }
            }
        }
        if (wanted != null) {
            wanted.values().iterator().next().rows().insert(tx, wanted);
        }
    }

    private void keep(Tx tx, List<Submission> group, List<List<SendResult>> results) throws SQLException {
        for (int i = 0; i < group.size(); i++) {
            keep(tx, group.get(i), results.get(i));
        }
    }

    /// Those of joined messages.
    private static void endParts(Tx tx, List<Submission> group, List<List<SendResult>> results) throws SQLException {
        List<JoinedMessage> joined = null;
        for (int i = 0; i < group.size(); i++) {
            List<PricedMessage> priced = group.get(i).priced();
            for (int j = 0; j < priced.size(); j++) {
                if (priced.get(j).joined() != null && results.get(i).get(j) instanceof SendResult.Accepted) {
                    joined = joined == null ? new ArrayList<>() : joined;
                    joined.add(priced.get(j).joined());
                }
            }
        }
        if (joined != null) {
            joined.getFirst().rows().joined(tx, joined);
        }
    }

    private void keep(Tx tx, Submission submission, List<SendResult> results) throws SQLException {
        IdempotencyRecord keep = submission.keep();
        boolean any = keep != null && results.stream().anyMatch(SendResult.Accepted.class::isInstance);
        if (any) {
            // A request of which nothing was accepted changed nothing: it may be tried again with the same key.
            stores.idempotency.keep(
                    tx,
                    submission.account(),
                    keep.key(),
                    keep.bodyHash(),
                    keep.answer().of(results));
        }
    }

    private static void collect(List<SendResult> results, List<Message> accepted) {
        for (SendResult result : results) {
            if (result instanceof SendResult.Accepted(Message message, var _)) {
                accepted.add(message);
            }
        }
    }

    private void complete(List<Submission> group, List<List<SendResult>> results) {
        List<Message> accepted = new ArrayList<>();
        results.forEach(own -> collect(own, accepted));
        accepted.forEach(MessageLog::accepted);
        stores.accepted.handOver(accepted);
        for (int i = 0; i < results.size(); i++) {
            group.get(i).complete(results.get(i));
        }
    }

    private void notCommitted(List<Submission> group, NotCommittedException failure, int tries, boolean reserveFirst) {
        if (failure.isContention() && tries < CONTENTION_TRIES) {
            accept(group, tries + 1, reserveFirst);
            return;
        }
        if (!failure.isTransient() && !(group.size() == 1 && failure.isDuplicateKey())) {
            impossible(group, failure);
            return;
        }
        Refusal refusal;
        if (failure.isDuplicateKey()) {
            refusal = Refusal.after(Failure.IDEMPOTENCY_IN_PROGRESS, RETRY_AFTER);
        } else {
            LOG.warn("{} submissions could not be stored: {}", group.size(), failure.getMessage());
            refusal = Refusal.after(Failure.UNAVAILABLE, RETRY_AFTER);
        }
        metrics.failed(failure);
        group.forEach(submission -> submission.refuse(refusal));
    }

    /// Nothing is stored, and would not be at another try: one of them is to blame, so each is tried on its own.
    private void impossible(List<Submission> group, RuntimeException failure) {
        if (group.size() > 1) {
            group.forEach(submission -> accept(List.of(submission)));
            return;
        }
        LOG.error("a submission cannot be stored", failure);
        metrics.failed(failure);
        group.forEach(submission -> submission.refuse(Refusal.of(Failure.INTERNAL)));
    }

    /// The answer to the commit did not arrive: checks whether the commit was done. One message represents all.
    private void resolve(List<Submission> group, List<List<SendResult>> results, CommitUnknownException failure) {
        LOG.warn("the end of a commit is not known, looking for it: {}", failure.getMessage());
        metrics.failed(failure);
        List<Message> accepted = new ArrayList<>();
        results.forEach(own -> collect(own, accepted));
        if (accepted.isEmpty()) {
            complete(group, results);
            return;
        }
        Optional<MessageId> own = ownId(group, results);
        switch (own.map(this::end).orElse(End.UNKNOWN)) {
            case STORED -> complete(group, results);
            case NOT_STORED -> refuse(group, Failure.UNAVAILABLE);
            case UNKNOWN -> refuse(group, Failure.OUTCOME_UNKNOWN);
        }
    }

    /// Of a message that this transaction alone stores. A joined one may be stored by a process that took its claim
    /// over: that it is there says nothing of the others.
    private static Optional<MessageId> ownId(List<Submission> group, List<List<SendResult>> results) {
        for (int i = 0; i < group.size(); i++) {
            List<PricedMessage> priced = group.get(i).priced();
            for (int j = 0; j < priced.size(); j++) {
                if (priced.get(j).joined() == null
                        && results.get(i).get(j) instanceof SendResult.Accepted(Message message, var _)) {
                    return Optional.of(message.id());
                }
            }
        }
        return Optional.empty();
    }

    private static void refuse(List<Submission> group, Failure failure) {
        group.forEach(submission -> submission.refuse(Refusal.after(failure, RETRY_AFTER)));
    }

    private enum End {
        STORED,
        NOT_STORED,
        UNKNOWN
    }

    private End end(MessageId message) {
        try {
            return isStored(message) ? End.STORED : End.NOT_STORED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // If it was stored after all, the sweeper sends it; the client was told to ask again, and an
            // Idempotency-Key then finds the answer.
            LOG.error("the end of a commit could not be found out: {}", e.getMessage());
        }
        return End.UNKNOWN;
    }

    private boolean isStored(MessageId id) throws InterruptedException {
        for (long tries = LOOK_FOR.dividedBy(LOOK_EVERY); ; tries--) {
            try {
                boolean holds = stores.messages.holds(id);
                stores.transactions.confirm();
                return holds;
            } catch (RuntimeException e) {
                if (tries <= 0) {
                    throw e;
                }
                pause.pause(LOOK_EVERY);
            }
        }
    }
}
