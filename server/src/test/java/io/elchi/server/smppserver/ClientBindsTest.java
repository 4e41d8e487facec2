package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Platform;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.session.BindFailedException;
import io.elchi.smpp.session.CloseReason;
import io.elchi.smpp.session.SmppSession;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Binds of clients: who may, how many, in which process, and until when.
class ClientBindsTest {
    private static SmppBank bank;

    @BeforeAll
    static void start() throws Exception {
        bank = new SmppBank();
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    private static int refusal(SmppBank.Login login) throws Exception {
        try {
            bank.bind(login, new Receiver()).close();
            return 0;
        } catch (BindFailedException e) {
            return e.status();
        }
    }

    @Test
    void bindsAreRefused() throws Exception {
        SmppBank.Login login = bank.login("bound", "'binds':{'max':1}");
        int wrong = refusal(new SmppBank.Login(0, login.systemId(), "wrong"));
        assertThat(wrong).isEqualTo(CommandStatus.ESME_RINVPASWD.code());
        assertThat(refusal(new SmppBank.Login(0, "nobody", "wrong"))).isEqualTo(wrong);
        int no = CommandStatus.ESME_RBINDFAIL.code();
        assertThat(refusal(bank.login("far", "'binds':{'ip_whitelist':['10.0.0.0/8']}")))
                .isEqualTo(no);
        assertThat(refusal(bank.login("receives", "'binds':{'modes':['receiver']}")))
                .isEqualTo(no);
        assertThat(refusal(bank.login("encrypted", "'binds':{'tls_required':true}")))
                .isEqualTo(no);
        assertThat(refusal(bank.login("off", "'binds':{'allowed':false}"))).isEqualTo(no);
        try (TestServer other = bank.join()) {
            SmppBank.awaitKnown(other, "bound");
            SmppSession first = bank.bind(login, new Receiver());
            int port = other.part(ClientServer.class).port();
            assertThatThrownBy(() -> bank.client.connect(SmppBank.config(port, login), new Receiver()))
                    .isInstanceOfSatisfying(
                            BindFailedException.class,
                            e -> assertThat(e.status()).isEqualTo(CommandStatus.ESME_RALYBND.code()));
            assertThat(first.state().isBound()).isTrue();
            first.unbind();
            first.awaitClosed(Duration.ofSeconds(10));
            Platform.await("the place is free", () -> {
                try {
                    bank.client
                            .connect(SmppBank.config(port, login), new Receiver())
                            .close();
                    return true;
                } catch (BindFailedException _) {
                    return false;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    @Test
    void sessionsThatTheChangedLoginWouldNotTakeEnd() throws Exception {
        int n = 0;
        for (String rules : List.of(
                "'modes':['receiver']", "'ip_whitelist':['10.0.0.0/8']", "'tls_required':true", "'allowed':false")) {
            SmppBank.Login login = bank.login("fits" + n++, "");
            SmppSession session = bank.bind(login, new Receiver());
            change(login, "'submits':{'window':7}");
            Platform.await(
                    "the change is known",
                    () -> bank.platform
                                    .server()
                                    .part(SmppDirectory.class)
                                    .find(login.id())
                                    .orElseThrow()
                                    .submits()
                                    .window()
                            == 7);
            assertThat(SmppBank.status(session, SmppBank.submit("").build()))
                    .as("it still fits")
                    .isEqualTo("ESME_RINVMSGLEN");
            change(login, "'binds':{" + rules + "}");
            assertThat(session.awaitClosed(Duration.ofSeconds(10))).as(rules).isTrue();
        }
    }

    private static void change(SmppBank.Login login, String members) {
        String path = "/admin/v1/smpp-logins/" + login.id();
        long version = bank.admin().get(path).is(200).get("version").longValue();
        String body = "{'system_id':'%s',%s}".formatted(login.systemId(), members);
        assertThat(bank.platform
                        .server()
                        .send(HttpRequest.newBuilder(bank.platform.server().uri(path))
                                .header("Authorization", "Bearer " + bank.platform.adminKey())
                                .header("Content-Type", "application/json")
                                .header("If-Match", "\"" + version + "\"")
                                .PUT(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                                .build())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void receiptsWaitForTheNextBindInAnyProcess() throws Exception {
        SmppBank.Login login = bank.login("kept", "");
        Receiver refusing = new Receiver();
        refusing.status = CommandStatus.ESME_RX_T_APPN;
        SmppSession session = bank.bind(login, refusing);
        String id = SmppBank.accepted(
                session, SmppBank.submit("x").registeredDelivery(1).build());
        bank.submitted();
        assertThat(refusing.receipt().id()).isEqualTo(id);
        session.close();
        session.awaitClosed(Duration.ofSeconds(10));
        try (TestServer other = bank.join()) {
            SmppBank.awaitKnown(other, login.systemId());
            Receiver receiver = new Receiver();
            SmppSession again = bank.client.connect(
                    SmppBank.config(other.part(ClientServer.class).port(), login), receiver);
            assertThat(receiver.receipt().id()).isEqualTo(id);
            String next = SmppBank.accepted(
                    again, SmppBank.submit("y").registeredDelivery(1).build());
            bank.submitted();
            assertThat(receiver.receipt().id()).as("no receipt comes twice").isEqualTo(next);
            again.unbind();
            again.awaitClosed(Duration.ofSeconds(10));
        }
        Receiver last = new Receiver();
        SmppSession again = bank.bind(login, last);
        String third = SmppBank.accepted(
                again, SmppBank.submit("z").registeredDelivery(1).build());
        bank.submitted();
        assertThat(last.receipt().id())
                .as("the other process stored how far it was")
                .isEqualTo(third);
        again.unbind();
    }

    @Test
    void moreThanTheRateIsThrottled() throws Exception {
        SmppSession session = bank.bind(bank.login("rate", "'submits':{'rate_per_second':1}"), new Receiver());
        // A bucket has room for the longest message.
        List<String> statuses = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            statuses.add(SmppBank.status(session, SmppBank.submit("").build()));
        }
        assertThat(statuses).contains("ESME_RTHROTTLED").startsWith("ESME_RINVMSGLEN");
        session.unbind();
    }

    /// As after a restart of the network between us and an aggregator.
    @Test
    void manyBindAtOnce() throws Exception {
        SmppBank.Login login = bank.login("many", "'binds':{'max':220}");
        List<SmppSession> sessions = new CopyOnWriteArrayList<>();
        List<Exception> failures = new CopyOnWriteArrayList<>();
        List<Thread> binding = new ArrayList<>();
        for (int i = 0; i < 221; i++) {
            binding.add(Thread.ofVirtual().start(() -> {
                try {
                    sessions.add(bank.bind(login, new Receiver()));
                } catch (Exception e) {
                    failures.add(e);
                }
            }));
        }
        for (Thread each : binding) {
            each.join();
        }
        assertThat(sessions).hasSize(220);
        assertThat(failures)
                .singleElement()
                .isInstanceOfSatisfying(
                        BindFailedException.class,
                        e -> assertThat(e.status()).isEqualTo(CommandStatus.ESME_RALYBND.code()));
        sessions.forEach(SmppSession::close);
    }

    @Test
    void sessionsAreListedAndEnded() throws Exception {
        SmppBank.Login login = bank.login("listed", "");
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(login, receiver);
        SmppBank.accepted(session, SmppBank.submit("x").build());
        bank.submitted();
        String path = "/admin/v1/smpp-logins/" + login.id() + "/binds";
        Platform.await(
                "its message is counted",
                () -> bank.admin()
                                .get(path)
                                .is(200)
                                .at("/items/0/traffic/accepted")
                                .longValue()
                        == 1);
        long bind = bank.admin().get(path).is(200).at("/items/0/id").longValue();
        bank.admin().delete(path + "/" + bind).is(204);
        assertThat(session.awaitClosed(Duration.ofSeconds(10))).isTrue();
        assertThat(session.closed().toCompletableFuture().join()).isEqualTo(CloseReason.UNBOUND_BY_PEER);
        SmppSession second = bank.bind(login, receiver);
        bank.admin().delete("/admin/v1/smpp-logins/" + login.id()).is(204);
        assertThat(second.awaitClosed(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void theFormerPasswordIsGoodForTheOverlap() throws Exception {
        SmppBank.Login login = bank.login("rotated", "");
        bank.bind(login, new Receiver()).close();
        String path = "/admin/v1/smpp-logins/" + login.id() + "/rotate";
        String second = bank.admin()
                .post(path, "{'overlap_seconds':3600}")
                .is(200)
                .get("password")
                .stringValue();
        SmppBank.Login rotated = new SmppBank.Login(login.id(), login.systemId(), second);
        Platform.await("the new one is known", () -> works(rotated));
        assertThat(works(login)).isTrue();
        String third = bank.admin()
                .post(path, "{'overlap_seconds':0}")
                .is(200)
                .get("password")
                .stringValue();
        Platform.await("the newest is known", () -> works(new SmppBank.Login(login.id(), login.systemId(), third)));
        assertThat(works(rotated)).isFalse();
    }

    private static boolean works(SmppBank.Login login) {
        try {
            SmppSession session = bank.bind(login, new Receiver());
            session.unbind();
            session.awaitClosed(Duration.ofSeconds(10));
            return true;
        } catch (BindFailedException _) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
