package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppSession;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What a client is told about its sessions.
class BindLoadTest {
    private static SmppBank bank;
    private static Api client;

    @BeforeAll
    static void start() throws Exception {
        bank = new SmppBank();
        client = bank.platform.as(bank.platform.key(bank.account, "'sms:read'"));
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    private static JsonNode bind(String systemId) {
        for (JsonNode bind : client.get("/v1/smpp-binds").is(200).get("items")) {
            if (bind.get("system_id").stringValue().equals(systemId)) {
                return bind;
            }
        }
        throw new AssertionError(systemId + " is not bound");
    }

    private static void awaitHeldBy(String systemId, String direction, String heldBy) {
        Platform.await(
                systemId + " is held by " + heldBy,
                () -> bind(systemId)
                        .at("/load/" + direction + "/held_by")
                        .asString("")
                        .equals(heldBy));
    }

    @Test
    void aFullWindowWaitsForOurCommitsAndAHalfEmptyOneForTheClient() throws Exception {
        SmppSession session = bank.bind(bank.login("window", "'submits':{'window':4}"), new Receiver());
        awaitHeldBy("window", "submits", "nothing_asked");
        AtomicBoolean more = new AtomicBoolean(true);
        Semaphore window = new Semaphore(4);
        Thread sender = Thread.ofVirtual().start(() -> {
            while (more.get()) {
                window.acquireUninterruptibly();
                session.offer(SmppBank.submit("x").build(), _ -> window.release());
            }
        });
        awaitHeldBy("window", "submits", "our_commit");
        JsonNode use = bind("window").at("/load/submits");
        double ceiling = use.get("ceiling_per_second").doubleValue();
        assertThat(ceiling).isCloseTo(4_000 / use.get("response_ms").doubleValue(), withPercentage(20));
        assertThat(use.get("per_second").doubleValue()).isLessThan(ceiling * 1.1);
        assertThat(use.get("in_use").doubleValue()).isBetween(2.0, 4.0);
        more.set(false);
        sender.join();
        // Until the last answers are here the window is full.
        window.acquireUninterruptibly(4);
        SmppBank.accepted(session, SmppBank.submit("x").build());
        Platform.await("the full seconds are over", () -> {
            try {
                SmppBank.accepted(session, SmppBank.submit("x").build());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return bind("window").at("/load/submits/held_by").stringValue().equals("client_window");
        });
        bank.submitted.clear();
        session.unbind();
    }

    @Test
    void aRateIsNamed() throws Exception {
        SmppSession session = bank.bind(bank.login("rate", "'submits':{'rate_per_second':1}"), new Receiver());
        for (int i = 0; i < 20; i++) {
            session.send(SmppBank.submit("x").build());
        }
        awaitHeldBy("rate", "submits", "rate_limit");
        assertThat(bind("rate").at("/load/submits/over_rate").intValue()).isPositive();
        bank.submitted.clear();
        session.unbind();
    }

    /// It takes deliver_sm and does not answer.
    private static final class Silent implements SessionHandler {
        @Override
        public void onRequest(Exchange exchange) {
            // Not answered.
        }
    }

    @Test
    void aClientThatDoesNotAnswerReceiptsIsNamed() throws Exception {
        SmppSession session = bank.bind(bank.login("silent", ""), new Silent());
        for (int i = 0; i < 60; i++) {
            SmppBank.accepted(
                    session, SmppBank.submit("x").registeredDelivery(1).build());
        }
        awaitHeldBy("silent", "receipts", "client_answers");
        assertThat(bind("silent").at("/traffic/unanswered").intValue()).isEqualTo(50);
        bank.submitted.clear();
        session.close();
    }

    @Test
    void eachAccountSeesItsOwnSessionsOfAllProcesses() throws Exception {
        SmppBank.Login login = bank.login("processes", "");
        SmppSession here = bank.bind(login, new Receiver());
        try (TestServer other = bank.join()) {
            SmppBank.awaitKnown(other, "processes");
            SmppSession there = bank.client.connect(
                    SmppBank.config(other.part(ClientServer.class).port(), login), new Receiver());
            Set<String> processes = client.get("/v1/smpp-binds")
                    .is(200)
                    .get("items")
                    .valueStream()
                    .filter(bind -> bind.get("system_id").stringValue().equals("processes"))
                    .map(bind -> bind.get("process_id").stringValue())
                    .collect(Collectors.toSet());
            assertThat(processes).hasSize(2);
            there.unbind();
        }
        long stranger = bank.platform.account("client", bank.platform.root(), "stranger");
        Api others = bank.platform.as(bank.platform.key(stranger, "'sms:read'"));
        assertThat(others.get("/v1/smpp-binds").is(200).get("items")).isEmpty();
        here.unbind();
    }

    @ParameterizedTest
    @CsvSource({
        "10000000, 0, 0, 0, 0, 0, nothing_asked",
        "10000000, 100, 9000000, 0, 0, 0, client_window",
        "10000000, 100, 90000000, 5000000, 0, 0, our_commit",
        "10000000, 100, 9000000, 0, 1, 0, our_commit",
        "10000000, 100, 90000000, 9000000, 1, 1, rate_limit"
    })
    void theMeasuredFiguresDecide(
            long micros, long answered, long waited, long full, long overWindow, long overRate, String heldBy) {
        WindowUse use = new WindowUse(10, micros, answered, waited, full, overWindow, overRate);
        BindLoad load = BindLoad.parse(new BindLoad(use, use).json());
        assertThat(load).isEqualTo(new BindLoad(use, use));
        assertThat(load.submitsHeldBy().text()).isEqualTo(heldBy);
        assertThat(load.receiptsHeldBy())
                .isEqualTo(
                        full >= 5_000_000
                                ? BindLoad.HeldBy.CLIENT_ANSWERS
                                : answered == 0 ? BindLoad.HeldBy.NOTHING_ASKED : BindLoad.HeldBy.NOTHING);
    }
}
