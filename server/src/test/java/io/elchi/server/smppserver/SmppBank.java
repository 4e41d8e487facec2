package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.boot.Role;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.gatewayapi.TestBank;
import io.elchi.server.http.TestCertificates;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.session.BindDecision;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.ServerConfig;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppClient;
import io.elchi.smpp.session.SmppServer;
import io.elchi.smpp.session.SmppSession;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/// A platform to which a bank's SMPP client may bind, with an operator that takes everything and sends a receipt at
/// once when it is asked for one.
final class SmppBank implements AutoCloseable {
    static final Map<String, String> SETTINGS = Map.of("smpp_server.enabled", "true", "smpp_server.port", "0");
    static final String DESTINATION = "998901234567";

    final Platform platform;
    final SmppClient client = SmppClient.create(1);
    final BlockingQueue<SubmitSm> submitted = new LinkedBlockingQueue<>();
    final long account;
    final long operatorId;
    volatile String stat = "DELIVRD";
    private volatile CountDownLatch mayReport = new CountDownLatch(0);
    private final SmppServer operator;
    private final AtomicInteger ids = new AtomicInteger();
    private final CopyOnWriteArrayList<SmppSession> links = new CopyOnWriteArrayList<>();

    SmppBank() throws Exception {
        this(Map.of());
    }

    /// @param settings besides [#SETTINGS]
    SmppBank(Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(SETTINGS);
        all.putAll(settings);
        platform = Platform.start(all);
        operator = SmppServer.start(ServerConfig.loopback(0, "smsc"), _ -> BindDecision.accept(new Operator()));
        account = TestBank.open(platform);
        operatorId = platform.admin()
                .get("/admin/v1/operators")
                .is(200)
                .at("/items/0/id")
                .longValue();
        platform.admin()
                .post(
                        "/admin/v1/smpp-links",
                        ("{'operator_id':%d,'name':'link','host':'127.0.0.1','port':%d,'system_id':'elchi',"
                                        + "'password':'secret','status':'started'}")
                                .formatted(operatorId, operator.address().getPort()))
                .is(201);
        platform.admin()
                .post(
                        "/admin/v1/accounts/" + account + "/topups",
                        "{'amount':{'amount':'1000000','currency':'UZS'},'reference':'y'}")
                .is(201);
        TestBank.awaitAcceptance(platform.as(platform.key(account, "'sms:send'")));
        submitted();
    }

    private final class Operator implements SessionHandler {
        @Override
        public void onBound(SmppSession session) {
            links.add(session);
        }

        @Override
        public void onRequest(Exchange exchange) {
            if (exchange.request() instanceof SubmitSm submit) {
                String id = "op" + ids.incrementAndGet();
                exchange.respond(new SubmitSmResp(id));
                submitted.add(submit);
                List<DeliverSm> receipts = stats(submit).stream()
                        .map(each -> receipt(submit, id, each))
                        .toList();
                if (!receipts.isEmpty()) {
                    // It waits for the window.
                    Thread.ofVirtual().start(() -> send(exchange.session(), receipts));
                }
            }
        }
    }

    /// What is said about it, in this order: the text decides, so that peers of other languages can.
    private List<String> stats(SubmitSm submit) {
        String text = submit.shortMessage().text(StandardCharsets.US_ASCII);
        return text.startsWith("fails")
                ? List.of("UNDELIV")
                : text.startsWith("waits") ? List.of("ENROUTE", "DELIVRD") : stat.isEmpty() ? List.of() : List.of(stat);
    }

    private static DeliverSm receipt(SubmitSm submit, String id, String stat) {
        String text = "id:%s sub:001 dlvrd:001 submit date:2611301000 done date:2611301000 stat:%s err:000 text:"
                .formatted(id, stat);
        return DeliverSm.builder()
                .source(submit.destination())
                .destination(submit.source())
                .esmClass(4)
                .shortMessage(Octets.of(text, StandardCharsets.US_ASCII))
                .build();
    }

    private void send(SmppSession session, List<DeliverSm> receipts) {
        try {
            mayReport.await();
            for (DeliverSm receipt : receipts) {
                session.send(receipt);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The operator's receipts wait until [#releaseReceipts].
    void holdReceipts() {
        mayReport = new CountDownLatch(1);
    }

    void releaseReceipts() {
        mayReport.countDown();
    }

    /// No message of the account is committed until it is closed: somebody else has its balance locked.
    AutoCloseable heldCommits() throws SQLException {
        Connection connection = platform.server().database().connect();
        connection.setAutoCommit(false);
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT 1 FROM billing.account_balances WHERE account_id = ? FOR UPDATE")) {
            lock.setLong(1, account);
            lock.executeQuery().close();
        }
        return () -> {
            connection.rollback();
            connection.close();
        };
    }

    /// A message from a handset.
    void fromHandset(DeliverSm deliver) {
        links.getLast().offer(deliver, _ -> {});
    }

    SubmitSm submitted() throws InterruptedException {
        SubmitSm submit = submitted.poll(30, TimeUnit.SECONDS);
        if (submit == null) {
            throw new AssertionError("the operator gets no submit_sm");
        }
        return submit;
    }

    /// A login that every process knows.
    record Login(long id, String systemId, String password) {}

    /// @param members `'binds':{...}`; empty: all defaults
    Login login(String systemId, String members) {
        JsonNode made = admin().post(
                        "/admin/v1/smpp-logins",
                        "{'account_id':%d,'system_id':'%s'%s}"
                                .formatted(account, systemId, members.isEmpty() ? "" : "," + members))
                .is(201);
        awaitKnown(platform.server(), systemId);
        return new Login(
                made.at("/login/id").longValue(), systemId, made.get("password").stringValue());
    }

    static void awaitKnown(TestServer server, String systemId) {
        SmppDirectory logins = server.part(SmppDirectory.class);
        Platform.await("the login is known", () -> logins.find(systemId).isPresent());
    }

    Api admin() {
        return platform.admin();
    }

    int port() {
        return platform.server().part(ClientServer.class).port();
    }

    int tlsPort() {
        return platform.server().part(ClientServer.class).tlsPort();
    }

    /// Settings for a port with TLS.
    static Map<String, String> tls(TestCertificates.Made made) {
        return Map.of(
                "smpp_server.tls_port", "0",
                "smpp_server.tls_certificate", made.certificate().toString(),
                "smpp_server.tls_key", made.key().toString());
    }

    /// Another process for the same clients.
    TestServer join() {
        return platform.server().join(Set.of(Role.SMPP_SERVER), SETTINGS);
    }

    SmppSession bind(Login login, SessionHandler handler) throws Exception {
        return client.connect(config(port(), login), handler);
    }

    static ClientConfig config(int port, Login login) {
        return ClientConfig.transceiver("127.0.0.1", port, login.systemId, login.password);
    }

    static SubmitSm.Builder submit(String text) {
        return SubmitSm.builder()
                .source(SubmitReader.address("Bank"))
                .destination(SubmitReader.address(DESTINATION))
                .shortMessage(Octets.of(text, StandardCharsets.US_ASCII));
    }

    /// Puts a version of a thing.
    ///
    /// @return the status
    int put(String path, String body, int version) {
        HttpRequest request = HttpRequest.newBuilder(platform.server().uri(path))
                .header("Authorization", "Bearer " + platform.adminKey())
                .header("Content-Type", "application/json")
                .header("If-Match", "\"" + version + "\"")
                .PUT(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        return platform.server().send(request).statusCode();
    }

    @Override
    public void close() {
        client.close();
        platform.close();
        operator.close();
    }

    static String accepted(SmppSession session, SubmitSm submit) throws InterruptedException {
        Reply<SubmitSmResp> reply = session.send(submit);
        assertThat(reply).isInstanceOf(Reply.Answered.class);
        assertThat(CommandStatus.describe(reply.statusOrMinusOne())).startsWith("ESME_ROK");
        return ((Reply.Answered<SubmitSmResp>) reply).body().messageId();
    }

    static String status(SmppSession session, SubmitSm submit) throws InterruptedException {
        return CommandStatus.of(session.send(submit).statusOrMinusOne())
                .orElseThrow()
                .name();
    }
}
