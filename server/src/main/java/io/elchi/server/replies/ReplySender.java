package io.elchi.server.replies;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Credential;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Permission;
import io.elchi.server.inbound.ReplyOutbox;
import io.elchi.server.inbound.ReplyOutbox.Reply;
import io.elchi.server.intake.IdempotencyRecord;
import io.elchi.server.intake.Intake;
import io.elchi.server.intake.SendExtras;
import io.elchi.server.intake.SendOptions;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import io.elchi.server.limits.Idempotency;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends answers that wait. One process does it at a time; should two do it, the idempotency key decides.
public final class ReplySender {
    private static final Logger LOG = LoggerFactory.getLogger(ReplySender.class);

    /// Attempts of an answer; the delays between them double from 5 s to 5 min, and are 10 min together.
    static final int MOST_ATTEMPTS = 8;

    private static final Duration FIRST_DELAY = Duration.ofSeconds(5);
    private static final int PAGE = 100;
    private static final int HASH_OCTETS = 32;
    /// A client's key has no line end: it is a header.
    private static final String KEY_PREFIX = "inbound-reply\n";

    private final ReplyOutbox outbox;
    private final Accounts accounts;
    private final Intake intake;
    private final Idempotency idempotency;
    private final Clock clock;
    private final Metrics.Count sent;
    private final Metrics.Count failed;

    ReplySender(
            ReplyOutbox outbox,
            Accounts accounts,
            Intake intake,
            Idempotency idempotency,
            Clock clock,
            Metrics metrics) {
        this.outbox = outbox;
        this.accounts = accounts;
        this.intake = intake;
        this.idempotency = idempotency;
        this.clock = clock;
        sent = metrics.count(Metric.INBOUND_REPLIES, "sent");
        failed = metrics.count(Metric.INBOUND_REPLIES, "failed");
    }

    /// Sends what is due; to be called every second or so.
    public void run() {
        List<Reply> due;
        do {
            due = outbox.take(clock.now(), PAGE);
            for (Reply reply : due) {
                try {
                    send(reply);
                } catch (RuntimeException e) {
                    // It must not keep others from being sent.
                    LOG.warn("the answer to message {} cannot be sent", reply.messageId(), e);
                    later(reply, Failure.INTERNAL);
                } catch (InterruptedException e) {
                    // The rest is due again in a minute.
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        } while (due.size() == PAGE);
    }

    private void send(Reply reply) throws InterruptedException {
        Account account = accounts.account(reply.accountId()).orElse(null);
        if (account == null || !account.active()) {
            fail(reply, Failure.ACCOUNT_SUSPENDED);
            return;
        }
        String key = KEY_PREFIX + reply.messageId();
        byte[] hash = Arrays.copyOf(key.getBytes(StandardCharsets.US_ASCII), HASH_OCTETS);
        switch (idempotency.begin(account.id(), key, hash)) {
            case Idempotency.Begun.Answered(String answer) ->
                sent(reply, MessageId.parse(answer).orElseThrow());
            case Idempotency.Begun.Reused _ -> fail(reply, Failure.IDEMPOTENCY_KEY_REUSED);
            case Idempotency.Begun.InProgress _ -> later(reply, Failure.IDEMPOTENCY_IN_PROGRESS);
            case Idempotency.Begun.Fresh _ -> {
                try {
                    IdempotencyRecord keep = new IdempotencyRecord(key, hash, ReplySender::answer);
                    end(reply, intake.send(caller(account), List.of(request(reply)), correlation(reply), keep));
                } finally {
                    idempotency.end(account.id(), key);
                }
            }
        }
    }

    private static Caller caller(Account account) {
        return new Caller(account, Credential.apiKey(0), Set.of(Permission.SMS_SEND));
    }

    private static String correlation(Reply reply) {
        return reply.messageId().toString();
    }

    private static SendRequest request(Reply reply) {
        return new SendRequest(
                "+" + reply.to(),
                reply.from(),
                reply.text(),
                MessageClass.SERVICE,
                null,
                null,
                null,
                "{\"answers\":\"" + reply.messageId() + "\"}",
                SendOptions.DEFAULT,
                reply.isConfirmation() ? SendExtras.CONFIRMATION : SendExtras.NONE);
    }

    /// The id of the message that was accepted, for a later attempt.
    private static String answer(List<SendResult> results) {
        return switch (results.getFirst()) {
            case SendResult.Accepted accepted -> accepted.message().id().toString();
            case SendResult.Refused refused -> refused.refusal().failure().code();
        };
    }

    private void end(Reply reply, List<SendResult> results) {
        switch (results.getFirst()) {
            case SendResult.Accepted accepted -> sent(reply, accepted.message().id());
            case SendResult.Refused refused -> {
                Failure failure = refused.refusal().failure();
                if (failure.retryable()) {
                    later(reply, failure);
                } else {
                    fail(reply, failure);
                }
            }
        }
    }

    private void sent(Reply reply, MessageId id) {
        outbox.sent(reply.messageId(), id, clock.now());
        sent.one();
    }

    private void fail(Reply reply, Failure failure) {
        outbox.failed(reply.messageId(), failure.code(), clock.now());
        failed.one();
    }

    private void later(Reply reply, Failure failure) {
        if (reply.attempts() >= MOST_ATTEMPTS) {
            fail(reply, failure);
        } else {
            Duration delay = FIRST_DELAY.multipliedBy(1L << (reply.attempts() - 1));
            outbox.later(reply.messageId(), failure.code(), clock.now().plus(delay));
        }
    }
}
