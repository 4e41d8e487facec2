package io.elchi.server.adminapi;

import io.elchi.server.core.Clock;
import io.elchi.server.core.CsvLines;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.messages.MessageSearch.CdrFilter;
import io.elchi.server.messages.MessageSearch.CdrRow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Call detail records as CSV, a page of the table in memory at a time. Between two pages neither a connection nor
/// a snapshot of the database is held: a client may read as slowly as it wants, and records never change. The last
/// line is `#end`, the number of records, and the cursor of what follows; a file without it is not complete.
final class CdrFile {
    static final String TYPE = "text/csv";
    /// Records of one file.
    static final int MOST_ROWS = 1_000_000;
    /// A file is ended after so long, like one that has so many records.
    private static final Duration MOST_TIME = Duration.ofMinutes(10);
    /// Beyond it, for the page that is being written.
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final int SLICE = 8_192;

    private static final int PAGE = 1_000;
    private static final List<String> HEADER = List.of(
            "id",
            "account_id",
            "account",
            "operator_id",
            "operator",
            "reference",
            "meta",
            "operator_message_id",
            "to",
            "from",
            "class",
            "accepted_at",
            "submitted_at",
            "delivered_at",
            "final_at",
            "state",
            "operator_status",
            "error_code",
            "price",
            "currency",
            "cost",
            "cost_currency",
            "upstream",
            "parts",
            "parts_charged",
            "submits",
            "operator_costs",
            "country",
            "mcc",
            "mnc",
            "api_key_id",
            "correlation_id");

    private final MessageSearch messages;
    private final CdrFilter filter;
    private final CdrController.OwnerNames names;
    private final Clock clock;
    private long startedAt;
    private int wanted;
    private Page<CdrRow> page;

    CdrFile(MessageSearch messages, CdrFilter filter, CdrController.OwnerNames names, Clock clock) {
        this.messages = messages;
        this.filter = filter;
        this.names = names;
        this.clock = clock;
    }

    /// Reads the first page: what cannot be is refused before anything is written.
    ///
    /// @param cursor of the end of the file before; null: from the newest record
    void begin(String cursor, int limit) {
        startedAt = clock.nanos();
        wanted = limit;
        page = messages.cdrs(filter, cursor, Math.min(PAGE, limit));
    }

    void write(OutputStream out) throws IOException {
        CsvLines lines = new CsvLines();
        lines.add(HEADER);
        int written = 0;
        while (true) {
            page.items().forEach(row -> lines.add(fields(row)));
            written += page.items().size();
            boolean over = page.next() == null
                    || written == wanted
                    || clock.since(startedAt).compareTo(MOST_TIME) > 0;
            if (over) {
                lines.add(Arrays.asList("#end", written, page.next()));
            }
            write(out, lines.take().getBytes(StandardCharsets.UTF_8));
            if (over) {
                return;
            }
            page = messages.cdrs(filter, page.next(), Math.min(PAGE, wanted - written));
        }
    }

    /// In slices, so that a client that reads slowly keeps no place for longer than the time. Its file has no end
    /// line.
    private void write(OutputStream out, byte[] octets) throws IOException {
        for (int at = 0; at < octets.length; at += SLICE) {
            if (clock.since(startedAt).compareTo(MOST_TIME.plus(GRACE)) > 0) {
                throw new IOException("the client reads too slowly");
            }
            out.write(octets, at, Math.min(SLICE, octets.length - at));
            out.flush();
        }
    }

    private List<Object> fields(CdrRow row) {
        return Arrays.asList(
                row.id(),
                row.accountId(),
                names.account(row.accountId()),
                CdrController.orNull(row.operatorId()),
                names.operator(row.operatorId()),
                row.reference(),
                row.meta(),
                row.smscMessageId(),
                // Without the plus, which a spreadsheet takes for a sum.
                row.msisdn().digits(),
                row.sender(),
                row.messageClass(),
                row.acceptedAt(),
                row.submittedAt(),
                row.deliveredAt(),
                row.createdAt(),
                row.state().text(),
                row.smscStatus(),
                row.errorCode(),
                row.price().amount(),
                row.price().currency(),
                row.cost().amount(),
                row.cost().currency(),
                row.upstream().stream()
                        .map(each -> each.accountId() + ":"
                                + Money.decimal(each.micros()).toPlainString())
                        .collect(Collectors.joining(" ")),
                row.parts(),
                row.partsCharged(),
                row.submits(),
                row.operatorCosts(),
                row.country(),
                row.mcc(),
                row.mnc(),
                CdrController.orNull(row.apiKeyId()),
                row.correlationId());
    }
}
