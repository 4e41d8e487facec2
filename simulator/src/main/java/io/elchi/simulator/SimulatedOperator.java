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
import tools.jackson.databind.node.ObjectNode;

/// One operator: an SMSC on its port that follows its profile. The profile may be changed while it runs; port and
/// system_id stay. Made by [Simulator].
public final class SimulatedOperator implements AutoCloseable {
    private static final long BIND_NAP_MILLIS = 20;

    private final long seed;
    private final Later later;
    private final SmppServer server;
    private final Counters counters = new Counters();
    private final Inbox inbox;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong pendingFinal = new AtomicLong();
    private final Throttle throttle;
    private final Map<String, Deliveries> deliveries = new ConcurrentHashMap<>();
    private final SeenMessages seen = new SeenMessages();
    private final AtomicBoolean silent = new AtomicBoolean();
    private final MoSource mo;
    private volatile long silentUntil;
    private ObjectNode tree;
    private volatile Profile profile;

    /// @param tree of the profile, as it is written
    /// @throws IllegalArgumentException when the profile is wrong
    SimulatedOperator(ObjectNode tree, long seed, Later later) throws IOException, InterruptedException {
        this.tree = tree;
        this.seed = seed;
        this.later = later;
        profile = Profiles.profile(tree);
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
                .responseTimer(profile.responseTimer())
                .window(1_000)
                .maxInProgress(10_000)
                .build();
        return ServerConfig.loopback(profile.port(), profile.systemId())
                .session(session)
                .failedBinds(Duration.ZERO, Integer.MAX_VALUE, Duration.ZERO);
    }

    private BindDecision bind(BindRequest request) throws InterruptedException {
        while (isSilent() && !request.session().closed().toCompletableFuture().isDone()) {
            Thread.sleep(BIND_NAP_MILLIS);
        }
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
        IssuedMessageId id = IssuedMessageId.of(now.messageIds(), seed, number);
        boolean accepted = status == 0;
        counters.add(accepted ? "messages_accepted" : "messages_refused");
        Received message = MessageText.received(number, Instant.now(), systemId, submit)
                .outcome(
                        fate.responseLost() ? -1 : status,
                        accepted ? id.inResponse() : "",
                        accepted ? fate.state() : "");
        inbox.add(message);
        if (accepted) {
            seen.add(message.to(), message.text(), message.part());
        }
        ReceivedSubmit submission = new ReceivedSubmit(this, now, exchange, submit, message, id, fate, status);
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

    /// Reads from nobody and says nothing to anybody for a while, to those that bind either: a peer sees
    /// connections that stand. A silence while there is one changes nothing.
    public void silence(Duration time) {
        if (silent.compareAndSet(false, true)) {
            counters.add("silences");
            long nanos = Math.max(1, time.toNanos());
            silentUntil = later.nanoTime() + nanos;
            server.sessions().forEach(session -> session.pauseReading(true));
            later.after(nanos, this::speak);
        }
    }

    private void speak() {
        silent.set(false);
        server.sessions().forEach(session -> session.pauseReading(false));
        deliveries.values().forEach(Deliveries::pump);
    }

    public boolean isSilent() {
        return silent.get();
    }

    /// Now, or when a silence is over.
    void whenAudible(Runnable task) {
        if (isSilent()) {
            later.after(Math.max(1, silentUntil - later.nanoTime()), () -> whenAudible(task));
        } else {
            task.run();
        }
    }

    /// Drops every connection without a word.
    ///
    /// @return how many there were
    public int disconnect() {
        List<SmppSession> open = server.sessions();
        open.forEach(SmppSession::close);
        open.forEach(_ -> counters.add("disconnects"));
        return open.size();
    }

    Deliveries deliveries(String systemId) {
        return deliveries.computeIfAbsent(systemId, _ -> new Deliveries(this, later));
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

    /// The profile as it is written, with what was changed since.
    synchronized ObjectNode tree() {
        return tree.deepCopy();
    }

    /// Behaves so from the next message on: a part of a profile, in YAML, that is merged into the present one.
    ///
    /// @throws IOException when it is not YAML
    /// @throws IllegalArgumentException when it is wrong, or when the name, port, system_id, version or store
    ///     would change
    public void change(String yaml) throws IOException {
        change(Profiles.tree(yaml, "change"));
    }

    synchronized void change(ObjectNode patch) {
        ObjectNode merged = Profiles.merged(tree, patch);
        profile(Profiles.profile(merged));
        tree = merged;
    }

    private void profile(Profile changed) {
        Profile now = profile;
        if (!changed.name().equals(now.name())
                || changed.port() != now.port()
                || !changed.systemId().equals(now.systemId())
                || !changed.version().equals(now.version())
                || !changed.responseTimer().equals(now.responseTimer())
                || !changed.maxStored().equals(now.maxStored())) {
            throw new IllegalArgumentException(
                    "name, port, system_id, version, response_timer and max_stored cannot change while the operator"
                            + " runs");
        }
        profile = changed;
    }

    public String name() {
        return profile.name();
    }

    /// Its port, on loopback.
    public int port() {
        return server.address().getPort();
    }

    /// The received messages in the order of their numbers, as many of the newest as the profile's max_stored
    /// says.
    public List<Received> received() {
        return inbox.all();
    }

    /// The number of stored messages per destination, with refused ones.
    public Map<String, Integer> receivedPerDestination() {
        return inbox.perDestination();
    }

    public Totals totals() {
        long outstanding = deliveries.values().stream()
                .mapToLong(Deliveries::outstandingReceipts)
                .sum();
        return new Totals(
                counters.get("submit_sm"),
                counters.get("messages_accepted"),
                counters.get("messages_refused"),
                seen.distinct(),
                seen.duplicates(),
                seen.complete(),
                pendingFinal.get(),
                new Totals.ReceiptTotals(
                        counters.get("receipts"),
                        counters.get("receipts_sent"),
                        counters.get("receipts_acknowledged"),
                        counters.get("receipts_dropped"),
                        outstanding));
    }

    /// Forgets the received messages and counts from zero. Messages on their way go on: their receipts are still
    /// due.
    public void clear() {
        inbox.clear();
        seen.clear();
        counters.clear();
    }

    /// A message from a subscriber, to every system_id that can receive.
    ///
    /// @return how many got it
    public int sendMo(String from, String to, String text) {
        return mo.send(from, to, text);
    }

    /// The same in as many parts as a handset would make of the text.
    public int sendSplitMo(String from, String to, String text) {
        return mo.sendSplit(from, to, text);
    }

    List<SmppSession> sessions() {
        return server.sessions();
    }

    /// Takes no more connections, unbinds every session and waits for them, at most as long as given.
    void close(Duration atMost) throws InterruptedException {
        server.close(atMost);
    }

    /// Closes every connection at once.
    @Override
    public void close() {
        server.close();
    }
}
