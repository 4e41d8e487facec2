package io.elchi.smpp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.pdu.Defect;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.InterfaceVersion;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.PduCodec;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlv;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Plays a dialogue script against one session on a channel without a network and a clock that stands still:
///
/// ```
/// session MC window=2 response_timer=10s     the role under test and its settings
/// I submit_sm seq=7                           the peer sends a PDU
/// I hex 00000008 ...                          the peer sends octets
/// E submit_sm_resp seq=7 status=0x00000004    the session sends; no more than this is waiting
/// E nothing
/// A submit | unbind | answer SEQ STATUS       the application does something
/// A submit_with 0x1400=31                     the same, with TLVs
/// A unwritable | writable                     the socket is full, takes octets again
/// A clog | stick                              it takes nothing any more; it cannot even be closed
/// R 1 answered 0x0                            the reply of its first request
/// T 10s                                       time passes
/// E open | closed REASON | state S | stat NAME N
/// ```
final class Dialogue {
    private final MockTicker ticker = Ticker.newMockTicker();
    private final Deque<Frame> sent = new ArrayDeque<>();
    private final Framer framer = new Framer(1 << 20);
    private final List<Reply<?>> replies = new ArrayList<>();
    private final ScriptedApplication application = new ScriptedApplication();
    private SmppSession session;
    private EmbeddedChannel channel;

    void run(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("\\s*#.*", "").strip();
            if (line.isEmpty()) {
                continue;
            }
            try {
                step(line.split("\\s+"));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("line " + (i + 1) + " '" + line + "': " + e.getMessage(), e);
            }
        }
    }

    private void step(String[] words) {
        switch (words[0]) {
            case "session" -> open(words);
            case "I" -> input(words);
            case "E" -> expect(words);
            case "A" -> act(words);
            case "R" -> reply(words);
            case "T" -> {
                ticker.advance(duration(words[1]).toNanos(), TimeUnit.NANOSECONDS);
                settle();
            }
            default -> throw new IllegalArgumentException("no such step");
        }
    }

    private void open(String[] words) {
        Map<String, String> settings = settings(words, 2);
        SessionConfigBuilder config = SessionConfig.DEFAULTS.but();
        settings.forEach((name, value) -> set(config, name, value));
        SessionRole role = SessionRole.valueOf(words[1]);
        session = new SmppSession(role, config.build(), Runnable::run, application, application.peer(role));
        channel = EmbeddedChannel.builder()
                .handlers(new SessionChannel(session, false))
                .ticker(ticker)
                .build();
        settle();
    }

    private static void set(SessionConfigBuilder config, String name, String value) {
        switch (name) {
            case "window" -> config.window(Integer.parseInt(value));
            case "max_in_progress" -> config.maxInProgress(Integer.parseInt(value));
            case "refuse_beyond" -> config.refuseBeyond(Boolean.parseBoolean(value));
            case "max_pdu" -> config.maxPduOctets(Integer.parseInt(value));
            case "max_violations" -> config.maxViolations(Integer.parseInt(value));
            case "max_enquire_misses" -> config.maxEnquireLinkMisses(Integer.parseInt(value));
            case "version" -> config.version(InterfaceVersion.valueOf("V" + value.replace('.', '_')));
            case "response_timer" -> config.responseTimer(duration(value));
            case "enquire_link_timer" -> config.enquireLinkTimer(duration(value));
            case "inactivity_timer" -> config.inactivityTimer(duration(value));
            case "session_init_timer" -> config.sessionInitTimer(duration(value));
            case "stall_timer" -> config.stallTimer(duration(value));
            case "drain_timer" -> config.drainTimer(duration(value));
            case "tolerate" -> config.tolerated(Set.of(Defect.Kind.valueOf(value)));
            default -> throw new IllegalArgumentException("no setting " + name);
        }
    }

    private void input(String[] words) {
        byte[] octets = words[1].equals("hex")
                ? HexFormat.of().parseHex(String.join("", Arrays.copyOfRange(words, 2, words.length)))
                : ScriptedPdus.encode(words[1], settings(words, 2));
        channel.writeInbound(Unpooled.wrappedBuffer(octets));
        settle();
    }

    private void act(String[] words) {
        switch (words[1]) {
            case "submit" -> {
                Offer offer = session.offer(ScriptedPdus.submit(), replies::add);
                String wanted = words.length > 2 ? words[2] : "ACCEPTED";
                assertThat(offer).hasToString(wanted);
            }
            case "submit_with" -> submitWith(Arrays.copyOfRange(words, 2, words.length));
            case "deliver" ->
                assertThat(session.offer(ScriptedPdus.deliver(), replies::add))
                        .hasToString(words.length > 2 ? words[2] : "ACCEPTED");
            case "unbind" -> session.unbind();
            case "close" -> session.close();
            case "hang_up" -> channel.close();
            case "hold" -> application.hold();
            case "answer" -> application.answer(Integer.parseUnsignedInt(words[2]), number(words[3]));
            case "exchange" -> exchange(Integer.parseInt(words[2]));
            case "undecided" -> application.undecided();
            case "clog" -> channel.pipeline().addFirst(new Clog(false));
            case "stick" -> channel.pipeline().addFirst(new Clog(true));
            case "unwritable" -> channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
            case "writable" -> channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
            default -> throw new IllegalArgumentException("no such action");
        }
        settle();
    }

    /// A submit_sm with TLVs, each `TAG=HEX`.
    private void submitWith(String... tlvs) {
        SubmitSm.Builder submit = ScriptedPdus.submit().toBuilder();
        Tlvs all = Tlvs.NONE;
        for (String tlv : tlvs) {
            String[] sides = tlv.split("=", 2);
            all = all.plus(new Tlv(number(sides[0]), Octets.ofHex(sides[1])));
            if (number(sides[0]) == TlvTag.MESSAGE_PAYLOAD.id()) {
                submit.shortMessage(Octets.EMPTY);
            }
        }
        assertThat(session.offer(submit.tlvs(all).build(), replies::add)).isEqualTo(Offer.ACCEPTED);
    }

    /// So many submit_sm, one after the other, answered at once.
    private void exchange(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(session.offer(ScriptedPdus.submit(), _ -> {})).isEqualTo(Offer.ACCEPTED);
            settle();
            Frame submit = sent.removeFirst();
            channel.writeInbound(Unpooled.wrappedBuffer(
                    PduCodec.encode(new Frame(0, submit.sequence(), new SubmitSmResp("1", Tlvs.NONE)))));
        }
    }

    private void expect(String[] words) {
        switch (words[1]) {
            case "nothing" -> assertThat(sent).isEmpty();
            case "open" -> assertThat(channel.isOpen()).isTrue();
            case "closed" -> {
                assertThat(sent).isEmpty();
                assertThat(channel.isOpen()).isFalse();
                assertThat(session.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.valueOf(words[2]));
            }
            case "state" -> assertThat(session.state()).hasToString(words[2]);
            case "version" -> assertThat(session.version()).hasToString(words[2]);
            case "window" -> assertThat(session.windowLimit()).isEqualTo(Integer.parseInt(words[2]));
            case "late" -> assertThat(application.late()).isEqualTo(Integer.parseInt(words[2]));
            case "requests" -> assertThat(application.requests()).isEqualTo(Integer.parseInt(words[2]));
            case "reads" -> assertThat(channel.config().isAutoRead()).hasToString(words[2]);
            case "stat" ->
                assertThat(ScriptedPdus.stat(session.stats(), words[2])).isEqualTo(Long.parseLong(words[3]));
            default -> expectPdu(words);
        }
    }

    private void expectPdu(String[] words) {
        assertThat(sent).as("PDUs that the session sent").isNotEmpty();
        Frame frame = sent.removeFirst();
        Map<String, String> wanted = settings(words, 2);
        assertThat(ScriptedPdus.name(frame.pdu())).as("%s", frame).isEqualTo(words[1]);
        wanted.forEach((name, value) -> {
            switch (name) {
                case "seq" -> assertThat(frame.sequence()).isEqualTo(Integer.parseUnsignedInt(value));
                case "status" -> assertThat(frame.status()).isEqualTo(number(value));
                case "tlvs" -> assertThat(frame.pdu().tlvs().size()).isEqualTo(number(value));
                case "id" -> assertThat(ScriptedPdus.messageId(frame.pdu())).isEqualTo(value);
                case "octets" -> assertThat(PduCodec.encode(frame)).hasSize(number(value));
                default ->
                    assertThat(ScriptedPdus.tlvs(frame.pdu(), number(name))).isEqualTo(value);
            }
        });
    }

    private void reply(String[] words) {
        int which = Integer.parseInt(words[1]);
        assertThat(replies).as("replies").hasSizeGreaterThanOrEqualTo(which);
        Reply<?> reply = replies.get(which - 1);
        String found = switch (reply) {
            case Reply.Answered<?> answered -> "answered 0x" + Integer.toHexString(answered.status());
            case Reply.Nacked<?> nacked -> "nacked 0x" + Integer.toHexString(nacked.status());
            case Reply.TimedOut<?> _ -> "timed_out";
            case Reply.Lost<?> lost -> "lost " + lost.reason();
            case Reply.NotSent<?> notSent -> "not_sent " + notSent.why();
        };
        assertThat(found).isEqualTo(String.join(" ", Arrays.copyOfRange(words, 2, words.length)));
    }

    /// Lets the loop do what is due, and reads what came out.
    private void settle() {
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            byte[] octets = new byte[out.readableBytes()];
            out.readBytes(octets);
            out.release();
            framer.feed(
                    octets,
                    0,
                    octets.length,
                    (buffer, offset, length) -> sent.add(PduCodec.decode(buffer, offset, length)));
        }
        channel.checkException();
    }

    private static Map<String, String> settings(String[] words, int from) {
        Map<String, String> settings = new HashMap<>();
        for (int i = from; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            settings.put(pair[0], pair.length == 2 ? pair[1] : "");
        }
        return settings;
    }

    static int number(String text) {
        return text.startsWith("0x") ? Integer.parseUnsignedInt(text.substring(2), 16) : Integer.parseInt(text);
    }

    private static Duration duration(String text) {
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
    }
}
