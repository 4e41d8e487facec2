package io.elchi.smpp.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.elchi.smpp.pdu.BindMode;
import io.elchi.smpp.pdu.DataSm;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.pdu.DestinationAddress;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.InterfaceVersion;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.Outbind;
import io.elchi.smpp.pdu.Pdu;
import io.elchi.smpp.pdu.PduCodec;
import io.elchi.smpp.pdu.ReplaceSm;
import io.elchi.smpp.pdu.SubmitMulti;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Item 54: the trace is switched while the session runs, and shows neither passwords nor messages. Item 16: nor
/// does any other line of the log.
class TraceTest {
    private final Logger root = (Logger) LoggerFactory.getLogger("io.elchi.smpp");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void leave() {
        root.detachAppender(log);
        root.setLevel(null);
    }

    private List<String> lines() {
        return log.list.stream()
                .filter(event -> event.getLoggerName().equals("io.elchi.smpp.trace"))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void isSwitchedWhileTheSessionRuns() {
        ScriptedApplication application = new ScriptedApplication();
        SmppSession session = new SmppSession(
                SessionRole.MC, SessionConfig.DEFAULTS, Runnable::run, application, application.peer(SessionRole.MC));
        EmbeddedChannel channel = new EmbeddedChannel(new SessionChannel(session, false));
        feed(channel, 1, ScriptedPdus.bind(BindMode.TRANSCEIVER, InterfaceVersion.V3_4));
        assertThat(lines()).isEmpty();
        session.trace(true);
        feed(channel, 2, ScriptedPdus.submit());
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0)).contains("<- status=0x0 sequence=2 SubmitSm[", "destination=", "998901234567");
        assertThat(lines().get(1)).contains("-> status=0x0 sequence=2 SubmitSmResp[messageId=m2");
        session.trace(false);
        feed(channel, 3, ScriptedPdus.submit());
        assertThat(lines()).hasSize(2);
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).noneMatch(line -> line.contains("secret"));
        String code = HexFormat.of().formatHex("code".getBytes(StandardCharsets.US_ASCII));
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains("code 1234") || line.contains(code));
    }

    @Test
    void aListenerGetsTheSameWithTheRequestThatIsAnswered() {
        ScriptedApplication application = new ScriptedApplication();
        SmppSession session = new SmppSession(
                SessionRole.MC, SessionConfig.DEFAULTS, Runnable::run, application, application.peer(SessionRole.MC));
        EmbeddedChannel channel = new EmbeddedChannel(new SessionChannel(session, false));
        feed(channel, 1, ScriptedPdus.bind(BindMode.TRANSCEIVER, InterfaceVersion.V3_4));
        List<TracedPdu> traced = new ArrayList<>();
        session.trace(traced::add);
        ReplyHandler<DeliverSmResp> onReply = _ -> {};
        assertThat(session.offer(ScriptedPdus.deliver(), onReply)).isEqualTo(Offer.ACCEPTED);
        channel.runPendingTasks();
        TracedPdu sent = traced.getLast();
        assertThat(sent.sent()).isTrue();
        assertThat(sent.onReply()).isSameAs(onReply);
        feed(channel, sent.sequence(), new DeliverSmResp(""));
        assertThat(traced.getLast().sent()).isFalse();
        assertThat(traced.getLast().onReply()).isSameAs(onReply);
        // A request of the peer may have the number of one of ours.
        feed(channel, sent.sequence(), ScriptedPdus.submit());
        assertThat(traced).hasSize(4).last().extracting(TracedPdu::onReply).isNull();
        assertThat(traced.get(2).onReply()).isNull();
        session.trace(_ -> {
            throw new IllegalStateException("of the listener");
        });
        feed(channel, 9, ScriptedPdus.submit());
        assertThat(session.state()).isEqualTo(SessionState.BOUND_TRX);
        session.trace((TraceListener) null);
        feed(channel, 10, ScriptedPdus.submit());
        assertThat(traced).hasSize(4);
    }

    /// Its text may be where no text should be.
    @Test
    void aListenerGetsTheHeaderAloneOfWhatCannotBeRead() {
        SmppSession session = new SmppSession(
                SessionRole.MC,
                SessionConfig.DEFAULTS,
                Runnable::run,
                new ScriptedApplication(),
                new ScriptedApplication().peer(SessionRole.MC));
        List<TracedPdu> traced = new ArrayList<>();
        session.trace(traced::add);
        byte[] octets = PduCodec.encode(new Frame(0, 1, ScriptedPdus.submit()));
        byte[] longer = Arrays.copyOf(octets, octets.length + 3);
        longer[3] = (byte) longer.length;
        Frame frame = PduCodec.decode(longer, 0, longer.length);
        assertThat(frame.defects()).isNotEmpty();
        session.trace().in(frame, longer, 0, longer.length);
        assertThat(traced.getFirst().hex())
                .startsWith(HexFormat.of().formatHex(longer, 0, 16) + "**")
                .endsWith("*".repeat(2 * (longer.length - 16)));
        assertThat(traced.getFirst().fields()).isEmpty();
    }

    private static void feed(EmbeddedChannel channel, int sequence, Pdu pdu) {
        channel.writeInbound(Unpooled.wrappedBuffer(PduCodec.encode(new Frame(0, sequence, pdu))));
        channel.runPendingTasks();
    }

    @Test
    void everyPduThatCarriesASecretIsMasked() {
        Octets text = Octets.of("PIN 4711", StandardCharsets.US_ASCII);
        Tlvs payload = Tlvs.NONE.with(TlvTag.MESSAGE_PAYLOAD, text);
        List<Pdu> pdus = List.of(
                SubmitSm.builder().shortMessage(text).build(),
                SubmitSm.builder().tlvs(payload).build(),
                ScriptedPdus.deliver().toBuilder().shortMessage(text).build(),
                SubmitMulti.builder()
                        .destinations(List.of(new DestinationAddress.DistributionList("all")))
                        .shortMessage(text)
                        .build(),
                ReplaceSm.builder().shortMessage(text).build(),
                DataSm.builder().tlvs(payload).build(),
                new Outbind("smsc", "PIN 4711"));
        for (Pdu pdu : pdus) {
            String hex = masked(pdu);
            assertThat(hex).as(pdu.command()).contains("*".repeat(16)).doesNotContain("50494e2034373131");
            assertThat(pdu.toString()).doesNotContain("PIN 4711");
        }
        assertThat(masked(new SubmitSmResp("4711", Tlvs.NONE))).endsWith("3437313100");
    }

    private static String masked(Pdu pdu) {
        byte[] octets = PduCodec.encode(new Frame(0, 1, pdu));
        return MaskedHex.of(pdu, octets, 0, octets.length);
    }
}
