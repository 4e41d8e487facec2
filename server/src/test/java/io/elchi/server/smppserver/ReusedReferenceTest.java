package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.session.SmppSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Messages that have the reference, and first parts, of one that was just joined.
class ReusedReferenceTest {
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

    @AfterEach
    void nothingElseIsSent() {
        assertThat(bank.submitted).isEmpty();
    }

    private static SmppSession session(String login) throws Exception {
        return bank.bind(bank.login(login, JOINED), new Receiver());
    }

    private static String part(SmppSession session, String text, int total, int number) throws Exception {
        return SmppBank.accepted(session, SplitText.part(text, 1, total, number).build());
    }

    private static void message(SmppSession session, String... texts) throws Exception {
        for (int i = 0; i < texts.length; i++) {
            part(session, texts[i], texts.length, i + 1);
        }
    }

    private static void isSent(String text) throws Exception {
        assertThat(JoinedPartsTest.sent(bank, 1)).isEqualTo(text);
    }

    @Test
    void anEqualFirstPartBelongsToTheNextMessage() throws Exception {
        SmppSession session = session("equal");
        message(session, "Dear client, ", "one");
        isSent("Dear client, one");
        for (String text : new String[] {"two", "three"}) {
            message(session, "Dear client, ", text);
            isSent("Dear client, " + text);
        }
        message(session, "a ", "b ", "c");
        isSent("a b c");
        message(session, "a ", "b ", "d");
        isSent("a b d");
        message(session, "a ", "e ", "d");
        isSent("a e d");
        session.unbind();
    }

    @Test
    void aRepeatedMessageIsNotSentAgainAndTheNextOneIs() throws Exception {
        SmppSession session = session("repeated");
        message(session, "one ", "two");
        isSent("one two");
        message(session, "one ", "two");
        message(session, "one ", "three");
        isSent("one three");
        session.unbind();
    }

    /// Its answer was lost: the part is no part of the next message.
    @Test
    void aRepeatedPartDoesNotMixWithAnotherMessage() throws Exception {
        SmppSession session = session("mixed");
        message(session, "one ", "two");
        isSent("one two");
        part(session, "two", 2, 2);
        message(session, "three ", "four");
        isSent("three four");
        part(session, "three ", 2, 1);
        message(session, "five ", "six");
        isSent("five six");
        message(session, "a ", "b ", "c");
        isSent("a b c");
        part(session, "a ", 3, 1);
        part(session, "y ", 3, 2);
        part(session, "x ", 3, 1);
        part(session, "z", 3, 3);
        isSent("x y z");
        session.unbind();
    }

    @Test
    void aPartThatCameAgainIsKeptLongerThanTheMessage() throws Exception {
        SmppSession session = session("kept");
        message(session, "one ", "two");
        isSent("one two");
        part(session, "one ", 2, 1);
        bank.platform
                .server()
                .database()
                .execute("UPDATE smppserver.part_sets SET until = now() - interval '1 s' WHERE state = 'joined'");
        bank.platform.server().part(PartUpkeep.class).run();
        part(session, "three", 2, 2);
        isSent("one three");
        session.unbind();
    }

    /// Nobody tells whether it is a repetition: it is answered as one, and its receipt is that of the new message.
    @Test
    void thePartIsAnsweredAsARepetition() throws Exception {
        Receiver receiver = new Receiver();
        SmppSession session = bank.bind(bank.login("answered", JOINED), receiver);
        String first = part(session, "one ", 2, 1);
        part(session, "two", 2, 2);
        isSent("one two");
        assertThat(part(session, "one ", 2, 1)).isEqualTo(first);
        String last = SmppBank.accepted(
                session, SplitText.part("three", 1, 2, 2).registeredDelivery(1).build());
        isSent("one three");
        assertThat(receiver.receipt().id()).isEqualTo(last);
        assertThat(PartIds.set(MessageIdForm.read(last).orElseThrow()))
                .isNotEqualTo(PartIds.set(MessageIdForm.read(first).orElseThrow()));
        session.unbind();
    }
}
