package io.elchi.server.connectors.http;

import io.elchi.server.connectors.http.HttpReceipts.UnreadableReceiptException;
import io.elchi.server.core.Secret;
import io.elchi.server.http.CallbackHandler;
import io.elchi.server.http.EntrancePort;
import io.elchi.server.http.EntrancePort.EntranceRequest;
import io.elchi.server.http.FastResponse;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.server.routing.HttpReceiptOptions;
import io.elchi.server.routing.LinkSettings;
import io.elchi.server.routing.Links;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The path of receipts: `/receipts/{link}/{token}`, at the public port of each process that can bring them to
/// settlement. An operator is answered when its receipts are stored, as over SMPP.
///
/// A token is compared in constant time. Who has none gets 404, and 429 after many of these.
public final class ReceiptPath implements CallbackHandler {
    static final String PREFIX = "/receipts/";

    private static final String TEXT = "text/plain";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int MOST_FIELDS = 100;
    private static final int STORED_SECONDS = 10;
    private static final int BAD = 400;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    /// Compared where there is no link, so that it takes as long.
    private static final Secret NONE = new Secret("0000000000000000000000000000000000000000000");

    private final Links links;
    private final ReceiptSink sink;
    private final WrongTokens wrong;
    /// Of the links; each change makes another one.
    private final AtomicLong version = new AtomicLong();
    private volatile Known known = new Known(-1, Map.of());

    /// Takes receipts to the process that settles them.
    public interface ReceiptSink {
        /// @param stored to be called when it is
        /// @return false: there is no capacity
        boolean offer(long operatorId, ReceiptReport report, Runnable stored);
    }

    /// A link that gets receipts.
    private record Receiving(long operatorId, HttpReceiptOptions options, HttpReceipts receipts) {}

    private record Known(long version, Map<Long, Receiving> links) {}

    public ReceiptPath(Links links, ReceiptSink sink, WrongTokens wrong) {
        this.links = links;
        this.sink = sink;
        this.wrong = wrong;
        links.onChange(version::incrementAndGet);
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public String route() {
        return PREFIX + "{link}/{token}";
    }

    @Override
    public FastResponse handle(EntranceRequest request) throws InterruptedException {
        Receiving link = link(request.path());
        if (link == null) {
            return wrong.isTooMany(request.fast().from()) ? text(TOO_MANY, "") : text(NOT_FOUND, "");
        }
        boolean isPost = request.method().equals("POST");
        if (!isPost && !request.method().equals("GET")) {
            return text(NOT_ALLOWED, "");
        }
        List<ReceiptReport> reports;
        try {
            Map<String, String> fields = new HashMap<>();
            add(fields, request.query());
            String body =
                    isPost ? new String(request.fast().readBody(EntrancePort.STRANGER), StandardCharsets.UTF_8) : "";
            String type = request.fast().header("Content-Type");
            if (type != null && type.regionMatches(true, 0, FORM, 0, FORM.length())) {
                add(fields, body);
            }
            reports = link.receipts.read(fields, body);
        } catch (UnreadableReceiptException e) {
            return text(BAD, e.getMessage());
        }
        return stored(link, reports)
                ? text(link.options.answerStatus(), link.options.answerBody())
                : text(UNAVAILABLE, "");
    }

    private boolean stored(Receiving link, List<ReceiptReport> reports) throws InterruptedException {
        CountDownLatch stored = new CountDownLatch(reports.size());
        for (ReceiptReport report : reports) {
            if (!sink.offer(link.operatorId, report, stored::countDown)) {
                // What is stored already is repeated then: settlement knows it.
                return false;
            }
        }
        return stored.await(STORED_SECONDS, TimeUnit.SECONDS);
    }

    /// null: there is none with this token.
    private Receiving link(String path) {
        int slash = path.indexOf('/', PREFIX.length());
        String id = slash < 0 ? "" : path.substring(PREFIX.length(), slash);
        Receiving found = id.matches("[0-9]{1,18}") ? links().get(Long.parseLong(id)) : null;
        Secret token = found == null ? NONE : found.options.token();
        boolean matches = token.matches(slash < 0 ? "" : path.substring(slash + 1));
        return matches ? found : null;
    }

    /// A change takes effect with the next request.
    private Map<Long, Receiving> links() {
        Known now = known;
        return now.version == version.get() ? now.links : readAgain();
    }

    private synchronized Map<Long, Receiving> readAgain() {
        // Before it is read: a change meanwhile is read by the next one.
        long current = version.get();
        if (known.version != current) {
            known = new Known(current, read());
        }
        return known.links;
    }

    /// Those that are stopped, too: what they sent is reported yet.
    private Map<Long, Receiving> read() {
        Map<Long, Receiving> all = new HashMap<>();
        for (LinkSettings link : links.all()) {
            HttpReceiptOptions options = link.options().httpReceipt();
            if (link.protocol() == LinkSettings.Protocol.HTTP
                    && options.isOn()
                    && !options.token().isEmpty()) {
                all.put(link.id(), new Receiving(link.operatorId(), options, new HttpReceipts(options)));
            }
        }
        return Map.copyOf(all);
    }

    /// The first of several with one name counts.
    private static void add(Map<String, String> fields, String encoded) throws UnreadableReceiptException {
        if (encoded == null) {
            return;
        }
        int at = 0;
        while (at < encoded.length() && fields.size() < MOST_FIELDS) {
            int end = encoded.indexOf('&', at);
            end = end < 0 ? encoded.length() : end;
            int equals = encoded.indexOf('=', at);
            if (equals > at && equals < end) {
                fields.putIfAbsent(decoded(encoded.substring(at, equals)), decoded(encoded.substring(equals + 1, end)));
            }
            at = end + 1;
        }
    }

    private static String decoded(String text) throws UnreadableReceiptException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new UnreadableReceiptException("a percent sign is followed by two hexadecimal digits");
        }
    }

    private static FastResponse text(int status, String text) {
        return new FastResponse(status, TEXT, List.of(), text.getBytes(StandardCharsets.UTF_8));
    }
}
