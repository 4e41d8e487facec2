package io.elchi.server.adminapi;

import io.elchi.server.adminapi.RouteFile.LineProblem;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Dates;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Needs;
import io.elchi.server.routing.OperatorStore;
import io.elchi.server.tariffs.PriceList;
import io.elchi.server.tariffs.PriceLists;
import io.elchi.server.tariffs.TariffStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The price list of an account as a file: as it is, was or will be at a time, and another one in its place.
@RestController
@RequestMapping("/admin/v1/tariff-routes")
final class PriceFileController {
    /// Prices in one answer.
    private static final int MOST_DIFFERENCES = 1_000;

    private final PriceLists lists;
    private final OperatorStore operators;
    private final ReferenceChecks references;
    private final Clock clock;

    PriceFileController(PriceLists lists, OperatorStore operators, ReferenceChecks references, Clock clock) {
        this.lists = lists;
        this.operators = operators;
        this.references = references;
        this.clock = clock;
    }

    /// What a file changes, or would change.
    ///
    /// @param preview whether nothing was changed
    /// @param version of the list: of the one that is replaced in a preview, else of the new one; the ETag has it,
    ///     too
    /// @param validFrom when it is in force; null: at the moment of the change
    /// @param differences the first of them; what is removed comes first
    /// @param problems the first of them; with any, nothing can be changed
    record PriceImportView(
            boolean preview,
            String version,
            Instant validFrom,
            int added,
            int changed,
            int removed,
            int unchanged,
            List<PriceDifferenceView> differences,
            List<LineProblem> problems) {}

    /// A price that differs.
    ///
    /// @param before null: there was none
    /// @param after null: there will be none
    record PriceDifferenceView(PriceContent before, PriceContent after) {}

    /// @param operator null: all operators
    /// @param validTo null: it has no end
    record PriceContent(
            String operator, String mcc, String mnc, String prefix, Money pricePerSms, int priority, Instant validTo) {
        static PriceContent of(TariffStore.Tariff price, Map<Long, String> operators) {
            return price == null
                    ? null
                    : new PriceContent(
                            operators.get(price.operatorId()),
                            price.mcc(),
                            price.mnc(),
                            price.prefix(),
                            price.price(),
                            price.priority(),
                            price.validTo());
        }

        static PriceContent of(PriceList.WantedPrice price, Map<Long, String> operators) {
            return price == null
                    ? null
                    : new PriceContent(
                            operators.get(price.operatorId()),
                            price.mcc(),
                            price.mnc(),
                            price.prefix(),
                            price.price(),
                            price.priority(),
                            null);
        }
    }

    /// @param account 0: the common list
    /// @param at null: now
    @GetMapping(produces = RouteFile.TYPE)
    @Needs(Permission.PRICES_READ)
    ResponseEntity<byte[]> export(
            @RequestParam("account_id") long account, @RequestParam(name = "at", required = false) Instant at) {
        check(account);
        PriceList list = lists.at(account, at == null ? clock.now() : Dates.checked("at", at));
        byte[] file = PriceFile.write(list.winners(), operators.names()).getBytes(StandardCharsets.UTF_8);
        return ResponseEntity.ok()
                .eTag(tag(list.tag()))
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header("Content-Disposition", "attachment; filename=\"prices-" + account + ".csv\"")
                .header("Cache-Control", "no-store")
                .body(file);
    }

    /// @return the currency of the account; null: there is none, for the common list
    private String check(long account) {
        if (account < 0) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "account_id", "must be an id, or 0 for the common list")
                    .exception();
        }
        return account == 0 ? null : references.account(account).currency();
    }

    private static String tag(String digest) {
        return '"' + digest + '"';
    }

    /// @param from null: now
    @PostMapping(path = "/import", consumes = RouteFile.TYPE)
    @Needs(Permission.PRICES_WRITE)
    ResponseEntity<PriceImportView> importFile(
            @RequestParam("account_id") long account,
            @RequestParam(name = "valid_from", required = false) Instant from,
            @RequestParam(name = "preview", defaultValue = "true") boolean preview,
            @RequestParam(name = "replace_later", defaultValue = "false") boolean withLater,
            @RequestHeader(name = "If-Match", required = false) String match,
            @RequestBody byte[] octets) {
        String currency = check(account);
        Instant now = clock.now();
        if (from != null && Dates.checked("valid_from", from).isBefore(now)) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "valid_from", "must not be before now: that was charged")
                    .exception();
        }
        Map<Long, String> names = operators.names();
        PriceFile file = new PriceFile(names, currency);
        List<PriceList.WantedPrice> wanted = file.read(RouteFileController.text(octets));
        PriceLists.Replacement where = new PriceLists.Replacement(account, from, withLater);
        if (preview) {
            lists.checkLater(where, from == null ? now : from);
            PriceList list = lists.at(account, from == null ? now : from);
            return answer(true, from, list.to(wanted), list.tag(), file, names);
        }
        if (match == null) {
            throw Refusal.ofField(
                            Failure.MISSING_FIELD,
                            "If-Match",
                            "name the list that is replaced: the ETag of the preview")
                    .exception();
        }
        RouteFileController.refuse(file.problems(), file.problemCount());
        PriceLists.Replaced replaced = lists.replace(where, wanted, match.replace("\"", ""));
        return answer(false, replaced.from(), replaced.change(), replaced.tag(), file, names);
    }

    private static ResponseEntity<PriceImportView> answer(
            boolean preview,
            Instant from,
            PriceList.PriceListChange change,
            String tag,
            PriceFile file,
            Map<Long, String> names) {
        List<PriceDifferenceView> differences = change.differences().stream()
                .limit(MOST_DIFFERENCES)
                .map(each -> new PriceDifferenceView(
                        PriceContent.of(each.before(), names), PriceContent.of(each.after(), names)))
                .toList();
        return ResponseEntity.ok()
                .eTag(tag(tag))
                .body(new PriceImportView(
                        preview,
                        tag,
                        from,
                        change.count(false, true),
                        change.count(true, true),
                        change.count(true, false),
                        change.unchanged(),
                        differences,
                        file.problems()));
    }
}
