package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.session.Exchange;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppSession;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    private static void awaitLimitedBy(String systemId, String direction, String limitedBy) {
        Platform.await(
                systemId + " is held by " + limitedBy,
                () -> bind(systemId)
                        .at("/load/" + direction + "/limited_by")
                        .asString("")
                        .equals(limitedBy));
    }

    @Test
    void aFullWindowWaitsForOurCommitsAndAHalfEmptyOneForTheClient() throws Exception {
        SmppSession session = bank.bind(bank.login("window", "'submits':{'window':4}"), new Receiver());
        awaitLimitedBy("window", "submits", "nothing_asked");
        CountDownLatch answered = new CountDownLatch(4);
        try (AutoCloseable _ = bank.heldCommits()) {
            for (int i = 0; i < 4; i++) {
                session.offer(SmppBank.submit("x").build(), _ -> answered.countDown());
            }
            awaitLimitedBy("window", "submits", "window_full");
            assertThat(bind("window").at("/load/submits/in_use").doubleValue()).isBetween(2.0, 4.0);
        }
        assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
        Platform.await(
                "the answers are measured",
                () -> bind("window").at("/load/submits").has("ceiling_per_second"));
        JsonNode use = bind("window").at("/load/submits");
        assertThat(use.get("ceiling_per_second").doubleValue())
                .isCloseTo(4_000 / use.get("response_ms").doubleValue(), withPercentage(20));
        Platform.await("the full seconds are over", () -> {
            try {
                SmppBank.accepted(session, SmppBank.submit("x").build());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return bind("window").at("/load/submits/limited_by").stringValue().equals("client_idle");
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
        awaitLimitedBy("rate", "submits", "rate_limit");
        assertThat(bind("rate").at("/load/submits/over_rate").intValue()).isPositive();
        assertThat(bank.platform.server().manage("GET", "/metrics", null).body().lines())
                .anyMatch(line -> line.startsWith("elchi_smpp_server_limited{")
                        && line.contains("direction=\"submits\"")
                        && line.contains("limited_by=\"rate_limit\"")
                        && line.endsWith("} 1.0"));
        bank.submitted.clear();
        session.unbind();
    }

    /// Those are refused by the intake, and not by the queue of the session.
    @Test
    void theRateOfTheAccountIsCountedAndNamedLikewise() throws Exception {
        SmppSession session = bank.bind(bank.login("account-rate", ""), new Receiver());
        bank.admin()
                .patch("/admin/v1/accounts/" + bank.account, "{'rate_per_second':1}")
                .is(200);
        try {
            Platform.await("a request is beyond the rate", () -> isThrottled(session));
            awaitLimitedBy("account-rate", "submits", "rate_limit");
            assertThat(bind("account-rate").at("/traffic/throttled").intValue()).isPositive();
        } finally {
            bank.admin()
                    .patch("/admin/v1/accounts/" + bank.account, "{'rate_per_second':10000}")
                    .is(200);
        }
        Platform.await("the account has no rate again", () -> !isThrottled(session));
        bank.submitted.clear();
        session.unbind();
    }

    private static boolean isThrottled(SmppSession session) {
        try {
            boolean any = false;
            for (int i = 0; i < 5; i++) {
                any |= session.send(SmppBank.submit("x").build()) instanceof Reply.Answered<?> answered
                        && answered.status() == CommandStatus.ESME_RTHROTTLED.code();
            }
            return any;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
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
        awaitLimitedBy("silent", "receipts", "client_answers");
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
        "10000000, 100, 9000000, 0, 0, 0, client_idle",
        "10000000, 100, 90000000, 5000000, 0, 0, window_full",
        "10000000, 100, 9000000, 0, 1, 0, window_full",
        "10000000, 100, 90000000, 9000000, 1, 1, rate_limit"
    })
    void theMeasuredFiguresDecide(
            long micros, long answered, long waited, long full, long overWindow, long overRate, String limitedBy) {
        WindowUse use = new WindowUse(10, micros, answered, waited, full, overWindow, overRate);
        BindLoad load = BindLoad.parse(new BindLoad(use, use).json());
        assertThat(load).isEqualTo(new BindLoad(use, use));
        assertThat(load.submitsLimitedBy().text()).isEqualTo(limitedBy);
        assertThat(load.receiptsLimitedBy())
                .isEqualTo(
                        full >= 5_000_000
                                ? BindLoad.LimitedBy.CLIENT_ANSWERS
                                : answered == 0 ? BindLoad.LimitedBy.NOTHING_ASKED : BindLoad.LimitedBy.NOTHING);
    }
}
