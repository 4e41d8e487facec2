package io.elchi.server.exports;

import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Answers a request for a file, or for one range of it (RFC 9110). What is no range that can be given is ignored,
/// and
/// the whole file is the answer. A client that reads slowly gets a part, and may ask for the rest.
public final class ExportDownload {
    private static final Logger LOG = LoggerFactory.getLogger(ExportDownload.class);
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,15})-(\\d{0,15})");

    private static final int DOWNLOADS = 8;
    private static final int DOWNLOADS_OF_ACCOUNT = 2;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    /// Of a download, however fast its client reads.
    private static final Duration MOST_TIME = Duration.ofMinutes(10);
    private static final int SLICE = 8_192;

    private final Exports exports;
    private final Clock clock;
    /// Accounts with downloads, and their number.
    private final Map<Long, Integer> running = new HashMap<>();

    public ExportDownload(Exports exports, Clock clock) {
        this.exports = exports;
        this.clock = clock;
    }

    /// Takes a place of this process.
    private synchronized void enter(long account) {
        int own = running.getOrDefault(account, 0);
        int all = running.values().stream().mapToInt(Integer::intValue).sum();
        if (own >= DOWNLOADS_OF_ACCOUNT || all >= DOWNLOADS) {
            throw new Refusal(
                            Failure.RATE_LIMITED,
                            own >= DOWNLOADS_OF_ACCOUNT
                                    ? DOWNLOADS_OF_ACCOUNT + " downloads of the account are under way"
                                    : DOWNLOADS + " downloads are under way",
                            null,
                            RETRY_AFTER)
                    .exception();
        }
        running.put(account, own + 1);
    }

    private synchronized void leave(long account) {
        running.computeIfPresent(account, (_, own) -> own == 1 ? null : own - 1);
    }

    /// @param last the last octet
    private record Range(long first, long last, boolean isAll) {
        static Range of(String header, long octets) {
            Matcher matcher = header == null ? null : RANGE.matcher(header.strip());
            if (matcher == null || !matcher.matches() || octets == 0) {
                return new Range(0, octets - 1, true);
            }
            String from = matcher.group(1);
            String to = matcher.group(2);
            long first = from.isEmpty() ? octets - (to.isEmpty() ? 0 : Long.parseLong(to)) : Long.parseLong(from);
            long last = from.isEmpty() || to.isEmpty() ? octets - 1 : Long.parseLong(to);
            boolean possible = first < octets && first <= last;
            return possible
                    ? new Range(Math.max(0, first), Math.min(last, octets - 1), false)
                    : new Range(0, octets - 1, true);
        }
    }

    /// @throws io.elchi.server.core.RefusedException when the file is not there
    public void write(Export export, HttpServletRequest request, HttpServletResponse response) {
        if (export.progress().state() != ExportState.FINISHED) {
            throw Refusal.of(
                            Failure.CONFLICT,
                            "the export is " + export.progress().state().text())
                    .exception();
        }
        boolean isGet = request.getMethod().equals("GET");
        if (!isGet) {
            answer(export, request, response, false);
            return;
        }
        enter(export.accountId());
        try {
            answer(export, request, response, true);
        } finally {
            leave(export.accountId());
        }
    }

    private void answer(Export export, HttpServletRequest request, HttpServletResponse response, boolean isGet) {
        response.setHeader("ETag", export.etag());
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Cache-Control", "private, no-cache");
        if (export.etag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        String condition = request.getHeader("If-Range");
        boolean same = condition == null || condition.equals(export.etag());
        long octets = export.progress().octets();
        Range range = Range.of(same ? request.getHeader("Range") : null, octets);
        response.setContentType(export.format().mediaType());
        if (export.format() == ExportFormat.CSV) {
            response.setCharacterEncoding("utf-8");
        }
        response.setHeader("Content-Disposition", "attachment; filename=\"" + export.fileName() + "\"");
        if (!range.isAll) {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader("Content-Range", "bytes " + range.first + "-" + range.last + "/" + octets);
        }
        response.setContentLengthLong(range.last - range.first + 1);
        if (isGet) {
            write(export, range, response);
        }
    }

    /// What begins is not ended by a problem in its middle: the length says that something is missing.
    private void write(Export export, Range range, HttpServletResponse response) {
        try {
            OutputStream out = response.getOutputStream();
            long next = range.first;
            long startedAt = clock.nanos();
            while (next <= range.last) {
                Optional<byte[]> octets = exports.octets(export, next);
                if (octets.isEmpty()) {
                    throw new IOException("the file was deleted");
                }
                int length = (int) Math.min(octets.get().length, range.last - next + 1);
                for (int at = 0; at < length; at += SLICE) {
                    if (clock.since(startedAt).compareTo(MOST_TIME) > 0) {
                        throw new IOException("the client reads too slowly");
                    }
                    out.write(octets.get(), at, Math.min(SLICE, length - at));
                }
                next += length;
            }
        } catch (DataAccessException e) {
            LOG.warn("a download of an export ends before its end, since the database failed: {}", e.getMessage());
        } catch (IOException e) {
            LOG.debug("a download of an export ends before its end: {}", e.getMessage());
        }
    }
}
