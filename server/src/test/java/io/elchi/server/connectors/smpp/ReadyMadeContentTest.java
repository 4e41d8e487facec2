package io.elchi.server.connectors.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.messages.Content;
import io.elchi.server.messages.Outcome;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.session.Exchange;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Content that is no text, as an operator receives it.
class ReadyMadeContentTest {
    private static final HexFormat HEX = HexFormat.of();

    private final LinkScene scene = new LinkScene();
    private Smsc smsc;

    @BeforeEach
    void open() throws Exception {
        smsc = new Smsc();
    }

    @AfterEach
    void end() throws Exception {
        scene.close();
        smsc.close();
    }

    private static String octets(SubmitSm submit) {
        return HEX.formatHex(submit.shortMessage().toArray());
    }

    /// Takes the next submit_sm.
    private SubmitSm next(String id) throws InterruptedException {
        Exchange exchange = smsc.next();
        smsc.answer(exchange, 0, id);
        return Smsc.submit(exchange);
    }

    /// The way in which a link splits texts does not matter.
    @ParameterizedTest
    @ValueSource(strings = {"udh_8", "sar", "message_payload"})
    void binaryContentIsSubmittedAsItIs(String split) throws Exception {
        scene.bind(LinkScene.link(smsc, "text.split", split));
        byte[] header = HEX.parseHex("06050415811581");
        scene.send(scene.texts.content(new Content.Binary(header, HEX.parseHex("024a3a5d"), 0xF5)));
        SubmitSm submit = next("one");
        assertThat(octets(submit)).isEqualTo("06050415811581" + "024a3a5d");
        assertThat(submit.esmClass()).isEqualTo(0x40);
        assertThat(submit.dataCoding()).isEqualTo(0xF5);
        assertThat(submit.tlvs().isEmpty()).isTrue();
        Outcome.Submitted outcome = scene.next(Outcome.Submitted.class);
        assertThat(outcome.total()).isEqualTo(1);
    }

    @Test
    void octetsWithoutAHeaderSayNothingOfOne() throws Exception {
        scene.bind(LinkScene.link(smsc));
        scene.send(scene.texts.content(new Content.Binary(new byte[0], new byte[140], 4)));
        SubmitSm submit = next("one");
        assertThat(submit.esmClass()).isZero();
        assertThat(submit.shortMessage().length()).isEqualTo(140);
    }

    @Test
    void everyReadyMadePartIsASubmitOfItsOwn() throws Exception {
        scene.bind(LinkScene.link(smsc));
        scene.send(scene.texts.content(new Content.Parts(List.of(
                new Content.Part(HEX.parseHex("0500032a0301" + "0041"), 8, 0x40),
                new Content.Part(HEX.parseHex("0500032a0302" + "42"), 0, 0x43),
                new Content.Part(new byte[300], 4, 0)))));
        SubmitSm first = next("a");
        SubmitSm second = next("b");
        SubmitSm third = next("c");
        assertThat(octets(first)).isEqualTo("0500032a0301" + "0041");
        assertThat(first.esmClass()).isEqualTo(0x40);
        assertThat(first.dataCoding()).isEqualTo(8);
        assertThat(octets(second)).isEqualTo("0500032a0302" + "42");
        assertThat(second.esmClass()).isEqualTo(0x43);
        assertThat(second.dataCoding()).isZero();
        assertThat(third.shortMessage().isEmpty())
                .as("too long for short_message")
                .isTrue();
        assertThat(third.tlvs().get(TlvTag.MESSAGE_PAYLOAD).orElseThrow().length())
                .isEqualTo(300);
        for (String id : List.of("a", "b", "c")) {
            Outcome.Submitted outcome = scene.next(Outcome.Submitted.class);
            assertThat(outcome.smscMessageId()).isEqualTo(id);
            assertThat(outcome.total()).isEqualTo(3);
        }
    }
}
