package io.elchi.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.BindMode;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.InterfaceVersion;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.session.BindFailedException;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.CloseReason;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.SessionConfig;
import io.elchi.smpp.session.SmppSession;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/// Each behaviour of a profile, as an ESME meets it.
class OperatorTest extends OperatorScene {
    @Test
    void acceptsAndReports() throws Exception {
        String id = accepted(bound("").send(submit()));
        DeliverSm receipt = receipt();
        assertThat(receipt.esmClass()).isEqualTo(4);
        assertThat(receipt.source().digits()).isEqualTo("998901234567");
        assertThat(receipt.destination().digits()).isEqualTo("Elchi");
        assertThat(text(receipt))
                .matches("id:" + id + " sub:001 dlvrd:001 submit date:\\d{10} done date:\\d{10} stat:DELIVRD err:000"
                        + " text:code 1234");
        assertThat(receipt.tlvs().get(TlvTag.RECEIPTED_MESSAGE_ID)).contains(id);
        assertThat(receipt.tlvs().get(TlvTag.MESSAGE_STATE)).contains(2);
    }

    @Test
    void onlyTheAccountsBind() throws Exception {
        ClientConfig config = start("accounts: [{system_id: elchi, password: secret, max_binds: 1}]");
        client.connect(config, taking);
        Assertions.assertThatThrownBy(() -> client.connect(config, taking))
                .isInstanceOfSatisfying(
                        BindFailedException.class,
                        e -> assertThat(e.status()).isEqualTo(CommandStatus.ESME_RALYBND.code()));
        ClientConfig wrong = ClientConfig.transceiver("127.0.0.1", config.port(), "elchi", "guess");
        Assertions.assertThatThrownBy(() -> client.connect(wrong, taking))
                .isInstanceOfSatisfying(
                        BindFailedException.class,
                        e -> assertThat(e.status()).isEqualTo(CommandStatus.ESME_RINVPASWD.code()));
    }

    @Test
    void idsInTwoForms() throws Exception {
        SmppSession session = bound("message_ids: {response: hex, receipt: decimal, width: 6, upper_case: true}");
        for (int i = 1; i <= 10; i++) {
            assertThat(accepted(session.send(submit()))).isEqualTo(String.format("%06X", i));
            assertThat(text(receipt())).startsWith(String.format("id:%06d ", i));
        }
    }

    @Test
    void receiptsWithFewFieldsAndOtherDates() throws Exception {
        SmppSession session =
                bound("receipts: {fields: [stat, id, done_date], date_digits: 14, tlvs: false, states: {UNDELIV: 1}}");
        String id = accepted(session.send(submit()));
        DeliverSm receipt = receipt();
        assertThat(text(receipt)).matches("stat:UNDELIV id:" + id + " done date:20\\d{12}");
        assertThat(receipt.tlvs().size()).isZero();
    }

    @Test
    void receiptsWithWordsOfTheOperatorAlone() throws Exception {
        String id = accepted(bound("receipts: {states: {DND_REJECTED: 1}, fields: [id, stat, err]}")
                .send(submit()));
        DeliverSm receipt = receipt();
        assertThat(text(receipt)).isEqualTo("id:" + id + " stat:DND_REJECTED err:001");
        assertThat(receipt.tlvs().get(TlvTag.MESSAGE_STATE)).contains(7);
    }

    @Test
    void receiptsOnlyWhenAskedFor() throws Exception {
        SmppSession session = bound("receipts: {states: {UNDELIV: 1}}");
        accepted(session.send(submit().toBuilder().registeredDelivery(0).build()));
        accepted(session.send(submit().toBuilder().registeredDelivery(3).build()));
        String onFailure =
                accepted(session.send(submit().toBuilder().registeredDelivery(2).build()));
        assertThat(text(receipt())).contains("id:" + onFailure + " ");
        assertThat(delivered).isEmpty();
    }

    @Test
    void otherVersions() throws Exception {
        SmppSession old = bound("version: \"3.3\"");
        assertThat(old.version()).isEqualTo(InterfaceVersion.V3_3);
        accepted(old.send(submit()));
        assertThat(receipt().tlvs().size()).isZero();
        simulator.close();

        ClientConfig config = start("version: \"5.0\"\nsystem_id: FIVE")
                .session(SessionConfig.DEFAULTS
                        .but()
                        .version(InterfaceVersion.V5_0)
                        .build());
        SmppSession session = client.connect(config, taking);
        assertThat(session.version()).isEqualTo(InterfaceVersion.V5_0);
        assertThat(session.systemId()).isEqualTo("FIVE");
        assertThat(session.send(submit()))
                .isInstanceOfSatisfying(
                        Reply.Answered.class,
                        answer -> assertThat(answer.body().tlvs().contains(TlvTag.CONGESTION_STATE))
                                .isTrue());
    }

    @Test
    void latencies() throws Exception {
        SmppSession session =
                bound("responses: {latency: {min: 80ms, max: 90ms}}\nreceipts: {latency: {fixed: 100ms}}");
        long begin = System.nanoTime();
        accepted(session.send(submit()));
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(80_000_000);
        receipt();
        assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(180_000_000);
    }

    @Test
    void errorsByStatus() throws Exception {
        SmppSession session = bound("responses: {errors: {\"0x400\": 1}}");
        assertThat(session.send(submit()).statusOrMinusOne()).isEqualTo(0x400);
        assertThat(simulator.operator("test").inbox().find(new Inbox.Query(null, null, null, null, 10)))
                .extracting(Received::status)
                .containsExactly(0x400);
    }

    @Test
    void throttles() throws Exception {
        SmppSession session = bound("responses: {throttle: 0.001, burst: 3}");
        for (int i = 0; i < 3; i++) {
            accepted(session.send(submit()));
        }
        assertThat(session.send(submit()).statusOrMinusOne()).isEqualTo(CommandStatus.ESME_RTHROTTLED.code());
    }

    @Test
    void aFullQueue() throws Exception {
        SmppSession session = bound("responses: {queue_limit: 2}\nreceipts: {latency: {fixed: 60m}}");
        accepted(session.send(submit()));
        accepted(session.send(submit()));
        assertThat(session.send(submit()).statusOrMinusOne()).isEqualTo(CommandStatus.ESME_RMSGQFUL.code());
    }

    @Test
    void lostResponses() throws Exception {
        ClientConfig config = start("responses: {lost: 1}")
                .session(SessionConfig.DEFAULTS
                        .but()
                        .responseTimer(Duration.ofMillis(50))
                        .build());
        SmppSession session = client.connect(config, taking);
        assertThat(session.send(submit())).isInstanceOf(Reply.TimedOut.class);
        assertThat(text(receipt())).contains("stat:DELIVRD");
    }

    @Test
    void earlyDoubledLostAndIntermediateReceipts() throws Exception {
        SmppSession session = bound("responses: {latency: {fixed: 100ms}}\nreceipts: {early: 1, duplicated: 1}");
        AtomicInteger answered = new AtomicInteger();
        session.offer(submit(), _ -> answered.incrementAndGet());
        receipt();
        assertThat(answered).hasValue(0);
        receipt();
        simulator.close();

        SmppSession second = bound("receipts: {lost: 1, intermediate: true}");
        accepted(second.send(submit()));
        DeliverSm intermediate = receipt();
        assertThat(intermediate.esmClass()).isEqualTo(0x20);
        assertThat(text(intermediate)).contains("stat:ENROUTE");
        until("the final receipt is lost", () -> counters().get("receipts_lost") == 1);
        assertThat(delivered).isEmpty();
    }

    @Test
    void disconnectsMidWindow() throws Exception {
        SmppSession session = bound("faults: {disconnect_every: 3}");
        accepted(session.send(submit()));
        accepted(session.send(submit()));
        assertThat(session.send(submit()))
                .isInstanceOfSatisfying(
                        Reply.Lost.class, lost -> assertThat(lost.reason()).isEqualTo(CloseReason.DISCONNECTED));
    }

    @Test
    void fallsSilent() throws Exception {
        ClientConfig config = start("faults: {silent_every: 2, silent_for: 60m}")
                .session(SessionConfig.DEFAULTS
                        .but()
                        .responseTimer(Duration.ofMillis(50))
                        .enquireLinkTimer(Duration.ofMillis(50))
                        .maxEnquireLinkMisses(1)
                        .build());
        SmppSession session = client.connect(config, taking);
        accepted(session.send(submit()));
        assertThat(session.send(submit()).possiblySent()).isTrue();
        assertThat(session.awaitClosed(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
        assertThat(session.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.ENQUIRE_LINK_TIMEOUT);
    }

    @Test
    void receiptsWaitForAReceiverAndComeAgainWhenNotTaken() throws Exception {
        ClientConfig config = start("receipts: {retry_after: 10ms}");
        SmppSession transmitter = client.connect(config.mode(BindMode.TRANSMITTER), taking);
        String id = accepted(transmitter.send(submit()));
        AtomicInteger tries = new AtomicInteger();
        client.connect(config.mode(BindMode.RECEIVER), exchange -> {
            if (tries.incrementAndGet() < 3) {
                exchange.refuse(CommandStatus.ESME_RX_T_APPN);
            } else {
                taking.onRequest(exchange);
            }
        });
        assertThat(text(receipt())).contains("id:" + id + " ");
        assertThat(tries).hasValue(3);
    }

    @Test
    void moTraffic() throws Exception {
        bound("mo: {per_second: 100, from: [\"998931112233\"], to: \"7070\", texts: [\"STOP\"]}");
        DeliverSm mo = receipt();
        assertThat(mo.esmClass()).isZero();
        assertThat(mo.source().digits()).isEqualTo("998931112233");
        assertThat(mo.destination()).isEqualTo(new Address(3, 0, "7070"));
        assertThat(text(mo)).isEqualTo("STOP");
    }
}
