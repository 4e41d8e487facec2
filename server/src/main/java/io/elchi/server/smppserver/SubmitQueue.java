package io.elchi.server.smppserver;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Credential;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.intake.Intake;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import io.elchi.server.limits.RateLimits;
import io.elchi.server.messages.RefusalLog;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DataSm;
import io.elchi.smpp.pdu.DataSmResp;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.SubmitMulti;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.session.Exchange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The requests of one session, in their order. While one transaction is committed, the submit_sm of the next one
/// gather: a window of them shares a transaction, and their answers leave together.
final class SubmitQueue {
    private static final Logger LOG = LoggerFactory.getLogger(SubmitQueue.class);
    private static final Set<Permission> MAY = EnumSet.of(Permission.SMS_SEND, Permission.SMS_BINARY);
    /// Messages of one transaction.
    private static final int MOST_AT_ONCE = 256;
    /// Apart from the buckets of accounts: see [RateLimits].
    private static final long LOGINS = Long.MIN_VALUE;

    private final Parts parts;
    private final long loginId;
    private final String correlationId;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private final LongAdder submits = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private boolean runs;
    /// Those that wait, and those that are being handled.
    private volatile int size;
    private SubmitReader reader;
    private SmppLogin readerOf;

    /// What sessions share.
    record Parts(
            SmppDirectory logins,
            Accounts accounts,
            Intake intake,
            RateLimits limits,
            RefusalLog refusals,
            MessageRequests messages,
            Clock clock) {}

    SubmitQueue(Parts parts, long loginId, String correlationId) {
        this.parts = parts;
        this.loginId = loginId;
        this.correlationId = correlationId;
    }

    int size() {
        return size;
    }

    long submits() {
        return submits.sum();
    }

    long accepted() {
        return accepted.sum();
    }

    long throttled() {
        return throttled.sum();
    }

    /// On the session's event loop.
    void add(Exchange exchange) {
        Optional<SmppLogin> login = parts.logins.find(loginId);
        if (login.isEmpty()) {
            exchange.refuse(CommandStatus.ESME_RBINDFAIL);
            return;
        }
        SmppLogin.SubmitRules rules = login.get().submits();
        if (sends(exchange.request())) {
            submits.increment();
            if (!rules.allowed()) {
                exchange.refuse(CommandStatus.ESME_RSUBMITFAIL);
                return;
            }
        }
        if (!enqueue(exchange, rules)) {
            throttled.increment();
            exchange.refuse(CommandStatus.ESME_RTHROTTLED);
        }
    }

    private static boolean isSubmit(Request<?> request) {
        return request instanceof SubmitSm || request instanceof DataSm;
    }

    private static boolean sends(Request<?> request) {
        return isSubmit(request) || request instanceof SubmitMulti;
    }

    private boolean enqueue(Exchange exchange, SmppLogin.SubmitRules rules) {
        lock.lock();
        try {
            if (size >= rules.window() || isTooFast(exchange, rules)) {
                return false;
            }
            waiting.addLast(exchange);
            size++;
            if (!runs) {
                runs = true;
                Thread.ofVirtual().name("smpp-submit").start(this::run);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isTooFast(Exchange exchange, SmppLogin.SubmitRules rules) {
        return rules.ratePerSecond() > 0
                && sends(exchange.request())
                && !parts.limits
                        .take(LOGINS + loginId, rules.ratePerSecond(), 1)
                        .allowed();
    }

    private void run() {
        for (List<Exchange> batch = next(); !batch.isEmpty(); batch = next()) {
            try {
                handle(batch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                LOG.error("{}: {} requests failed", correlationId, batch.size(), e);
            } finally {
                // Of those that were answered the first answer counts.
                batch.forEach(exchange -> exchange.refuse(CommandStatus.ESME_RSYSERR));
                left(batch.size());
            }
        }
    }

    private void left(int count) {
        lock.lock();
        try {
            size -= count;
        } finally {
            lock.unlock();
        }
    }

    /// Submits up to the next request of another kind, or one such request. Empty: none waits, and the thread ends.
    private List<Exchange> next() {
        List<Exchange> batch = new ArrayList<>();
        lock.lock();
        try {
            while (!waiting.isEmpty() && batch.size() < MOST_AT_ONCE) {
                boolean submit = isSubmit(waiting.getFirst().request());
                if (submit || batch.isEmpty()) {
                    batch.add(waiting.removeFirst());
                }
                if (!submit) {
                    break;
                }
            }
            runs = !batch.isEmpty();
        } finally {
            lock.unlock();
        }
        return batch;
    }

    private void handle(List<Exchange> batch) throws InterruptedException {
        SmppLogin login = parts.logins.find(loginId).orElse(null);
        Account account =
                login == null ? null : parts.accounts.account(login.accountId()).orElse(null);
        if (account == null || !account.active()) {
            CommandStatus status =
                    CommandStatus.of(Failure.ACCOUNT_SUSPENDED.smppStatus()).orElseThrow();
            batch.forEach(exchange -> exchange.refuse(status));
            return;
        }
        if (login != readerOf) {
            readerOf = login;
            reader = new SubmitReader(login, parts.clock);
        }
        Caller caller = new Caller(account, Credential.smppLogin(loginId), MAY);
        if (isSubmit(batch.getFirst().request())) {
            submit(caller, login, batch);
        } else {
            parts.messages.answer(caller, login, reader, batch.getFirst());
        }
    }

    private void submit(Caller caller, SmppLogin login, List<Exchange> batch) throws InterruptedException {
        List<Exchange> asked = new ArrayList<>(batch.size());
        List<SendRequest> requests = new ArrayList<>(batch.size());
        for (Exchange exchange : batch) {
            SubmitSm submit = exchange.request() instanceof DataSm data
                    ? SubmitReader.submit(data)
                    : (SubmitSm) exchange.request();
            switch (reader.read(submit, null)) {
                case SubmitReader.Read.Invalid(CommandStatus status) -> exchange.refuse(status);
                case SubmitReader.Read.Message(SendRequest request) -> {
                    asked.add(exchange);
                    requests.add(request);
                }
            }
        }
        if (requests.isEmpty()) {
            return;
        }
        List<SendResult> results = parts.intake.send(caller, requests, correlationId, null);
        for (int i = 0; i < results.size(); i++) {
            answer(caller, login, asked.get(i), requests.get(i), results.get(i));
        }
    }

    private void answer(Caller caller, SmppLogin login, Exchange exchange, SendRequest request, SendResult result) {
        switch (result) {
            case SendResult.Accepted done -> {
                accepted.increment();
                String id = MessageIdForm.write(
                        done.message().id(), login.delivery().ids());
                exchange.respond(exchange.request() instanceof DataSm ? new DataSmResp(id) : new SubmitSmResp(id));
            }
            case SendResult.Refused(var refusal) -> {
                exchange.respond(
                        refusal.failure().smppStatus(), exchange.request().emptyResponse());
                parts.refusals.add(
                        new RefusalLog.Source(caller.account().id(), 0, correlationId),
                        refusal,
                        request.to(),
                        request.from());
            }
        }
    }
}
