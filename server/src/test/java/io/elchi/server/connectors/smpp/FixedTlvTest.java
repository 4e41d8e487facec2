package io.elchi.server.connectors.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.elchi.server.config.ConfigException;
import io.elchi.server.core.Await;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.session.Exchange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// The TLVs that a link adds to each submit_sm, as an operator on loopback receives them.
class FixedTlvTest {
    private static final String OPTION = "submit.tlvs";

    private final LinkScene scene = new LinkScene();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger traceLog = (Logger) LoggerFactory.getLogger("io.elchi.smpp.trace");
    private Smsc smsc;

    @BeforeEach
    void open() throws Exception {
        smsc = new Smsc();
        log.start();
        traceLog.addAppender(log);
    }

    @AfterEach
    void close() throws Exception {
        traceLog.detachAppender(log);
        smsc.close();
        scene.close();
    }

    private List<String> traced() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("SubmitSm["))
                .toList();
    }

    private static byte[] octets(SubmitSm submit, int tag) {
        return submit.tlvs().find(tag).orElseThrow().value().toArray();
    }

    /// India's DLT asks for the entity and the template in 0x1400 and 0x1401.
    @Test
    void everyPartCarriesThem() throws Exception {
        scene.bind(LinkScene.link(
                smsc,
                "text.split",
                "sar",
                OPTION,
                List.of("0x1400 = \"1101 234567\"", "5121=00ff", "0x1402=", "0x0204=0001")));
        scene.operator.trace(Map.of(7L, scene.clock.now().plus(Duration.ofMinutes(1))));
        scene.send(scene.texts.text("0123456789".repeat(20)));
        for (int part = 1; part <= 2; part++) {
            Exchange exchange = smsc.next();
            SubmitSm submit = Smsc.submit(exchange);
            assertThat(octets(submit, 0x1400)).isEqualTo("1101 234567".getBytes(StandardCharsets.US_ASCII));
            assertThat(octets(submit, 0x1401)).containsExactly(0, 0xFF);
            assertThat(octets(submit, 0x1402)).isEmpty();
            assertThat(octets(submit, 0x0204)).as("user_message_reference").containsExactly(0, 1);
            assertThat(octets(submit, 0x020F)).as("sar_segment_seqnum").containsExactly(part);
            smsc.answer(exchange, 0, "id" + part);
        }
        // A line is logged after its PDU was sent, so the peer may be quicker.
        Await.until("both are traced", () -> traced().size() == 2);
        assertThat(traced()).allMatch(line -> line.contains("0x1401=00ff"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0x0424=00         | the tag carries the message's own text
            0x020C=0001       | the tag carries the message's own text
            526=02            | the tag carries the message's own text
            0x020F=01         | the tag carries the message's own text
            0x10000=00        | the tag has more than 2 octets
            0xFFFFFFFF=00     | the tag has more than 2 octets
            0x1400=123        | must be like
            0x1400="a         | must be like
            0x1400="\u00e9"   | must be like
            0x1400            | must be like
            """)
    void thoseThatCannotBeAreRefused(String tlv, String why) {
        assertThatThrownBy(() -> LinkScene.options(OPTION, List.of(tlv)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("options.submit: tlvs: ")
                .hasMessageContaining(why);
    }

    @Test
    void theirNumberAndLengthAreLimited() {
        List<String> tags = IntStream.range(0, 17)
                .mapToObj(tag -> "0x14%02x=00".formatted(tag))
                .toList();
        assertThat(LinkScene.options(OPTION, tags.subList(0, 16)).submit().fixedTlvs())
                .hasSize(16);
        assertThatThrownBy(() -> LinkScene.options(OPTION, tags)).hasMessageContaining("at most 16, not 17");
        assertThat(LinkScene.options(OPTION, List.of("0x1400=" + "00".repeat(255)))
                        .submit()
                        .fixedTlvs())
                .hasSize(1);
        assertThatThrownBy(() -> LinkScene.options(OPTION, List.of("0x1400=" + "00".repeat(256))))
                .hasMessageContaining("more than 255 octets");
        assertThatThrownBy(() -> LinkScene.options(OPTION, List.of("0x1400=00", "5120=01")))
                .hasMessageContaining("twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.3", "3.4"})
    void aLinkThatCannotCarryThemIsNotStarted(String version) throws Exception {
        // user_message_reference has two octets; SMPP 3.3 has no TLVs at all.
        scene.use(LinkScene.link(7, smsc, 10, 1, version, OPTION, List.of("0x0204=01")));
        assertThat(scene.status().problem())
                .startsWith("cannot be started: ")
                .contains(version.equals("3.3") ? "SMPP 3.3 has no TLVs" : "user_message_reference");
    }
}
