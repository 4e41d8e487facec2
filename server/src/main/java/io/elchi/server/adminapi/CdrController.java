package io.elchi.server.adminapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.messages.CdrQuery;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.messages.MessageSearch.CdrRow;
import io.elchi.server.routing.OperatorStore;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Call detail records.
@RestController
final class CdrController {
    private static final Logger LOG = LoggerFactory.getLogger(CdrController.class);
    /// Files that this process writes at a time: each reads page after page from the database.
    private static final int EXPORTS_AT_ONCE = 4;
    /// When to try again.
    private static final Duration LATER = Duration.ofSeconds(10);

    private final MessageSearch messages;
    private final Accounts accounts;
    private final OperatorStore operators;
    private final Clock clock;
    private final Semaphore exports = new Semaphore(EXPORTS_AT_ONCE);

    CdrController(MessageSearch messages, Accounts accounts, OperatorStore operators, Clock clock) {
        this.messages = messages;
        this.accounts = accounts;
        this.operators = operators;
        this.clock = clock;
    }

    /// Names beside ids; null where there is none.
    record OwnerNames(Accounts accounts, Map<Long, String> operators) {
        String account(long id) {
            return accounts.account(id).map(Account::name).orElse(null);
        }

        String operator(long id) {
            return operators.get(id);
        }
    }

    /// A call detail record.
    ///
    /// @param cost what the operators get
    /// @param submits submit_sm that operators took
    /// @param operatorCosts when several operators took some, number and cost of each; null: one did
    /// @param error the receipt's err, or command_status in hexadecimal
    record CdrView(
            String id,
            long accountId,
            String account,
            Long operatorId,
            String operator,
            String reference,
            @JsonRawValue String meta,
            String operatorMessageId,
            String to,
            String from,
            @JsonProperty("class") String messageClass,
            Instant acceptedAt,
            Instant submittedAt,
            Instant deliveredAt,
            Instant finalAt,
            String state,
            String operatorStatus,
            String errorCode,
            Money price,
            Money cost,
            List<UpstreamView> upstream,
            int parts,
            int partsCharged,
            int submits,
            String operatorCosts,
            String country,
            String mcc,
            String mnc,
            Long apiKeyId,
            Long smppLoginId,
            String correlationId) {
        static CdrView of(CdrRow row, OwnerNames names) {
            return new CdrView(
                    row.id().toString(),
                    row.accountId(),
                    names.account(row.accountId()),
                    orNull(row.operatorId()),
                    names.operator(row.operatorId()),
                    row.reference(),
                    row.meta(),
                    row.smscMessageId(),
                    row.msisdn().toString(),
                    row.sender(),
                    row.messageClass(),
                    row.acceptedAt(),
                    row.submittedAt(),
                    row.deliveredAt(),
                    row.createdAt(),
                    row.state().text(),
                    row.smscStatus(),
                    row.errorCode(),
                    row.price(),
                    row.cost(),
                    row.upstream().stream().map(UpstreamView::of).toList(),
                    row.parts(),
                    row.partsCharged(),
                    row.submits(),
                    row.operatorCosts(),
                    row.country(),
                    row.mcc(),
                    row.mnc(),
                    orNull(row.apiKeyId()),
                    orNull(row.smppLoginId()),
                    row.correlationId());
        }
    }

    /// @param scannedTo the time of acceptance down to which it looked; null when the page is full, or the last one
    record CdrPage(List<CdrView> items, String next, Instant scannedTo) {
        static CdrPage of(Page<CdrView> found, int limit) {
            boolean partial = found.next() != null && found.items().size() < limit;
            return new CdrPage(
                    found.items(),
                    found.next(),
                    partial ? MessageId.parse(found.next()).orElseThrow().time() : null);
        }
    }

    /// The amount that a reseller above the account paid, in its own currency.
    record UpstreamView(long accountId, String amount) {
        static UpstreamView of(MessageSearch.UpstreamPrice price) {
            return new UpstreamView(
                    price.accountId(), Money.decimal(price.micros()).toPlainString());
        }
    }

    static Long orNull(long id) {
        return id == 0 ? null : id;
    }

    @GetMapping(path = "/admin/v1/cdr", produces = MediaType.APPLICATION_JSON_VALUE)
    @Needs(Permission.MESSAGES_READ)
    CdrPage find(@ModelAttribute CdrQuery query, PageQuery page) {
        OwnerNames names = names();
        Page<CdrView> found =
                messages.cdrs(query.filter(), page.cursor(), page.limit()).map(row -> CdrView.of(row, names));
        return CdrPage.of(found, page.limit());
    }

    /// The same as a file, with many more rows.
    @GetMapping(path = "/admin/v1/cdr", produces = CdrFile.TYPE)
    @Needs(value = Permission.MESSAGES_READ, recorded = true)
    void export(
            @ModelAttribute CdrQuery query,
            @RequestParam(name = "cursor", required = false) String cursor,
            @RequestParam(name = "limit", defaultValue = "" + CdrFile.MOST_ROWS) int limit,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (limit < 1 || limit > CdrFile.MOST_ROWS) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "limit", "1 to " + CdrFile.MOST_ROWS)
                    .exception();
        }
        if (!exports.tryAcquire()) {
            throw new Refusal(Failure.RATE_LIMITED, EXPORTS_AT_ONCE + " exports are under way", null, LATER)
                    .exception();
        }
        try {
            CdrFile file = new CdrFile(messages, query.filter(), names(), clock);
            file.begin(cursor, limit);
            response.setContentType(CdrFile.TYPE);
            response.setCharacterEncoding("utf-8");
            response.setHeader("Content-Disposition", "attachment; filename=\"cdr.csv\"");
            response.setHeader("Cache-Control", "no-store");
            if (request.getMethod().equals("GET")) {
                write(file, response);
            }
        } finally {
            exports.release();
        }
    }

    /// What begins is not ended by a problem in its middle: a file without its last line is not complete.
    private static void write(CdrFile file, HttpServletResponse response) {
        try {
            file.write(response.getOutputStream());
        } catch (DataAccessException e) {
            LOG.warn("an export of records ends before its end, since the database failed: {}", e.getMessage());
        } catch (IOException e) {
            LOG.debug("an export of records ends before its end: {}", e.getMessage());
        }
    }

    private OwnerNames names() {
        return new OwnerNames(accounts, operators.namesInMessages());
    }
}
