package io.elchi.smpp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.pdu.BindMode;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.InterfaceVersion;
import io.elchi.smpp.pdu.PduCodec;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlvs;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The last row of "Malformed input": a peer sends 500,000 submit_sm and reads no answer. It is stopped by TCP, what
/// we hold for it is bounded, other sessions are served, and when it reads, every request has been answered.
class SilentReaderTest {
    private static final int MESSAGES = 500_000;
    private static final int IN_PROGRESS = 1_000;

    @Test
    void isStoppedAndThenServed() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        SessionHandler handler = SessionHandler.onVirtualThreads((_, _) -> {
            handled.incrementAndGet();
            return Answer.ok(new SubmitSmResp("0123456789", Tlvs.NONE));
        });
        SessionConfig config =
                SessionConfig.DEFAULTS.but().maxInProgress(IN_PROGRESS).build();
        try (SmppServer server = SmppServer.start(
                        ServerConfig.loopback(0, "elchi").session(config), _ -> BindDecision.accept(handler));
                SocketChannel peer = SocketChannel.open()) {
            peer.setOption(StandardSocketOptions.SO_RCVBUF, 16 * 1024);
            peer.connect(server.address());
            bind(peer);
            ByteBuffer submit = ByteBuffer.wrap(PduCodec.encode(new Frame(0, 7, ScriptedPdus.submit())));
            int begun = sendUntilStopped(peer, submit, server);

            otherSessionsAreServed(server);

            holdsLittleFor(server.sessions().getFirst());
            int takenWhileSilent = handled.get();
            Thread reader = Thread.ofVirtual().start(() -> readAll(peer));
            write(peer, submit);
            for (int i = begun; i < MESSAGES; i++) {
                submit.rewind();
                write(peer, submit);
            }
            reader.join();
            // One more was handled for the other session.
            assertThat(handled).hasValue(MESSAGES + 1);
            assertThat(takenWhileSilent).isLessThan(MESSAGES);
        }
    }

    private static void bind(SocketChannel peer) throws Exception {
        peer.write(ByteBuffer.wrap(
                PduCodec.encode(new Frame(0, 1, ScriptedPdus.bind(BindMode.TRANSCEIVER, InterfaceVersion.V3_4)))));
        ByteBuffer length = ByteBuffer.allocate(4);
        readFully(peer, length);
        readFully(peer, ByteBuffer.allocate(length.getInt(0) - 4));
    }

    /// Writes until the server cannot write, has stopped reading, and the socket takes no more. The last submit_sm
    /// may be written in part: the buffer knows.
    ///
    /// @return how many were begun
    private static int sendUntilStopped(SocketChannel peer, ByteBuffer submit, SmppServer server) throws Exception {
        Channel channel = server.sessions().getFirst().context().channel();
        peer.configureBlocking(false);
        int begun = 0;
        while (begun < MESSAGES) {
            submit.rewind();
            begun++;
            while (submit.hasRemaining()) {
                if (peer.write(submit) == 0) {
                    if (!channel.isWritable() && !channel.config().isAutoRead()) {
                        peer.configureBlocking(true);
                        return begun;
                    }
                    Thread.onSpinWait();
                }
            }
        }
        throw new AssertionError("all " + MESSAGES + " were taken from a peer that reads nothing");
    }

    /// Answers up to the socket's high-water mark and one drain more; requests up to the limit and one read more.
    private static void holdsLittleFor(SmppSession session) {
        Channel channel = session.context().channel();
        assertThat(channel.unsafe().outboundBuffer().totalPendingWriteBytes()).isLessThan(128 * 1024);
        assertThat(session.inbound().inProgress()).isLessThan(4 * IN_PROGRESS);
    }

    private static void otherSessionsAreServed(SmppServer server) throws Exception {
        try (SmppClient client = SmppClient.create(1)) {
            SmppSession other = client.connect(
                    ClientConfig.transceiver("127.0.0.1", server.address().getPort(), "other", "secret"), _ -> {});
            assertThat(other.send(ScriptedPdus.submit()).statusOrMinusOne()).isZero();
        }
    }

    private static void write(SocketChannel peer, ByteBuffer submit) throws Exception {
        while (submit.hasRemaining()) {
            peer.write(submit);
        }
    }

    private static void readAll(SocketChannel peer) {
        int answer = PduCodec.encode(new Frame(0, 7, new SubmitSmResp("0123456789", Tlvs.NONE))).length;
        long left = (long) MESSAGES * answer;
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (left > 0) {
                buffer.clear();
                int read = peer.read(buffer);
                if (read < 0) {
                    throw new IllegalStateException("closed with " + left + " octets to come");
                }
                left -= read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readFully(SocketChannel peer, ByteBuffer buffer) throws Exception {
        while (buffer.hasRemaining()) {
            peer.read(buffer);
        }
    }
}
