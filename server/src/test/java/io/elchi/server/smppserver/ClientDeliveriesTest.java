package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.contract.Platform;
import io.elchi.server.events.EventLog;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.session.SessionState;
import io.elchi.smpp.session.SmppSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a session may have open, and which process sends to it.
class ClientDeliveriesTest {
    private static SmppBank bank;

    @BeforeAll
    static void start() throws Exception {
        bank = new SmppBank();
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    private static String submit(SmppSession session) throws Exception {
        String id = SmppBank.accepted(
                session, SmppBank.submit("x").registeredDelivery(1).build());
        bank.submitted();
        return id;
    }

    private static long number(String sql, Object... values) {
        return bank.platform
                .server()
                .database()
                .database()
                .jdbc()
                .sql(sql)
                .params(values)
                .query(Long.class)
                .single();
    }

    private static long cursor(SmppBank.Login login) {
        return number("SELECT coalesce(max(id), -1) FROM events.cursors WHERE subscriber = ?", "smpp:" + login.id());
    }

    @Test
    void moreThanTheWindowIsThrottled() throws Exception {
        SmppSession session = bank.bind(bank.login("window", "'submits':{'window':2}"), new Receiver());
        List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
        try (AutoCloseable _ = bank.heldCommits()) {
            for (int i = 0; i < 2; i++) {
                session.offer(SmppBank.submit("x").build(), reply -> statuses.add(reply.statusOrMinusOne()));
            }
            assertThat(SmppBank.status(session, SmppBank.submit("x").build())).isEqualTo("ESME_RTHROTTLED");
            assertThat(statuses).isEmpty();
        }
        Platform.await("both are answered", () -> statuses.size() == 2);
        assertThat(statuses).containsOnly(0);
        bank.submitted();
        bank.submitted();
        for (int i = 0; i < 20; i++) {
            assertThat(SmppBank.status(session, SmppBank.submit("").build()))
                    .as("one after the other")
                    .isEqualTo("ESME_RINVMSGLEN");
        }
        session.unbind();
    }

    @Test
    void aReceiptThatIsRefusedForGoodIsAbandoned() throws Exception {
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(bank.login("refusing", ""), receiver);
        receiver.status = CommandStatus.ESME_RX_P_APPN;
        String first = submit(session);
        assertThat(receiver.receipt().id()).isEqualTo(first);
        receiver.status = CommandStatus.ESME_ROK;
        String second = submit(session);
        assertThat(receiver.receipt().id()).isEqualTo(second);
        assertThat(bank.platform.server().manage("GET", "/metrics", null).body())
                .contains("elchi_smpp_server_deliveries_abandoned_total 1");
        session.unbind();
    }

    @Test
    void aReceiptThatIsPutOffComesAgainInTheSameSession() throws Exception {
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(bank.login("later", ""), receiver);
        receiver.status = CommandStatus.ESME_RMSGQFUL;
        String id = submit(session);
        assertThat(receiver.receipt().id()).isEqualTo(id);
        receiver.status = CommandStatus.ESME_ROK;
        assertThat(receiver.receipt().id()).isEqualTo(id);
        session.unbind();
    }

    @Test
    void receiptsComeInTheSessionThatSubmittedWhileItIsThere() throws Exception {
        SmppBank.Login login = bank.login("origins", "");
        Map<SmppSession, Receiver> receivers = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            Receiver receiver = new Receiver();
            receivers.put(bank.bind(login, receiver), receiver);
        }
        for (int round = 0; round < 5; round++) {
            for (Map.Entry<SmppSession, Receiver> each : receivers.entrySet()) {
                String id = submit(each.getKey());
                assertThat(each.getValue().receipt().id()).isEqualTo(id);
            }
        }
        SmppSession leaving = receivers.keySet().iterator().next();
        bank.holdReceipts();
        String last = submit(leaving);
        leaving.unbind();
        Platform.await("it has left", () -> leaving.state() == SessionState.CLOSED);
        receivers.remove(leaving);
        bank.releaseReceipts();
        AtomicReference<String> got = new AtomicReference<>();
        Platform.await("another one gets its receipt", () -> {
            for (Receiver receiver : receivers.values()) {
                DeliverSm deliver = receiver.got.poll();
                if (deliver != null) {
                    got.set(Receiver.receipt(deliver).id());
                }
            }
            return got.get() != null;
        });
        assertThat(got.get()).isEqualTo(last);
        receivers.keySet().forEach(SmppSession::unbind);
    }

    /// Another process has taken over while this one was cut off.
    @Test
    void whoLostTheRightSendsNothingAndPutsNoCursorBack() throws Exception {
        Receiver receiver = new Receiver();
        SmppBank.Login login = bank.login("taken", "");
        SmppSession session = bank.bind(login, receiver);
        long begin = cursor(login);
        submit(session);
        receiver.next();
        Platform.await("the cursor moves", () -> cursor(login) > begin);
        long far = 1_000_000_000L;
        bank.platform
                .server()
                .database()
                .execute("UPDATE smppserver.deliverers SET process_id = '" + UUID.randomUUID()
                        + "', until = now() + interval '1 h' WHERE login_id = " + login.id()
                        + "; UPDATE events.cursors SET id = " + far + " WHERE subscriber = 'smpp:" + login.id() + "'");
        LoginTicks.await(login);
        submit(session);
        LoginTicks.await(login);
        assertThat(receiver.got).isEmpty();
        assertThat(cursor(login)).isEqualTo(far);
        bank.platform
                .server()
                .database()
                .execute("UPDATE events.cursors SET id = 0 WHERE subscriber = 'smpp:" + login.id()
                        + "'; UPDATE smppserver.deliverers SET until = now() - interval '1 s' WHERE login_id = "
                        + login.id());
        receiver.next();
        session.unbind();
        session.awaitClosed(Duration.ofSeconds(10));
    }

    /// Waits for two turns of the thread that writes the rows of sessions.
    private static final class LoginTicks {
        private static String seen(SmppBank.Login login) {
            return bank.platform
                    .server()
                    .database()
                    .database()
                    .jdbc()
                    .sql("SELECT max(seen_at)::text FROM smppserver.binds WHERE login_id = ?")
                    .param(login.id())
                    .query(String.class)
                    .single();
        }

        static void await(SmppBank.Login login) {
            for (int i = 0; i < 2; i++) {
                String before = seen(login);
                Platform.await("the process writes its rows", () -> !seen(login).equals(before));
            }
        }
    }

    @Test
    void sessionsFollowAChangeOfTheirLogin() throws Exception {
        SmppBank.Login login = bank.login("changed", "");
        SmppSession session = bank.bind(login, new Receiver());
        assertThat(SmppBank.status(session, SmppBank.submit("").build())).isEqualTo("ESME_RINVMSGLEN");
        String path = "/admin/v1/smpp-logins/" + login.id();
        assertThat(bank.put(path, "{'system_id':'changed','submits':{'allowed':false}}", 1))
                .isEqualTo(200);
        Platform.await("it may not submit any more", () -> {
            try {
                return SmppBank.status(session, SmppBank.submit("").build()).equals("ESME_RSUBMITFAIL");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(bank.put(path, "{'system_id':'changed'}", 1)).isEqualTo(412);
        assertThat(bank.put(path, "{'system_id':'changed','binds':{'allowed':false}}", 2))
                .isEqualTo(200);
        assertThat(session.awaitClosed(Duration.ofSeconds(10))).isTrue();
    }

    /// What a process writes before it knows of the removal is removed, too.
    @Test
    void aRowThatIsWrittenAfterTheRemovalIsRemoved() throws Exception {
        SmppBank.Login login = bank.login("late", "");
        SmppSession session = bank.bind(login, new Receiver());
        EventLog log = bank.platform.server().part(EventLog.class);
        SmppDirectory logins = bank.platform.server().part(SmppDirectory.class);
        Platform.await(
                "it is sent to",
                () -> number("SELECT count(*) FROM smppserver.deliverers WHERE login_id = ?", login.id()) == 1);
        Thread late = Thread.ofVirtual().start(() -> {
            while (logins.find(login.id()).isPresent()) {
                log.begin("smpp:" + login.id());
            }
        });
        bank.admin().delete("/admin/v1/smpp-logins/" + login.id()).is(204);
        late.join();
        assertThat(session.awaitClosed(Duration.ofSeconds(10))).isTrue();
        Platform.await("its rows are gone", () -> cursor(login) == -1);
    }

    @Test
    void aRemovedLoginLeavesNothing() throws Exception {
        for (int i = 0; i < 30; i++) {
            SmppBank.Login login = bank.login("removed" + i, "");
            SmppSession session = bank.bind(login, new Receiver());
            assertThat(cursor(login)).isNotNegative();
            bank.admin().delete("/admin/v1/smpp-logins/" + login.id()).is(204);
            assertThat(session.awaitClosed(Duration.ofSeconds(10))).isTrue();
            Platform.await(
                    "its rows are gone",
                    () -> cursor(login) == -1
                            && number("SELECT count(*) FROM smppserver.deliverers WHERE login_id = ?", login.id())
                                    == 0);
        }
    }
}
