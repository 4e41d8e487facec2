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
import io.elchi.server.limits.RateLimits;
import io.elchi.server.messages.RefusalLog;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DataSm;
import io.elchi.smpp.pdu.ReplaceSm;
import io.elchi.smpp.pdu.Request;
import io.elchi.smpp.pdu.SubmitMulti;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.Tlv;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.Answer;
import io.elchi.smpp.session.Exchange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The requests of one session, in their order. While one transaction is committed, the submit_sm of the next one
/// gather: a window of them shares a transaction, and their answers leave together.
final class SubmitQueue {
    private static final Logger LOG = LoggerFactory.getLogger(SubmitQueue.class);
    /// What its login may, as far as permissions decide.
    static final Set<Permission> MAY = EnumSet.of(Permission.SMS_SEND, Permission.SMS_BINARY);
    /// Messages of one transaction.
    private static final int MOST_AT_ONCE = 256;
    /// Apart from the buckets of accounts: see [RateLimits].
    private static final long REQUESTS = Long.MIN_VALUE / 2;
    /// Of a login, beside submits: each is a query of the database.
    private static final int REQUESTS_PER_SECOND = 50;
    /// Of all requests of all sessions that wait.
    private static final long MOST_OCTETS = Runtime.getRuntime().maxMemory() / 16;
    /// Of those of one session: about 1,500 short messages.
    private static final int MOST_SESSION_OCTETS = 1_048_576;
    /// Of a request without its content, about.
    private static final int OVERHEAD = 500;

    private final Parts parts;
    private final long loginId;
    private final long bindId;
    private final String correlationId;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private final LongAdder submits = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private final WindowMeter meter = new WindowMeter();
    private boolean runs;
    private long ownOctets;
    /// Those that wait, and those that are being handled.
    private volatile int size;
    private SubmitReader reader;
    /// null: parts go as they are.
    private ClientPartReader joining;

    private SmppLogin readerOf;

    /// What sessions share.
    ///
    /// @param octets of all requests that wait
    /// @param throttled requests that were answered with ESME_RTHROTTLED
    record Parts(
            SmppDirectory logins,
            Accounts accounts,
            Intake intake,
            RateLimits limits,
            RefusalLog refusals,
            MessageRequests messages,
            PartSets sets,
            PartEndings endings,
            AtomicLong octets,
            LongAdder throttled,
            Clock clock) {}

    /// @param bindId of the session's row
    SubmitQueue(Parts parts, long loginId, long bindId) {
        this.parts = parts;
        this.loginId = loginId;
        this.bindId = bindId;
        correlationId = "smpp-bind-" + bindId;
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

    /// Of the last seconds; see [WindowMeter#sample].
    WindowUse use() {
        return meter.sample(parts.logins
                .find(loginId)
                .map(login -> login.submits().window())
                .orElse(1));
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
        if (!enqueue(exchange, login.get())) {
            throttled.increment();
            parts.throttled.increment();
            exchange.refuse(CommandStatus.ESME_RTHROTTLED);
        }
    }

    private static boolean isSubmit(Request<?> request) {
        return request instanceof SubmitSm || request instanceof DataSm;
    }

    /// One that may replace a message is handled alone: those before it are committed then.
    private static boolean isOfBatch(Request<?> request) {
        return isSubmit(request) && !(request instanceof SubmitSm submit && ReplaceIfPresent.isAsked(submit));
    }

    private static boolean sends(Request<?> request) {
        return isSubmit(request) || request instanceof SubmitMulti;
    }

    private boolean enqueue(Exchange exchange, SmppLogin login) {
        SmppLogin.SubmitRules rules = login.submits();
        lock.lock();
        try {
            int octets = octets(exchange.request());
            if (size >= rules.window()) {
                meter.wasOverWindow();
                return false;
            }
            if (hasTooManyOctets(octets)) {
                return false;
            }
            if (isTooFast(exchange, login)) {
                if (sends(exchange.request())) {
                    meter.wasOverRate();
                }
                return false;
            }
            meter.entered(rules.window());
            ownOctets += octets;
            parts.octets.addAndGet(octets);
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

    /// The limit of a session keeps a few clients from using that of all.
    private boolean hasTooManyOctets(int coming) {
        return ownOctets > 0 && ownOctets + coming > MOST_SESSION_OCTETS || parts.octets.get() + coming > MOST_OCTETS;
    }

    private boolean isTooFast(Exchange exchange, SmppLogin login) {
        int rate = login.submits().ratePerSecond();
        Request<?> request = exchange.request();
        if (!sends(request)) {
            return !parts.limits
                    .take(REQUESTS + loginId, REQUESTS_PER_SECOND, 1)
                    .allowed();
        }
        int messages = request instanceof SubmitMulti multi
                ? Math.max(1, multi.destinations().size())
                : 1;
        return rate > 0
                && !parts.limits.take(login.rateBucket(), rate, messages).allowed();
    }

    static int octets(Request<?> request) {
        return switch (request) {
            case SubmitSm submit -> OVERHEAD + submit.shortMessage().length() + octets(submit.tlvs());
            case SubmitMulti multi ->
                OVERHEAD * multi.destinations().size() + multi.shortMessage().length() + octets(multi.tlvs());
            case DataSm data -> OVERHEAD + octets(data.tlvs());
            case ReplaceSm replace -> OVERHEAD + replace.shortMessage().length() + octets(replace.tlvs());
            default -> OVERHEAD;
        };
    }

    private static int octets(Tlvs tlvs) {
        int octets = 0;
        for (Tlv tlv : tlvs) {
            octets += tlv.value().length();
        }
        return octets;
    }

    private void run() {
        for (List<Exchange> batch = next(); !batch.isEmpty(); batch = next()) {
            List<Runnable> answers = List.of();
            try {
                answers = handle(batch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("{}: {} requests failed", correlationId, batch.size(), e);
            } finally {
                // Before the answers: a client that has one may send the next request.
                left(batch);
                answer(batch, answers);
            }
        }
    }

    /// Each request gets an answer: of several the first one counts.
    private void answer(List<Exchange> batch, List<Runnable> answers) {
        for (Runnable answer : answers) {
            try {
                answer.run();
            } catch (RuntimeException e) {
                // The others are accepted, and have to be told so: their client would send them again.
                LOG.error("{}: an answer could not be written", correlationId, e);
            }
        }
        batch.forEach(exchange -> exchange.refuse(CommandStatus.ESME_RSYSERR));
    }

    private void left(List<Exchange> batch) {
        lock.lock();
        try {
            size -= batch.size();
            meter.answered(batch.size());
            for (Exchange exchange : batch) {
                int octets = octets(exchange.request());
                ownOctets -= octets;
                parts.octets.addAndGet(-octets);
            }
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
                boolean submit = isOfBatch(waiting.getFirst().request());
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

    /// @return what answers them
    private List<Runnable> handle(List<Exchange> batch) throws InterruptedException {
        SmppLogin login = parts.logins.find(loginId).orElse(null);
        Account account =
                login == null ? null : parts.accounts.account(login.accountId()).orElse(null);
        if (account == null || !account.active()) {
            CommandStatus status =
                    CommandStatus.of(Failure.ACCOUNT_SUSPENDED.smppStatus()).orElseThrow();
            return batch.stream()
                    .map(exchange -> (Runnable) () -> exchange.refuse(status))
                    .toList();
        }
        if (login != readerOf) {
            readerOf = login;
            reader = new SubmitReader(login, parts.clock);
            joining = login.submits().joinsParts() ? new ClientPartReader(login, reader) : null;
        }
        Caller caller = new Caller(account, Credential.smppLogin(loginId), MAY);
        Exchange exchange = batch.getFirst();
        Request<?> request = exchange.request();
        Answer answer = isOfBatch(request)
                ? null
                : parts.messages.answer(
                        new MessageRequests.Asker(caller, login, reader, bindId, correlationId, accepted), request);
        if (answer == null) {
            return new SubmitBatch(
                            parts,
                            new SubmitBatch.Session(
                                    caller, login, reader, joining, bindId, correlationId, accepted, this::count))
                    .submit(batch);
        }
        return List.of(() ->
                exchange.respond(answer.status(), answer.body() == null ? request.emptyResponse() : answer.body()));
    }

    private void count(Failure failure) {
        if (failure.smppStatus() == CommandStatus.ESME_RTHROTTLED.code()) {
            throttled.increment();
            parts.throttled.increment();
        }
        if (failure == Failure.RATE_LIMITED) {
            meter.wasOverRate();
        }
    }
}
