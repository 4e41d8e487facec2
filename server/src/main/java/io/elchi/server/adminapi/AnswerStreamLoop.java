package io.elchi.server.adminapi;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.http.Problem;
import io.elchi.server.http.SessionAuthenticator;
import io.elchi.server.http.WatchedReads;
import io.elchi.server.observe.Correlation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.Authentication;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads what a page watches, and writes each answer that is another one than the last.
final class AnswerStreamLoop {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerStreamLoop.class);
    private static final Duration PACE = Duration.ofSeconds(1);
    /// Of the time, reads take at most a tenth.
    private static final int SHARE = 10;
    private static final Duration SLOWEST = Duration.ofSeconds(30);
    /// Between two checks of the session.
    private static final Duration CHECK = Duration.ofSeconds(2);
    /// A beat after so long without an answer: the page sees that it is connected.
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final byte[] BEAT = "event: beat\ndata: {}\n\n".getBytes(StandardCharsets.US_ASCII);

    private final AnswerStreams.Place place;
    private final Exchange exchange;
    private final WatchedReads reads;
    private final SessionAuthenticator sessions;
    private long writtenAt;

    /// The request and the response of the stream.
    record Exchange(HttpServletRequest request, HttpServletResponse response) {}

    AnswerStreamLoop(AnswerStreams.Place place, Exchange exchange, WatchedReads reads, SessionAuthenticator sessions) {
        this.place = place;
        this.exchange = exchange;
        this.reads = reads;
        this.sessions = sessions;
    }

    void run(Authentication caller, List<String> addresses) throws InterruptedException {
        Authentication person = caller;
        byte[][] last = new byte[addresses.size()][];
        long checkedAt = System.nanoTime();
        try {
            write(BEAT);
            Duration rest;
            do {
                long begin = System.nanoTime();
                if (begin - checkedAt >= CHECK.toNanos()) {
                    checkedAt = begin;
                    person = sessions.again(person);
                    if (person == null) {
                        write(end(Refusal.of(Failure.UNAUTHORIZED)));
                        return;
                    }
                }
                round(person, addresses, last);
                if (System.nanoTime() - writtenAt >= HEARTBEAT.toNanos()) {
                    write(BEAT);
                }
                rest = Duration.ofNanos(SHARE * (System.nanoTime() - begin));
                rest = rest.compareTo(PACE) < 0 ? PACE : rest;
            } while (place.rest(rest.compareTo(SLOWEST) > 0 ? SLOWEST : rest));
        } catch (RefusedException e) {
            finish(e.refusal());
        } catch (DataAccessException e) {
            LOG.warn("a stream of a page ends, since the database failed: {}", e.getMessage());
        } catch (IOException e) {
            LOG.debug("a stream of a page ended: {}", e.getMessage());
        }
    }

    private void finish(Refusal refusal) {
        try {
            write(end(refusal));
        } catch (IOException e) {
            LOG.debug("a stream of a page ended: {}", e.getMessage());
        }
    }

    private void round(Authentication person, List<String> addresses, byte[][] last) throws IOException {
        for (int i = 0; i < last.length; i++) {
            String address = addresses.get(i);
            byte[] event = answer(address, reads.read(address, exchange.request, exchange.response, person));
            byte[] digest = digest(event);
            if (!Arrays.equals(digest, last[i])) {
                last[i] = digest;
                write(event);
            }
        }
    }

    private static byte[] answer(String address, WatchedReads.WatchedAnswer answer) {
        ObjectNode event = JsonMapper.shared().createObjectNode().put("watch", address);
        if (answer.refusal() == null) {
            event.set("body", answer.body());
        } else {
            event.set("problem", problem(answer.refusal()));
        }
        return event("answer", event);
    }

    private static byte[] end(Refusal refusal) {
        return event("end", JsonMapper.shared().createObjectNode().set("problem", problem(refusal)));
    }

    /// Without the id of a request: the same problem in the next second is no news.
    private static JsonNode problem(Refusal refusal) {
        ObjectNode problem = (ObjectNode) JsonMapper.shared()
                .readTree(Problem.answer(refusal, Correlation.fresh()).body());
        problem.remove("correlation_id");
        return problem;
    }

    /// A Server-Sent Event (WHATWG HTML, 9.2). JSON without indentation has one line.
    private static byte[] event(String name, JsonNode data) {
        return ("event: " + name + "\ndata: " + JsonMapper.shared().writeValueAsString(data) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] digest(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(byte[] octets) throws IOException {
        OutputStream out = exchange.response.getOutputStream();
        out.write(octets);
        out.flush();
        writtenAt = System.nanoTime();
    }
}
