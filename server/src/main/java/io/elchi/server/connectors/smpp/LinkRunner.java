package io.elchi.server.connectors.smpp;

import io.elchi.server.connectors.ConnectorsProperties;
import io.elchi.server.connectors.dispatch.Dispatcher.PartSubmit;
import io.elchi.server.connectors.dispatch.LinkedOperator;
import io.elchi.server.connectors.dispatch.OperatorLink;
import io.elchi.server.connectors.dispatch.Pacer;
import io.elchi.server.core.Clock;
import io.elchi.server.routing.LinkOptions;
import io.elchi.server.routing.LinkSessions;
import io.elchi.server.routing.LinkSessions.LinkSession;
import io.elchi.server.routing.LinkSettings;
import io.elchi.server.routing.LinkStatus;
import io.elchi.server.routing.Links;
import io.elchi.server.traces.PduTrace;
import io.elchi.server.traces.PduTraces;
import io.elchi.smpp.pdu.BindMode;
import io.elchi.smpp.pdu.Defect;
import io.elchi.smpp.pdu.InterfaceVersion;
import io.elchi.smpp.session.Backoff;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.SessionConfig;
import io.elchi.smpp.session.SmppClient;
import io.elchi.smpp.session.SmppLink;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smpp.session.Tls;
import io.elchi.smstext.receipt.IdMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One configured link: keeps its sessions bound while it shall be started. A change of its settings is a new
/// runner.
public final class LinkRunner implements OperatorLink {
    private static final Logger LOG = LoggerFactory.getLogger(LinkRunner.class);

    private final LinkSettings settings;
    private final LinkedOperator operator;
    private final SmppClient client;
    private final ConnectorsProperties properties;
    private final Clock clock;
    private final PduTraces traces;
    private final SubmitWriter writer;
    private final ReplyPolicy policy;
    private final InboundHandler inbound;
    private final Pacer pacer;
    private final Set<SmppBoundSession> bound = ConcurrentHashMap.newKeySet();
    /// null: the link connects itself.
    private final OutbindEndpoint outbind;

    private final List<SmppLink> sessions = new ArrayList<>();
    private volatile String problem;
    private volatile Tls tls;
    private volatile Instant since;
    /// null: not traced.
    private volatile Instant tracedUntil;

    /// @throws IllegalArgumentException when the settings cannot be used
    public LinkRunner(
            LinkSettings settings,
            LinkedOperator operator,
            SmppClient client,
            ConnectorsProperties properties,
            Clock clock,
            PduTraces traces) {
        this.traces = traces;
        this.settings = settings;
        this.operator = operator;
        this.client = client;
        this.properties = properties;
        this.clock = clock;
        LinkOptions options = settings.options();
        if (version() == InterfaceVersion.V3_3 && !options.submit().tlvs().isEmpty()) {
            throw new IllegalArgumentException("SMPP 3.3 has no TLVs");
        }
        outbind = options.outbind().isOn() ? outbind() : null;
        writer = new SubmitWriter(options, () -> operator.receipts().clock(), clock);
        policy = new ReplyPolicy(options.refusals().statuses());
        inbound = new InboundHandler(settings.operatorId(), options, operator::receipts, operator.outcomes(), clock);
        pacer = new Pacer(clock, settings.throughput(), options.refusals().throttleDelay());
        since = clock.now();
    }

    private OutbindEndpoint outbind() {
        if (settings.tls() || settings.bindAs() == LinkSettings.BindAs.TRANSMITTER) {
            throw new IllegalArgumentException("outbind is without TLS, and binds as receiver or transceiver");
        }
        return new OutbindEndpoint(settings, operator.metrics(), clock, text -> problem = text);
    }

    /// Starts to bind, in the background.
    @Override
    public void start() throws IOException {
        tls = tls();
        ClientConfig config = config();
        if (outbind != null) {
            outbind.start(client, config, () -> new PerBindHandler(this));
            return;
        }
        LOG.info(
                "link {}: starting {} session(s) to {}:{}",
                settings.name(),
                settings.sessions(),
                settings.host(),
                settings.port());
        for (int i = 0; i < settings.sessions(); i++) {
            sessions.add(SmppLink.start(client, config, Backoff.DEFAULT, new PerBindHandler(this), new Listener()));
        }
    }

    private ClientConfig config() throws IOException {
        SessionConfig session = SessionConfig.DEFAULTS
                .but()
                .version(version())
                .window(settings.window())
                .maxInProgress(properties.maxUnanswered())
                .refuseBeyond(true)
                .responseTimer(settings.options().session().responseTimer())
                .enquireLinkTimer(settings.options().session().enquireTimer())
                .drainTimer(properties.drain())
                .tolerated(settings.options().session().toleratedDefects().stream()
                        .map(defect -> Defect.Kind.valueOf(defect.name()))
                        .collect(Collectors.toSet()))
                .build();
        return new ClientConfig(
                settings.host(),
                settings.port(),
                BindMode.valueOf(settings.bindAs().name()),
                settings.systemId(),
                settings.password().reveal(),
                settings.systemType(),
                0,
                0,
                "",
                Duration.ofSeconds(10),
                tls,
                session);
    }

    /// null: the link is plain.
    private Tls tls() throws IOException {
        if (!settings.tls()) {
            return null;
        }
        LinkOptions.Tls options = settings.options().tls();
        Path trusted = file(options.trustedCertificates());
        return options.clientCertificate().isEmpty()
                ? Tls.client(trusted)
                : Tls.client(trusted, file(options.clientCertificate()), file(options.clientKey()));
    }

    private static Path file(String name) {
        return name.isEmpty() ? null : Path.of(name);
    }

    /// Certificates are renewed while the link stands: the next connection uses what the files say then.
    private void reloadCertificates() {
        if (tls == null) {
            return;
        }
        try {
            tls.reload();
        } catch (IOException e) {
            LOG.warn("link {}: its certificates are not read again: {}", settings.name(), e.getMessage());
        }
    }

    private InterfaceVersion version() {
        return switch (settings.version()) {
            case "3.3" -> InterfaceVersion.V3_3;
            case "5.0" -> InterfaceVersion.V5_0;
            default -> InterfaceVersion.V3_4;
        };
    }

    private final class Listener implements SmppLink.Listener {
        @Override
        public void onUp(SmppSession session) {
            LOG.info("link {}: bound to {}", settings.name(), session.remote());
            if (bound.size() >= settings.sessions()) {
                problem = null;
            }
        }

        @Override
        public void onDown(String why, Duration retryIn) {
            problem = why;
            reloadCertificates();
            operator.metrics().down();
            LOG.warn("link {}: {}; next try in {} ms", settings.name(), why, retryIn.toMillis());
        }
    }

    /// Traces the PDUs of its sessions until then; null: not at all.
    @Override
    public void trace(Instant until) {
        Instant before = tracedUntil;
        tracedUntil = until;
        if (Objects.equals(before, until)) {
            return;
        }
        LOG.info("link {}: {}", settings.name(), until == null ? "not traced" : "traced until " + until);
        traceSessions();
        if (before != null && until == null) {
            traces.end(pduTrace(before));
        }
        if (until != null) {
            traces.begin(pduTrace(until));
            Thread.ofVirtual().name("trace-end").start(() -> endTraceAt(until));
        }
    }

    private PduTrace pduTrace(Instant until) {
        return PduTrace.ofLink(settings.id(), settings.operatorId(), until);
    }

    private void traceSessions() {
        bound.forEach(this::trace);
    }

    private void trace(SmppBoundSession session) {
        Instant until = tracedUntil;
        boolean on = until != null && clock.now().isBefore(until);
        session.trace(on ? new SessionTrace(pduTrace(until), traces, session, inbound, clock) : null);
    }

    private void endTraceAt(Instant until) {
        try {
            Thread.sleep(Duration.between(clock.now(), until).plusMillis(1));
            traceSessions();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    SubmitWriter writer() {
        return writer;
    }

    ReplyPolicy policy() {
        return policy;
    }

    InboundHandler inbound() {
        return inbound;
    }

    IdMode ids() {
        return operator.receipts().ids();
    }

    Pacer pacer() {
        return pacer;
    }

    @Override
    public LinkSettings settings() {
        return settings;
    }

    void bound(SmppBoundSession line, SmppSession session) {
        if (outbind != null) {
            LOG.info("link {}: bound by outbind of {}", settings.name(), session.remote());
            problem = null;
        }
        add(line);
        trace(line);
        since = clock.now();
        if (session.mode() != BindMode.RECEIVER) {
            operator.sessionUp(line);
        }
    }

    /// With the lowest number that no other session has.
    private synchronized void add(SmppBoundSession line) {
        int number = 1;
        while (isTaken(number)) {
            number++;
        }
        line.numbered(number, clock.now());
        bound.add(line);
    }

    private boolean isTaken(int number) {
        return bound.stream().anyMatch(line -> line.number() == number);
    }

    void ended(SmppBoundSession line) {
        if (bound.remove(line)) {
            since = clock.now();
        }
        operator.sessionDown(line);
    }

    void late(PartSubmit part, SubmitSession session, String messageId) {
        operator.outcomes().report(SubmitReplyHandler.submitted(part, session, messageId, true, clock.now()));
    }

    @Override
    public LinkStatus status() {
        int inFlight = 0;
        int window = 0;
        for (SmppBoundSession line : bound) {
            inFlight += line.inFlight();
            window += line.window();
        }
        return new LinkStatus(
                settings.id(),
                settings.operatorId(),
                settings.name(),
                bound.size(),
                // The operator connects when it wants to.
                outbind == null ? settings.sessions() : 0,
                inFlight,
                window,
                problem,
                since);
    }

    /// Ends a session after its window has drained; whatever is bound instead of it stays.
    @Override
    public void rebind(Links.SessionRebind wanted) {
        for (SmppBoundSession line : bound) {
            if (line.is(wanted)) {
                LOG.info("link {}: session {} is to be bound anew", settings.name(), wanted.n());
                // Nothing more is given to it.
                operator.sessionDown(line);
                line.unbind();
            }
        }
    }

    @Override
    public LinkSessions sessions(String limitedBy) {
        List<LinkSession> now = bound.stream()
                .map(SmppBoundSession::report)
                .sorted(Comparator.comparingInt(LinkSession::n))
                .toList();
        return new LinkSessions(
                settings.id(),
                settings.operatorId(),
                outbind == null ? settings.sessions() : 0,
                problem,
                now,
                limitedBy);
    }

    /// Unbinds, each session after its window has drained, and binds no more.
    @Override
    public void stop() throws InterruptedException {
        // First of all nothing more is given to them: what came now would only go around until they are closed.
        bound.forEach(operator::sessionDown);
        List<Thread> stopping = new ArrayList<>();
        for (SmppLink session : sessions) {
            stopping.add(Thread.ofVirtual().name("link-stop").start(session::close));
        }
        if (outbind != null) {
            outbind.stop();
        }
        for (Thread each : stopping) {
            each.join();
        }
    }
}
