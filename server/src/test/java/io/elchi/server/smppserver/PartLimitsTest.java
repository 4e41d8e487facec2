package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.Tlv;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smstext.receipt.ReceiptState;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Clients that send more parts than may wait, or never all of them.
class PartLimitsTest {
    private static final String JOINED = "'submits':{'parts':'joined','window':1000}";
    private static final int MOST = 510;

    private static SmppBank bank;

    @BeforeAll
    static void start() throws Exception {
        bank = new SmppBank(Map.of("smpp_parts.max_waiting_per_login", "" + MOST));
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    @Test
    void aMessageThatHasBegunHasSpaceForAllOfItsParts() throws Exception {
        SmppSession session = bank.bind(bank.login("space", JOINED), new Receiver());
        for (int reference = 1; reference <= 2; reference++) {
            SmppBank.accepted(session, SplitText.part("x", reference, 255, 1).build());
        }
        assertThat(SmppBank.status(session, SplitText.part("x", 3, 2, 1).build()))
                .isEqualTo("ESME_RMSGQFUL");
        for (int number = 2; number < 255; number++) {
            SmppBank.accepted(session, SplitText.part("x", 1, 255, number).build());
        }
        SmppSession other = bank.bind(bank.login("other", JOINED), new Receiver());
        SmppBank.accepted(other, SplitText.part("of another login", 3, 2, 1).build());
        session.unbind();
        other.unbind();
    }

    /// Only what a message can carry waits: a table of parts is no place for 64 KiB each.
    @Test
    void aPartWithLargeParametersIsRefused() throws Exception {
        SmppSession session = bank.bind(bank.login("large", JOINED), new Receiver());
        SubmitSm part = SplitText.part("x", 1, 255, 1)
                .tlvs(Tlvs.of(new Tlv(0x1500, Octets.of(new byte[10_000]))))
                .build();
        assertThat(SmppBank.status(session, part)).isEqualTo("ESME_RINVMSGLEN");
        session.unbind();
    }

    @Test
    void setsThatAreNeverCompleteFillTheLimitAloneAndEndWithReceipts() throws Exception {
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(bank.login("never", JOINED), receiver);
        Map<CommandStatus, Integer> answers = new EnumMap<>(CommandStatus.class);
        for (int i = 0; i < 2_000; i++) {
            SubmitSm part =
                    SplitText.wide("x" + i, i, 2, 1).registeredDelivery(1).build();
            answers.merge(
                    CommandStatus.of(session.send(part).statusOrMinusOne()).orElseThrow(), 1, Integer::sum);
        }
        assertThat(answers)
                .isEqualTo(new HashMap<>(
                        Map.of(CommandStatus.ESME_ROK, MOST / 2, CommandStatus.ESME_RMSGQFUL, 2_000 - MOST / 2)));
        bank.platform
                .server()
                .database()
                .execute("UPDATE smppserver.part_sets SET until = now() - interval '1 s' WHERE state = 'waiting'");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < MOST / 2; i++) {
            var receipt = receiver.receipt();
            assertThat(receipt.state()).isEqualTo(ReceiptState.EXPIRED);
            ids.add(receipt.id());
        }
        assertThat(ids).hasSize(MOST / 2);
        bank.platform
                .server()
                .database()
                .execute("UPDATE smppserver.part_sets SET until = now() - interval '1 s' WHERE state = 'expired'");
        Platform.await("there is space again", () -> {
            try {
                return session.send(SplitText.part("y", 1, 2, 1).build()).statusOrMinusOne() == 0;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        session.unbind();
    }

    @Test
    void aReferenceThatIsUsedAgainAtOnceIsAnotherMessage() throws Exception {
        SmppSession session = bank.bind(bank.login("fast", JOINED), new Receiver());
        for (int i = 0; i < 20; i++) {
            for (int number : List.of(2, 1)) {
                SmppBank.accepted(
                        session,
                        SplitText.part("text " + i + " part " + number + " ", 1, 2, number)
                                .build());
            }
            assertThat(JoinedPartsTest.sent(bank, 1)).isEqualTo("text " + i + " part 1 text " + i + " part 2 ");
        }
        assertThat(bank.submitted).isEmpty();
        session.unbind();
    }
}
