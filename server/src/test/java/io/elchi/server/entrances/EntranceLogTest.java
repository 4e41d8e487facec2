package io.elchi.server.entrances;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What the port leaves in the log.
class EntranceLogTest {
    private static final String TEXT = "Secret-text-of-a-message";
    private static final String WRONG = "wrong-password-1";

    @Test
    void neitherPasswordsNorTextsComeIntoALog() {
        try (EntranceBank bank = new EntranceBank()) {
            bank.login("quiet", "", "");
            Logger elchi = (Logger) LoggerFactory.getLogger("io.elchi");
            ListAppender<ILoggingEvent> lines = new ListAppender<>();
            lines.start();
            Level before = elchi.getLevel();
            elchi.setLevel(Level.TRACE);
            elchi.addAppender(lines);
            try {
                LoggerFactory.getLogger(EntranceLogTest.class).info("it listens");
                String query = "/cgi-bin/sendsms?username=quiet&to=998901234567&text=" + TEXT + "&password=";
                assertThat(bank.get("/send", EntranceBank.send("quiet", "content", TEXT))
                                .statusCode())
                        .isEqualTo(200);
                assertThat(bank.get("/send", EntranceBank.send("quiet", "content", TEXT, "password", WRONG))
                                .statusCode())
                        .isEqualTo(403);
                assertThat(bank.post("/send", EntranceBank.send("quiet", "content", TEXT, "to", "1"))
                                .statusCode())
                        .isEqualTo(400);
                assertThat(bank.get(query + EntranceBank.PASSWORD + "&from=Other")
                                .statusCode())
                        .isEqualTo(403);
                assertThat(bank.get(query + WRONG).statusCode()).isEqualTo(403);
            } finally {
                elchi.detachAppender(lines);
                elchi.setLevel(before);
            }
            assertThat(List.copyOf(lines.list))
                    .isNotEmpty()
                    .noneMatch(line -> line.getFormattedMessage().contains(TEXT)
                            || line.getFormattedMessage().contains(WRONG)
                            || line.getFormattedMessage().contains(EntranceBank.PASSWORD));
        }
    }
}
