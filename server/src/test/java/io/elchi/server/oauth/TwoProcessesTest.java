package io.elchi.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Authentication;
import io.elchi.server.boot.Role;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Platform;
import io.elchi.server.oauth.Machines.Machine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tokens and keys in two processes on one database.
@Timeout(120)
class TwoProcessesTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    /// How long another process may take to hear of a revocation.
    private static final Duration HEARD = Duration.ofSeconds(2);

    private static final Machines MACHINES = new Machines(Map.of());
    private static final TestServer OTHER = MACHINES.server().join(Set.of(Role.GATEWAY), Map.of());

    /// The first one has the database, so it ends last.
    @AfterAll
    static void close() {
        OTHER.close();
        MACHINES.close();
    }

    private static boolean opens(TestServer server, String token) {
        return server.part(Accounts.class).authenticate(token, HERE) instanceof Authentication.Granted;
    }

    private static Machine machine() {
        Machine machine = MACHINES.machine("'sms:send','sms:read'");
        Machines.await(OTHER, machine.clientId());
        return machine;
    }

    /// The first key of all is made by the request: the other process has not heard of it.
    @Test
    void aTokenOfOneProcessIsAcceptedByTheOtherAtOnce() {
        Machine machine = machine();
        assertThat(OTHER.ask("GET", "/v1/balance", Machines.token(MACHINES.server(), machine), null)
                        .statusCode())
                .isEqualTo(200);
        String token = Machines.token(OTHER, machine);
        assertThat(MACHINES.server()
                        .ask("POST", "/v1/sms/send", token, Machines.SEND)
                        .statusCode())
                .isEqualTo(202);
        assertThat(OTHER.ask("POST", "/v1/sms/send", token, Machines.SEND).statusCode())
                .isEqualTo(202);
    }

    private static void awaitClosed(String token, Runnable end) {
        assertThat(opens(OTHER, token)).isTrue();
        long started = System.nanoTime();
        end.run();
        Platform.await("the other process refuses the token", () -> !opens(OTHER, token));
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(HEARD);
    }

    @Test
    void aRevocationIsHeardWithinTwoSeconds() {
        Machine machine = machine();
        String token = MACHINES.token(machine);
        awaitClosed(
                token,
                () -> assertThat(Machines.post(MACHINES.server(), "/oauth2/revoke", machine, Map.of("token", token))
                                .statusCode())
                        .isEqualTo(200));
        String another = MACHINES.token(machine);
        awaitClosed(
                another,
                () -> assertThat(MACHINES.platform()
                                .admin()
                                .delete("/admin/v1/oauth-clients/" + machine.id())
                                .status())
                        .isEqualTo(204));
    }

    private static void change(String sql) {
        MACHINES.server().database().database().jdbc().sql(sql).update();
    }

    /// As if the key's month were over: its successor is published, and then signs.
    ///
    /// @return the id of the key that signs
    private static String rotate() {
        change("UPDATE oauth.signing_keys SET signs_from = signs_from - interval '31 days',"
                + " signs_until = now() - interval '1 second'");
        MACHINES.server().part(SigningKeys.class).maintain();
        change("UPDATE oauth.signing_keys SET signs_from = now() - interval '1 second' WHERE signs_from > now()");
        MACHINES.server().part(SigningKeys.class).maintain();
        return MACHINES.server().part(SigningKeys.class).signing().getKeyID();
    }

    /// Tokens of each process are used at the other one.
    @Test
    void nothingIsRefusedWhileKeysRotate() throws InterruptedException {
        Machine machine = machine();
        MACHINES.token(machine);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        Queue<String> refused = new ConcurrentLinkedQueue<>();
        Set<String> signed = new HashSet<>();
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            TestServer issuer = i % 2 == 0 ? MACHINES.server() : OTHER;
            TestServer sender = i % 2 == 0 ? OTHER : MACHINES.server();
            threads[i] = Thread.ofVirtual().start(() -> {
                String token = Machines.token(issuer, machine);
                while (!over.get()) {
                    int status = sender.ask("GET", "/v1/balance", token, null).statusCode();
                    if (status != 200) {
                        refused.add(status + " after " + asked);
                    }
                    if (asked.incrementAndGet() % 50 == 0) {
                        token = Machines.token(issuer, machine);
                    }
                }
            });
        }
        for (int rotation = 0; rotation < 3; rotation++) {
            int before = asked.get();
            Platform.await("requests go on", () -> asked.get() > before + 200);
            assertThat(signed.add(rotate())).isTrue();
        }
        int last = asked.get();
        Platform.await("requests go on", () -> asked.get() > last + 200);
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(refused).isEmpty();
    }
}
