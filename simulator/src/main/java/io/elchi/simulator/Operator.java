package io.elchi.simulator;

import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.InterfaceVersion;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.session.BindDecision;
import io.elchi.smpp.session.BindRequest;
import io.elchi.smpp.session.CloseReason;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.ServerConfig;
import io.elchi.smpp.session.SessionConfig;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppServer;
import io.elchi.smpp.session.SmppSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// One operator: an SMSC on its port, doing what its profile says. The profile may be changed while it runs; port and
/// system_id stay.
final class Operator implements AutoCloseable {
    private final long seed;
    private final Later later;
    private final SmppServer server;
    private final Counters counters = new Counters();
    private final Inbox inbox;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong pendingFinal = new AtomicLong();
    private final Throttle throttle;
    private final Map<String, Deliveries> deliveries = new ConcurrentHashMap<>();
    private final AtomicBoolean silent = new AtomicBoolean();
    private final MoSource mo;
    private volatile Profile profile;

    Operator(Profile profile, long seed, Later later) throws IOException, InterruptedException {
        this.profile = profile;
        this.seed = seed;
        this.later = later;
        inbox = new Inbox(profile.maxStored());
        throttle = new Throttle(later::nanoTime);
        server = SmppServer.start(config(profile), this::bind);
        mo = new MoSource(this, seed, later);
        mo.start();
    }

    private static ServerConfig config(Profile profile) {
        InterfaceVersion version =
                InterfaceVersion.valueOf("V" + profile.version().replace('.', '_'));
        SessionConfig session = SessionConfig.DEFAULTS
                .but()
                .version(version)
                .window(1_000)
                .maxInProgress(10_000)
                .build();
        return ServerConfig.loopback(profile.port(), profile.systemId())
                .session(session)
                .failedBinds(Duration.ZERO, Integer.MAX_VALUE, Duration.ZERO);
    }

    private BindDecision bind(BindRequest request) {
        List<Profile.Account> accounts = profile.accounts();
        String systemId = request.bind().systemId();
        if (accounts.isEmpty()) {
            return BindDecision.accept(new Serving(systemId));
        }
        for (Profile.Account account : accounts) {
            if (account.systemId().equals(systemId)
                    && same(account.password(), request.bind().password())) {
                long bound = server.sessions().stream()
                        .filter(session ->
                                session.state().isBound() && session.systemId().equals(systemId))
                        .count();
                return bound < account.maxBinds()
                        ? BindDecision.accept(new Serving(systemId))
                        : BindDecision.refuse(CommandStatus.ESME_RALYBND);
            }
        }
        counters.add("binds_refused");
        return BindDecision.wrongCredentials();
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.ISO_8859_1), b.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The sessions of one system_id.
    private final class Serving implements SessionHandler {
        private final String systemId;

        Serving(String systemId) {
            this.systemId = systemId;
        }

        @Override
        public void onBound(SmppSession session) {
            counters.add("binds");
            if (session.state().receives()) {
                deliveries(systemId).bound(session);
            }
        }

        @Override
        public void onClosed(SmppSession session, CloseReason reason) {
            counters.add("sessions_closed");
            deliveries(systemId).closed(session);
        }

        @Override
        public void onRequest(Exchange exchange) {
            if (exchange.request() instanceof SubmitSm submit) {
                submitted(exchange, submit, systemId);
            } else {
                counters.add("other_requests");
                exchange.refuse(CommandStatus.ESME_RINVCMDID);
            }
        }
    }

    private void submitted(Exchange exchange, SubmitSm submit, String systemId) {
        Profile now = profile;
        long number = numbers.incrementAndGet();
        counters.add("submit_sm");
        if (happens(now.faults().disconnectEvery(), number)) {
            counters.add("disconnects");
            exchange.ignore();
            exchange.session().close();
            return;
        }
        if (happens(now.faults().silentEvery(), number)) {
            exchange.ignore();
            silence(now.faults().silentFor());
            return;
        }
        int refusal = refusal(now);
        Fate fate = Fate.of(now, seed, number);
        int status = refusal != 0 ? refusal : fate.status();
        MessageId id = MessageId.of(now.messageIds(), seed, number);
        boolean accepted = status == 0;
        Received message = MessageText.received(number, Instant.now(), systemId, submit)
                .outcome(
                        fate.responseLost() ? -1 : status,
                        accepted ? id.inResponse() : "",
                        accepted ? fate.state() : "");
        inbox.add(message);
        Submission submission = new Submission(this, now, exchange, submit, message, id, fate, status);
        submission.go(later, refusal != 0 ? 0 : fate.responseNanos());
    }

    private static boolean happens(int every, long number) {
        return every > 0 && number % every == 0;
    }

    private int refusal(Profile now) {
        Profile.Responses responses = now.responses();
        if (!throttle.allows(responses.throttle(), responses.burst())) {
            return CommandStatus.ESME_RTHROTTLED.code();
        }
        if (responses.queueLimit() > 0 && pendingFinal.get() >= responses.queueLimit()) {
            return CommandStatus.ESME_RMSGQFUL.code();
        }
        return 0;
    }

    /// Stops reading from everybody for a while: a peer sees a connection that stands and says nothing.
    void silence(Duration time) {
        if (silent.compareAndSet(false, true)) {
            counters.add("silences");
            server.sessions().forEach(session -> session.pauseReading(true));
            later.after(Math.max(1, time.toNanos()), () -> {
                silent.set(false);
                server.sessions().forEach(session -> session.pauseReading(false));
            });
        }
    }

    boolean isSilent() {
        return silent.get();
    }

    /// Drops every connection without a word.
    int disconnect() {
        List<SmppSession> open = server.sessions();
        open.forEach(SmppSession::close);
        open.forEach(_ -> counters.add("disconnects"));
        return open.size();
    }

    Deliveries deliveries(String systemId) {
        return deliveries.computeIfAbsent(systemId, _ -> new Deliveries(later, counters));
    }

    Map<String, Deliveries> deliveries() {
        return deliveries;
    }

    AtomicLong pendingFinal() {
        return pendingFinal;
    }

    Counters counters() {
        return counters;
    }

    Inbox inbox() {
        return inbox;
    }

    Profile profile() {
        return profile;
    }

    /// Behaves so from now on.
    ///
    /// @throws IllegalArgumentException when the name, port, system_id, version or store would change
    void profile(Profile changed) {
        Profile now = profile;
        if (!changed.name().equals(now.name())
                || changed.port() != now.port()
                || !changed.systemId().equals(now.systemId())
                || !changed.version().equals(now.version())
                || !changed.maxStored().equals(now.maxStored())) {
            throw new IllegalArgumentException(
                    "name, port, system_id, version and max_stored cannot change while the operator runs");
        }
        profile = changed;
    }

    int port() {
        return server.address().getPort();
    }

    List<SmppSession> sessions() {
        return server.sessions();
    }

    MoSource mo() {
        return mo;
    }

    @Override
    public void close() {
        server.close();
    }
}
