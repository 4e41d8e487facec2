package io.elchi.server.connectors.http;

import io.elchi.server.connectors.dispatch.BoundSession;
import io.elchi.server.connectors.dispatch.Dispatcher;
import io.elchi.server.connectors.dispatch.Dispatcher.PartSubmit;
import io.elchi.server.connectors.dispatch.Pacer;
import io.elchi.server.connectors.dispatch.ReplyAction;
import io.elchi.server.connectors.dispatch.SubmitResults;
import io.elchi.server.connectors.http.HttpReplies.HttpVerdict;
import io.elchi.server.connectors.http.HttpWriter.HttpSubmit;
import io.elchi.server.http.RequestClient;
import io.elchi.server.http.RequestClient.RequestResult;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.Outcome;
import io.elchi.server.routing.LinkOptions;
import io.elchi.server.routing.LinkSettings;
import io.elchi.smpp.session.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The requests of one link. Each has a virtual thread of its own; there are never more than the window allows.
final class HttpSession implements BoundSession {
    private static final Logger LOG = LoggerFactory.getLogger(HttpSession.class);

    private final LinkSettings settings;
    private final HttpWriter writer;
    private final HttpReplies replies;
    private final RequestClient client;
    private final Pacer pacer;
    private final Reachability reachability;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong submits = new AtomicLong();
    private final LongAdder answers = new LongAdder();
    private final LongAdder answerNanos = new LongAdder();
    private volatile boolean closed;

    /// Whether the operator can be reached.
    interface Reachability {
        /// Nothing could be written.
        void lost(String why);

        /// Whether requests are to be written to the log.
        boolean isTraced();
    }

    HttpSession(
            LinkSettings settings,
            HttpWriter writer,
            HttpReplies replies,
            RequestClient client,
            Pacer pacer,
            Reachability reachability) {
        this.settings = settings;
        this.writer = writer;
        this.replies = replies;
        this.client = client;
        this.pacer = pacer;
        this.reachability = reachability;
    }

    @Override
    public List<HttpSubmit> write(Message message) {
        return writer.write(message);
    }

    @Override
    public Offer offer(PartSubmit part, Dispatcher dispatcher, Instant now) {
        if (closed) {
            return Offer.CLOSED;
        }
        // Only the dispatcher's thread adds to it.
        if (inFlight.get() >= settings.window()) {
            return Offer.WINDOW_FULL;
        }
        inFlight.incrementAndGet();
        submits.setOpaque(submits.getPlain() + 1);
        Thread.ofVirtual().name("http-submit").start(() -> send(part, dispatcher));
        return Offer.ACCEPTED;
    }

    private void send(PartSubmit part, Dispatcher dispatcher) {
        long started = System.nanoTime();
        RequestResult result;
        try {
            result = client.send(
                    ((HttpSubmit) part.submit()).request(), options().session().responseTimer());
        } catch (RuntimeException | Error e) {
            // By its class: a message may have the address, with passwords.
            LOG.error(
                    "link {}: a request failed: {}",
                    settings.name(),
                    e.getClass().getName());
            result = new RequestResult.WithoutAnswer(e.toString());
        }
        try {
            replied(part, result, dispatcher, System.nanoTime() - started);
        } finally {
            inFlight.decrementAndGet();
            dispatcher.capacityAgain();
        }
    }

    private void replied(PartSubmit part, RequestResult result, Dispatcher dispatcher, long nanos) {
        Instant now = dispatcher.clock().now();
        if (reachability.isTraced()) {
            trace(part, result, nanos);
        }
        switch (result) {
            case RequestResult.RequestAnswered answered -> {
                dispatcher.metrics().answered(nanos);
                answers.increment();
                answerNanos.add(nanos);
                answered(part, answered, dispatcher, now);
            }
            case RequestResult.WithoutAnswer lost -> SubmitResults.unanswered(dispatcher, part, lost.why(), now);
            case RequestResult.NotWritten never -> {
                reachability.lost(never.why());
                dispatcher.again(part, Duration.ZERO);
            }
        }
    }

    private void answered(PartSubmit part, RequestResult.RequestAnswered answered, Dispatcher dispatcher, Instant now) {
        switch (replies.read(answered)) {
            case HttpVerdict.HttpAccepted accepted -> {
                pacer.taken();
                dispatcher.accepted(now);
                String id = accepted.id() == null ? ((HttpSubmit) part.submit()).id() : accepted.id();
                dispatcher
                        .outcomes()
                        .report(new Outcome.Submitted(part.task(), part.part(), part.total(), id, id, false, now));
            }
            case HttpVerdict.HttpRefused refused -> {
                if (refused.action() == ReplyAction.THROTTLE) {
                    pacer.backOff(answered.retryAfter());
                }
                SubmitResults.refused(dispatcher, part, refused.action(), refused.status(), refused.detail(), now);
            }
            case HttpVerdict.HttpUnknown unknown -> SubmitResults.unanswered(dispatcher, part, unknown.why(), now);
        }
    }

    /// Neither the address nor the content: they have passwords and texts.
    private void trace(PartSubmit part, RequestResult result, long nanos) {
        String what = switch (result) {
            case RequestResult.RequestAnswered answered -> "HTTP " + answered.status();
            case RequestResult.WithoutAnswer lost -> "no answer: " + lost.why();
            case RequestResult.NotWritten never -> "not written: " + never.why();
        };
        LOG.info(
                "link {}: message {} part {} of {}: {} after {} ms",
                settings.name(),
                part.task().message().id(),
                part.part(),
                part.total(),
                what,
                Duration.ofNanos(nanos).toMillis());
    }

    @Override
    public int permits() {
        return closed ? 0 : Math.max(0, settings.window() - inFlight.get());
    }

    int inFlight() {
        return inFlight.get();
    }

    long submits() {
        return submits.getOpaque();
    }

    long answers() {
        return answers.sum();
    }

    long answerNanos() {
        return answerNanos.sum();
    }

    @Override
    public Pacer pacer() {
        return pacer;
    }

    @Override
    public LinkOptions options() {
        return settings.options();
    }

    /// Takes nothing more.
    void close() {
        closed = true;
    }
}
