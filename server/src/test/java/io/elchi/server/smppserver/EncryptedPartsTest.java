package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Platform;
import io.elchi.server.core.Clock;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smstext.receipt.ReceiptState;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Parts that wait are not in the database in clear.
class EncryptedPartsTest {
    private static final String JOINED = "'submits':{'parts':'joined'}";

    private static SmppBank bank;

    @BeforeAll
    static void start() throws Exception {
        bank = new SmppBank();
    }

    @AfterAll
    static void stop() {
        bank.close();
    }

    private static long count(String what) {
        return bank.platform
                .server()
                .database()
                .database()
                .jdbc()
                .sql("SELECT count(*) FROM " + what)
                .query(Long.class)
                .single();
    }

    private static void execute(String sql) throws Exception {
        bank.platform.server().database().execute(sql);
    }

    private static double ended(PartSet.State state) {
        return bank.platform
                .server()
                .part(Metrics.class)
                .totals(Metric.SMPP_SERVER_PARTS_ENDED)
                .getOrDefault(List.of(state.text()), 0.0);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void theTextOfAPartIsNotInTheTableAndAnotherProcessReadsIt() throws Exception {
        SmppBank.Login login = bank.login("secret", JOINED);
        double before = ended(PartSet.State.JOINED);
        try (TestServer other = bank.join()) {
            SmppBank.awaitKnown(other, "secret");
            SmppSession here = bank.bind(login, new Receiver());
            SmppSession there = bank.client.connect(
                    SmppBank.config(other.part(ClientServer.class).port(), login), new Receiver());
            String first = SmppBank.accepted(
                    here, SplitText.part("code 481516 ", 1, 2, 1).build());
            String own = "smppserver.parts p WHERE set_id = '"
                    + PartIds.set(MessageIdForm.read(first).orElseThrow()).uuid() + "'";
            assertThat(count(own + " AND content_key IS NOT NULL AND digest = ''"))
                    .isOne();
            assertThat(count(own + " AND p::text LIKE '%" + hex("481516") + "%'"))
                    .isZero();
            // A process knows a repetition of what another one encrypted.
            assertThat(SmppBank.accepted(
                            there, SplitText.part("code 481516 ", 1, 2, 1).build()))
                    .isEqualTo(first);
            assertThat(SmppBank.status(
                            there, SplitText.part("code 481517 ", 1, 2, 1).build()))
                    .isEqualTo("ESME_RSUBMITFAIL");
            SmppBank.accepted(there, SplitText.part("for you", 1, 2, 2).build());
            assertThat(JoinedPartsTest.sent(bank, 1)).isEqualTo("code 481516 for you");
            here.unbind();
            there.unbind();
            double joined = ended(PartSet.State.JOINED)
                    + other.part(Metrics.class)
                            .totals(Metric.SMPP_SERVER_PARTS_ENDED)
                            .getOrDefault(List.of("joined"), 0.0);
            assertThat(joined).isEqualTo(before + 1);
        }
    }

    @Test
    void partsOfTheReleaseBeforeAreRead() throws Exception {
        SmppBank.Login login = bank.login("before", JOINED);
        SmppSession session = bank.bind(login, new Receiver());
        SubmitSm one = SplitText.part("plain ", 2, 2, 1).build();
        String first = SmppBank.accepted(session, one);
        SmppLogin known = bank.platform
                .server()
                .part(SmppDirectory.class)
                .find(login.id())
                .orElseThrow();
        ClientPartReader reader = new ClientPartReader(known, new SubmitReader(known, Clock.SYSTEM));
        ClientPart part = ((ClientPartReader.PartRead.Found) reader.read(one)).part();
        String set = PartIds.set(MessageIdForm.read(first).orElseThrow()).uuid().toString();
        execute("UPDATE smppserver.parts SET content_key = NULL, digest = sha256('\\x"
                + HexFormat.of().formatHex(part.octets()) + "'), pdu = '\\x"
                + HexFormat.of().formatHex(part.pdu().octets()) + "' WHERE set_id = '" + set + "'");
        assertThat(SmppBank.accepted(session, one)).isEqualTo(first);
        SmppBank.accepted(session, SplitText.part("text", 2, 2, 2).build());
        assertThat(JoinedPartsTest.sent(bank, 1)).isEqualTo("plain text");
        session.unbind();
    }

    @Test
    void withoutAKeyPartsAreStoredAsTheyCame() throws Exception {
        try (SmppBank plain = new SmppBank(Map.of("content.key", ""))) {
            SmppSession session = plain.bind(plain.login("plain", JOINED), new Receiver());
            SmppBank.accepted(session, SplitText.part("code 481516 ", 1, 2, 1).build());
            String stored = "SELECT count(*) FROM smppserver.parts p WHERE content_key IS NULL AND p::text LIKE '%"
                    + hex("481516") + "%'";
            assertThat(plain.platform
                            .server()
                            .database()
                            .database()
                            .jdbc()
                            .sql(stored)
                            .query(Long.class)
                            .single())
                    .isOne();
            SmppBank.accepted(session, SplitText.part("for you", 1, 2, 2).build());
            assertThat(JoinedPartsTest.sent(plain, 1)).isEqualTo("code 481516 for you");
            session.unbind();
        }
    }

    @Test
    void aMessageWhosePartCannotBeReadAnyMoreEnds() throws Exception {
        SmppSession session = bank.bind(bank.login("lost", JOINED), new Receiver());
        String first =
                SmppBank.accepted(session, SplitText.part("one ", 3, 2, 1).build());
        String set = PartIds.set(MessageIdForm.read(first).orElseThrow()).uuid().toString();
        execute("UPDATE smppserver.parts SET content_key = -1 WHERE set_id = '" + set + "'");
        assertThat(SmppBank.status(session, SplitText.part("two", 3, 2, 2).build()))
                .isEqualTo("ESME_RSYSERR");
        execute("UPDATE smppserver.part_sets SET until = now() - interval '1 s' WHERE id = '" + set + "'");
        Platform.await("it has ended", () -> {
            try {
                return JoinedPartsTest.state(session, first) == ReceiptState.EXPIRED.code();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(bank.submitted).isEmpty();
        session.unbind();
    }

    @Test
    void whatWaitsIsCounted() throws Exception {
        SmppSession session = bank.bind(bank.login("counted", JOINED), new Receiver());
        SmppBank.accepted(session, SplitText.part("one ", 4, 2, 1).build());
        Platform.await(
                "it is counted",
                () -> bank.platform
                        .server()
                        .part(Metrics.class)
                        .scrape()
                        .lines()
                        .anyMatch(
                                line -> line.startsWith("elchi_smpp_server_parts_waiting ") && !line.endsWith(" 0.0")));
        double before = ended(PartSet.State.EXPIRED);
        execute("UPDATE smppserver.part_sets SET until = now() - interval '1 s' WHERE state = 'waiting'");
        Platform.await("it expires", () -> ended(PartSet.State.EXPIRED) > before);
        session.unbind();
    }
}
