package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Bind;
import io.elchi.smpp.pdu.BindResp;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DataSmResp;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.EnquireLink;
import io.elchi.smpp.pdu.EnquireLinkResp;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.GenericNack;
import io.elchi.smpp.pdu.Pdu;
import io.elchi.smpp.pdu.PduCodec;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.pdu.Unbind;
import io.elchi.smpp.pdu.UnbindResp;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The worst message centre there is, on plain sockets: it answers submit_sm at once, later, too late, twice, in
/// another order, by another command, by generic_nack or never; it unbinds, hangs up, and sends messages of its own.
/// A positive answer's message_id is the destination, so that the asker can tell that it is its own.
final class ChaoticCentre implements AutoCloseable {
    private static final int LATE_MILLIS = 230;

    final AtomicInteger hangUps = new AtomicInteger();
    final AtomicInteger unbinds = new AtomicInteger();

    private final ServerSocket listening;
    private final ScheduledExecutorService later = Executors.newScheduledThreadPool(1);

    ChaoticCentre() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    Socket socket = listening.accept();
                    Thread.ofPlatform().daemon().start(() -> new Connection(socket).serve());
                }
            } catch (IOException closed) {
                later.shutdownNow();
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private final class Connection {
        private final Socket socket;

        Connection(Socket socket) {
            this.socket = socket;
        }

        void serve() {
            try (socket) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                while (true) {
                    int length = in.readInt();
                    byte[] octets = new byte[length];
                    in.readFully(octets, 4, length - 4);
                    take(PduCodec.decode(octets));
                }
            } catch (IOException ended) {
                // So be it.
            }
        }

        private void take(Frame frame) throws IOException {
            switch (frame.pdu()) {
                case Bind bind -> write(0, frame.sequence(), new BindResp(bind.mode(), "chaos", Tlvs.NONE));
                case EnquireLink _ -> write(0, frame.sequence(), new EnquireLinkResp());
                case Unbind _ -> write(0, frame.sequence(), new UnbindResp());
                case UnbindResp _ -> socket.close();
                case SubmitSm submit -> answer(frame.sequence(), submit);
                default -> {}
            }
        }

        private void answer(int sequence, SubmitSm submit) throws IOException {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            Pdu ok = new SubmitSmResp(submit.destination().digits(), Tlvs.NONE);
            switch (random.nextInt(1000)) {
                case 0 -> {
                    hangUps.incrementAndGet();
                    socket.close();
                }
                case 1 -> {
                    unbinds.incrementAndGet();
                    write(0, 1 + random.nextInt(1000), new Unbind());
                }
                case 2, 3, 4 -> {}
                case 5, 6, 7 -> writeAfter(LATE_MILLIS + random.nextInt(20), sequence, ok);
                case 8, 9 -> write(CommandStatus.ESME_RINVCMDID.code(), sequence, new GenericNack());
                case 10, 11 -> write(0, sequence, new DataSmResp("1", Tlvs.NONE));
                case 12, 13 -> write(0, sequence + random.nextInt(-200, 200), new GenericNack());
                case 14 -> write(0, sequence, DeliverSm.builder().build());
                default -> sometime(random, sequence, ok);
            }
        }

        private void sometime(ThreadLocalRandom random, int sequence, Pdu ok) throws IOException {
            int kind = random.nextInt(100);
            if (kind < 50) {
                writeAfter(random.nextInt(10), sequence, ok);
            } else {
                write(kind < 55 ? CommandStatus.ESME_RTHROTTLED.code() : 0, sequence, ok);
            }
            if (kind % 10 == 0) {
                write(0, sequence, ok);
            }
        }

        private void writeAfter(int millis, int sequence, Pdu pdu) {
            try {
                later.schedule(
                        () -> {
                            try {
                                write(0, sequence, pdu);
                            } catch (IOException gone) {
                                // The connection did not wait.
                            }
                        },
                        millis,
                        TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closed) {
                // Never answered, then.
            }
        }

        private synchronized void write(int status, int sequence, Pdu pdu) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(PduCodec.encode(new Frame(status, sequence, pdu)));
        }
    }
}
