package io.elchi.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.CloseReason;
import io.elchi.smpp.session.SmppClient;
import io.elchi.smpp.session.SmppSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What tests ask an operator in their own JVM.
class ReceivedTest extends OperatorScene {
    private static SubmitSm submit(String to, String text) {
        return submit().toBuilder()
                .destination(new Address(1, 1, to))
                .shortMessage(Octets.of(text, StandardCharsets.US_ASCII))
                .build();
    }

    @Test
    void inOrderWithTheirIds() throws Exception {
        SmppSession session = bound("message_ids: {response: hex, width: 4}");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(accepted(session.send(submit("99890000000" + i % 2, "text " + i))));
        }
        List<Received> received = operator().received();
        assertThat(received).extracting(Received::messageId).isEqualTo(ids);
        assertThat(received).extracting(Received::number).isSorted().doesNotHaveDuplicates();
        assertThat(received.get(7).text()).isEqualTo("text 7");
        assertThat(received.get(7).registeredDelivery()).isEqualTo(1);
        assertThat(operator().receivedPerDestination()).isEqualTo(Map.of("998900000000", 10, "998900000001", 10));
    }

    @Test
    void onlyTheNewestAreKept() throws Exception {
        SmppSession session = bound("max_stored: 3");
        for (int i = 0; i < 5; i++) {
            accepted(session.send(submit("998900000000", "text " + i)));
        }
        assertThat(operator().received()).extracting(Received::text).containsExactly("text 2", "text 3", "text 4");
        assertThat(operator().totals().received()).isEqualTo(5);
    }

    @Test
    void partsOfLongMessages() throws Exception {
        SmppSession session = bound("");
        accepted(session.send(submit().toBuilder()
                .esmClass(0x40)
                .shortMessage(Octets.ofHex("0500032A0201" + "6F6E65"))
                .build()));
        accepted(session.send(submit().toBuilder()
                .esmClass(0x40)
                .shortMessage(Octets.ofHex("060804123402026F6E65"))
                .build()));
        accepted(session.send(submit("998900000000", "one").toBuilder()
                .tlvs(Tlvs.NONE
                        .with(TlvTag.SAR_MSG_REF_NUM, 4711)
                        .with(TlvTag.SAR_TOTAL_SEGMENTS, 3)
                        .with(TlvTag.SAR_SEGMENT_SEQNUM, 3))
                .build()));
        Octets all = Octets.of("x".repeat(1_000), StandardCharsets.US_ASCII);
        accepted(session.send(submit().toBuilder()
                .shortMessage(Octets.EMPTY)
                .tlvs(Tlvs.NONE.with(TlvTag.MESSAGE_PAYLOAD, all))
                .build()));
        List<Received> received = operator().received();
        assertThat(received)
                .extracting(message -> List.of(message.reference(), message.part(), message.parts()))
                .containsExactly(List.of(0x2A, 1, 2), List.of(0x1234, 2, 2), List.of(4711, 3, 3), List.of(0, 0, 0));
        assertThat(received.subList(0, 3)).extracting(Received::text).containsOnly("one");
        assertThat(received.get(0).udh()).isEqualTo("0500032a0201");
        assertThat(received.get(3).text()).isEqualTo("x".repeat(1_000));
    }

    /// What proves "duplicates at most those in flight": the same message twice, not the same text to another
    /// number, nor another part, nor what was refused the first time.
    @Test
    void duplicates() throws Exception {
        SmppSession session = bound("responses: {errors: {ESME_RTHROTTLED: 1}}");
        assertThat(session.send(submit("998900000000", "one")).statusOrMinusOne())
                .isEqualTo(0x58);
        operator().change("responses: {errors: null}");
        accepted(session.send(submit("998900000000", "one")));
        accepted(session.send(submit("998900000001", "one")));
        accepted(session.send(submit("998900000000", "two")));
        for (int part = 1; part <= 2; part++) {
            accepted(session.send(submit().toBuilder()
                    .esmClass(0x40)
                    .shortMessage(Octets.ofHex("0500032A020" + part + "6F6E65"))
                    .build()));
        }
        until("all receipts are taken", () -> operator().totals().receipts().acknowledged() == 5);
        assertThat(operator().totals()).isEqualTo(new Totals(6, 5, 1, 5, 0, true, 0, receipts(5)));
        accepted(session.send(submit("998900000000", "one")));
        accepted(session.send(submit("998900000000", "one")));
        until("all receipts are taken", () -> operator().totals().receipts().acknowledged() == 7);
        assertThat(operator().totals()).isEqualTo(new Totals(8, 7, 1, 5, 2, true, 0, receipts(7)));
        operator().clear();
        assertThat(operator().totals()).isEqualTo(new Totals(0, 0, 0, 0, 0, true, 0, receipts(0)));
        assertThat(operator().received()).isEmpty();
        accepted(session.send(submit("998900000000", "one")));
        assertThat(operator().totals().duplicates()).isZero();
    }

    private static Totals.ReceiptTotals receipts(int all) {
        return new Totals.ReceiptTotals(all, all, all, 0, 0);
    }

    @Test
    void manyMessagesAreToldApart() {
        SeenMessages seen = new SeenMessages();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100_000; i++) {
                seen.add("9989" + i, "code " + i % 7, i % 3);
            }
        }
        assertThat(seen.distinct()).isEqualTo(100_000);
        assertThat(seen.duplicates()).isEqualTo(100_000);
        assertThat(seen.complete()).isTrue();
    }

    @Test
    void severalOperatorsThatStopInOrder() throws Exception {
        try (Simulator two = Simulator.of(7, "name: one", "name: two");
                SmppClient esme = SmppClient.create(1)) {
            assertThat(two.ports().keySet()).containsExactly("one", "two");
            assertThat(two.ports().values()).doesNotHaveDuplicates().allMatch(port -> port > 0);
            assertThat(two.operator("one").port()).isEqualTo(two.ports().get("one"));
            assertThat(two.controlPort()).isPositive();
            assertThatIllegalArgumentException().isThrownBy(() -> two.operator("three"));
            SmppSession session = esme.connect(
                    ClientConfig.transceiver("127.0.0.1", two.operator("two").port(), "any", "x"), taking);
            two.close(Duration.ofSeconds(PATIENCE_SECONDS));
            assertThat(session.awaitClosed(Duration.ofSeconds(PATIENCE_SECONDS)))
                    .isTrue();
            assertThat(session.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.UNBOUND_BY_PEER);
        }
    }
}
