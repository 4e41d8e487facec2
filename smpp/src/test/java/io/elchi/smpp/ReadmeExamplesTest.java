package io.elchi.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.Pdu;
import io.elchi.smpp.pdu.PduCodec;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.session.Answer;
import io.elchi.smpp.session.Backoff;
import io.elchi.smpp.session.BindDecision;
import io.elchi.smpp.session.ClientConfig;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.ReplyHandler;
import io.elchi.smpp.session.ServerConfig;
import io.elchi.smpp.session.SessionHandler;
import io.elchi.smpp.session.SmppClient;
import io.elchi.smpp.session.SmppLink;
import io.elchi.smpp.session.SmppServer;
import io.elchi.smpp.session.SmppSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The examples of README.md, run; and the proof that they are these.
class ReadmeExamplesTest {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private String store(SubmitSm submit) {
        told.add("stored " + submit.destination().digits());
        return "id1";
    }

    private static boolean known(String systemId, String password) {
        return systemId.equals("bank") && password.equals("secret");
    }

    private void keep(DeliverSm deliver) {
        told.add("kept " + deliver.esmClass());
    }

    private void sent(String messageId) {
        told.add("sent " + messageId);
    }

    private void refused(int status) {
        told.add("refused " + CommandStatus.describe(status));
    }

    private void possiblySent() {
        told.add("possibly sent");
    }

    private void tryAgain(String why) {
        told.add("not sent: " + why);
    }

    private void settle(SubmitSm submit, Reply<SubmitSmResp> reply) {
        told.add("settled " + submit.destination().digits() + " " + reply.statusOrMinusOne() + " "
                + Thread.currentThread().isVirtual());
    }

    private SmppServer server(int port) throws Exception {
        SessionHandler handler = SessionHandler.onVirtualThreads((session, request) -> switch (request) {
            case SubmitSm submit -> Answer.ok(new SubmitSmResp(store(submit))); // may block
            default -> Answer.refuse(CommandStatus.ESME_RINVCMDID);
        });
        SmppServer server = SmppServer.start(
                ServerConfig.loopback(port, "elchi"),
                bind -> known(bind.bind().systemId(), bind.bind().password())
                        ? BindDecision.accept(handler)
                        : BindDecision.wrongCredentials());
        return server;
    }

    private static SubmitSm submit() {
        SubmitSm submit = SubmitSm.builder()
                .source(new Address(5, 0, "Elchi"))
                .destination(new Address(1, 1, "998901234567"))
                .registeredDelivery(1)
                .shortMessage(Octets.of("Your code is 493817", StandardCharsets.US_ASCII))
                .build();
        return submit;
    }

    private SessionHandler receipts() {
        SessionHandler handler = SessionHandler.onVirtualThreads((session, request) -> {
            if (request instanceof DeliverSm deliver) {
                keep(deliver); // what is not answered comes again: answer what is safe
            }
            return Answer.ok();
        });
        return handler;
    }

    private void client(int port) throws Exception {
        SubmitSm submit = submit();
        SessionHandler handler = receipts();
        try (SmppClient client = SmppClient.create()) {
            SmppSession session =
                    client.connect(ClientConfig.transceiver("127.0.0.1", port, "bank", "secret"), handler);
            switch (session.send(submit)) {
                case Reply.Answered<SubmitSmResp> answer
                when answer.ok() -> sent(answer.body().messageId());
                case Reply.Answered<SubmitSmResp> answer -> refused(answer.status());
                case Reply.Nacked<SubmitSmResp> nack -> refused(nack.status());
                case Reply.TimedOut<SubmitSmResp> _, Reply.Lost<SubmitSmResp> _ -> possiblySent();
                case Reply.NotSent<SubmitSmResp> not -> tryAgain(not.detail());
            }
            session.unbind();
            session.awaitClosed(Duration.ofSeconds(10));
        }
    }

    private void callbacks(SmppSession session, SubmitSm submit) {
        Offer offer = session.offer(submit, ReplyHandler.onVirtualThread(reply -> settle(submit, reply)));
        if (offer == Offer.WINDOW_FULL) {
            tryAgain("the window is full");
        }
    }

    @Test
    void clientAndServer() throws Exception {
        try (SmppServer server = server(0)) {
            client(server.address().getPort());
            assertThat(told).containsExactly("stored 998901234567", "sent id1");
            told.clear();
            try (SmppClient client = SmppClient.create(1)) {
                SmppSession session = client.connect(
                        ClientConfig.transceiver("127.0.0.1", server.address().getPort(), "bank", "secret"),
                        receipts());
                SmppSession theirs = server.sessions().getFirst();
                theirs.send(DeliverSm.builder().esmClass(4).build());
                assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("kept 4");
                callbacks(session, submit());
                assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("stored 998901234567");
                assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("settled 998901234567 0 true");
            }
        }
    }

    @Test
    void link() throws Exception {
        try (SmppServer server = server(0);
                SmppClient client = SmppClient.create(1)) {
            ClientConfig config =
                    ClientConfig.transceiver("127.0.0.1", server.address().getPort(), "bank", "secret");
            SessionHandler handler = receipts();
            BlockingQueue<SmppSession> up = new LinkedBlockingQueue<>();
            SmppLink link = SmppLink.start(client, config, Backoff.DEFAULT, handler, new SmppLink.Listener() {
                @Override
                public void onUp(SmppSession session) {
                    up.add(session);
                }

                @Override
                public void onDown(String why, Duration retryIn) {
                    tryAgain(why);
                }
            });
            assertThat(up.poll(30, TimeUnit.SECONDS)).isNotNull();
            assertThat(link.session()).isPresent();
            link.close();
        }
    }

    @Test
    void codec() {
        SubmitSm submit = submit();
        byte[] octets = PduCodec.encode(new Frame(0, 1, submit));
        Frame frame = PduCodec.decode(octets); // never throws on content
        Pdu pdu = frame.pdu();
        int refusal = frame.refusal(); // 0, or the command_status for what is wrong with it
        assertThat(pdu).isEqualTo(submit);
        assertThat(refusal).isZero();
    }

    /// Line breaks and indentation are the formatter's business.
    @Test
    void theExamplesOfTheReadmeAreTheseOnes() throws IOException {
        String source = squeezed(Files.readString(Path.of("src/test/java/io/elchi/smpp/ReadmeExamplesTest.java")));
        List<String> examples = new ArrayList<>();
        for (String block : Files.readString(Path.of("README.md")).split("```java\n")) {
            examples.add(block.split("```", 2)[0]);
        }
        examples.removeFirst();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(5);
        assertThat(examples).allSatisfy(example -> assertThat(source).contains(squeezed(example)));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
