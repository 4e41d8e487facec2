package io.elchi.server.smppserver;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.smpp.session.SmppSession;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

class ClientTraceTest {
    private static SmppBank bank;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger trace = (Logger) LoggerFactory.getLogger("io.elchi.smpp.trace");

    @BeforeAll
    static void open() throws Exception {
        bank = new SmppBank();
    }

    @AfterAll
    static void close() {
        bank.close();
    }

    @BeforeEach
    void listen() {
        log.start();
        trace.addAppender(log);
    }

    @AfterEach
    void stop() {
        trace.detachAppender(log);
    }

    private List<String> submits() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("SubmitSm["))
                .toList();
    }

    private static boolean isTraced(SmppSession session, ClientTraceTest test) {
        try {
            int before = test.submits().size();
            SmppBank.accepted(session, SmppBank.submit("the code is 7351").build());
            return test.submits().size() > before;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The message has the submit_sm of the client, which had no id of ours.
    private static void assertStored(SmppBank.Login login, SmppSession session) throws Exception {
        String id =
                SmppBank.accepted(session, SmppBank.submit("the code is 7351").build());
        String path = "/admin/v1/smpp-logins/" + login.id() + "/pdus?message_id=" + id;
        Api admin = bank.platform.admin();
        Platform.await(
                "its answer is stored",
                () -> !admin.get(path).is(200).get("items").isEmpty());
        assertThat(admin.get(path).is(200).at("/items/0/command").stringValue()).isEqualTo("submit_sm_resp");
        JsonNode ofMessage = admin.get("/admin/v1/messages/" + id + "/pdus").is(200);
        assertThat(ofMessage.get("traced").booleanValue()).isTrue();
        assertThat(ofMessage
                        .get("items")
                        .valueStream()
                        .map(pdu -> pdu.get("command").stringValue()))
                .startsWith("submit_sm", "submit_sm_resp");
        assertThat(ofMessage.at("/items/0/login_id").longValue()).isEqualTo(login.id());
        assertThat(ofMessage.toString()).doesNotContain("7351").doesNotContain("37333531");
    }

    /// The one process is asked; the other one has the session.
    @Test
    void aLoginIsTracedWithoutTextsUntilItsTimeIsOver() throws Exception {
        SmppBank.Login traced = bank.login("traced", "");
        TestServer second = bank.join();
        SmppBank.awaitKnown(second, traced.systemId());
        SmppSession session = bank.client.connect(
                SmppBank.config(second.part(ClientServer.class).port(), traced), new Receiver());
        SmppSession other = bank.bind(bank.login("other", ""), new Receiver());
        assertThat(isTraced(session, this)).isFalse();
        bank.platform
                .admin()
                .post("/admin/v1/smpp-logins/" + traced.id() + "/trace", "{'minutes':1}")
                .is(200);
        Platform.await("its PDUs are in the log", () -> isTraced(session, this));
        assertThat(isTraced(other, this)).isFalse();
        assertThat(submits())
                .allMatch(line -> line.contains("sequence="))
                .noneMatch(line -> line.contains("7351") || line.contains("37333531"));
        assertStored(traced, session);
        bank.platform
                .admin()
                .delete("/admin/v1/smpp-logins/" + traced.id() + "/trace")
                .is(204);
        Platform.await("they are not any more", () -> !isTraced(session, this));
        bank.submitted.clear();
        session.unbind();
        other.unbind();
        second.close();
    }
}
