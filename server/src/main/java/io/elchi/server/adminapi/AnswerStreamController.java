package io.elchi.server.adminapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Needs;
import io.elchi.server.http.SessionAuthenticator;
import io.elchi.server.http.WatchedReads;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Answers of reads as they change, for the pages of people: Server-Sent Events. Each stream has a virtual thread; a
/// client that does not read ends it by the timeout of a write.
@RestController
final class AnswerStreamController {
    /// Reads of one stream.
    static final int MOST_WATCHED = 8;

    private static final int LONGEST = 4_000;
    /// A path in one form: without percent-encoding, parameters, or empty segments. The query is checked with the read.
    private static final Pattern ADDRESS = Pattern.compile("(/[A-Za-z0-9_.~-]{1,100}){1,12}(\\?[!-~]*)?");

    private final AnswerStreams streams;
    private final WatchedReads reads;
    private final SessionAuthenticator sessions;

    AnswerStreamController(AnswerStreams streams, WatchedReads reads, SessionAuthenticator sessions) {
        this.streams = streams;
        this.reads = reads;
        this.sessions = sessions;
    }

    /// @param watch addresses of reads, with spaces between them
    @GetMapping(path = "/console/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Needs(Permission.SELF)
    void stream(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "watch") String watch,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        List<String> addresses = addresses(watch);
        Authentication person = SecurityContextHolder.getContext().getAuthentication();
        try (AnswerStreams.Place place = streams.open(caller.credential().id())) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setHeader("Cache-Control", "no-store");
            // Of nginx: it would keep events until its buffer is full.
            response.setHeader("X-Accel-Buffering", "no");
            if (request.getMethod().equals("GET")) {
                new AnswerStreamLoop(place, new AnswerStreamLoop.Exchange(request, response), reads, sessions)
                        .run(person, addresses);
            }
        }
    }

    private static List<String> addresses(String watch) {
        if (watch.length() > LONGEST) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "watch", "has at most " + LONGEST + " characters")
                    .exception();
        }
        List<String> addresses = List.of(watch.strip().split(" +"));
        if (addresses.size() > MOST_WATCHED
                || addresses.stream().distinct().count() < addresses.size()
                || !addresses.stream()
                        .allMatch(address -> ADDRESS.matcher(address).matches())) {
            throw Refusal.ofField(
                            Failure.INVALID_FIELD,
                            "watch",
                            "has 1 to " + MOST_WATCHED + " different paths with queries")
                    .exception();
        }
        return addresses;
    }
}
