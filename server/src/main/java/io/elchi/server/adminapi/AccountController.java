package io.elchi.server.adminapi;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.accounts.AccountStore;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.Reach;
import io.elchi.server.billing.AccountChanges;
import io.elchi.server.billing.AccountOpening;
import io.elchi.server.billing.BalanceAlerts;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Approval;
import io.elchi.server.http.EntityTag;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.messages.ContentEncryption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The tree of accounts.
@RestController
@RequestMapping("/admin/v1/accounts")
final class AccountController {
    private static final int TEXT = 200;
    private static final int RATE = 1_000_000;
    private static final int PARTS = 255;
    private static final int WEIGHT = 1_000;
    private static final int CONTENT_DAYS = 3_650;

    private final AccountRegister register;
    private final AccountOpening opening;
    private final AccountChanges changes;
    private final Ledger ledger;
    private final BalanceAlerts alerts;
    private final Countries countries;
    private final ContentEncryption encryption;
    private final Reach reach;

    /// @param ledger the balances
    /// @param alerts the thresholds of these
    record Books(AccountOpening opening, AccountChanges changes, Ledger ledger, BalanceAlerts alerts) {}

    AccountController(
            AccountRegister register, Books books, Countries countries, ContentEncryption encryption, Reach reach) {
        this.encryption = encryption;
        this.reach = reach;
        this.register = register;
        opening = books.opening;
        changes = books.changes;
        ledger = books.ledger;
        alerts = books.alerts;
        this.countries = countries;
    }

    @PostMapping
    @Needs(value = Permission.ACCOUNTS_WRITE, tenant = true, draft = true)
    @ResponseStatus(HttpStatus.CREATED)
    AccountView create(@AuthenticationPrincipal Caller caller, @RequestBody JsonNode json, Approval approval) {
        JsonBody body = JsonBody.of(json);
        String currency = body.currency("currency");
        Money credit = body.optionalMoney("credit_limit").orElse(Money.zero(currency));
        checkLimits(caller, body);
        AccountStore.NewAccount wanted = new AccountStore.NewAccount(
                body.optionalId("parent_id").orElse(0L),
                body.oneOf("type", Account.Type.class),
                body.text("name", TEXT),
                body.optionalText("external_ref", TEXT).orElse(null),
                body.optionalText("contact", TEXT).orElse(null),
                currency,
                body.optionalInt("rate_per_second", 1, RATE)
                        .orElse(
                                caller.isStaff()
                                        ? 100
                                        : Math.min(100, caller.account().ratePerSecond())),
                body.optionalInt("max_parts", 1, PARTS).orElse(10),
                body.optionalInt("weight", 1, WEIGHT).orElse(1),
                countries.optional(body, "default_country").orElse(null));
        body.end();
        if (credit.micros() != 0 && !caller.may(Permission.CREDIT_WRITE)) {
            throw Refusal.of(Failure.SCOPE_MISSING, "credit_limit needs " + Permission.CREDIT_WRITE.text())
                    .exception();
        }
        if (!credit.currency().equals(currency)) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "credit_limit.currency", "the account has " + currency)
                    .exception();
        }
        reach.checkField(caller, "parent_id", wanted.parentId());
        if (credit.micros() != 0) {
            approval.ask(json, credit);
        }
        return view(caller, opened(opening.open(wanted, credit)));
    }

    @GetMapping
    @Needs(value = Permission.ACCOUNTS_READ, tenant = true)
    Page<AccountView> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "parent_id", defaultValue = "0") long wantedParent,
            @RequestParam(name = "type", required = false) String type,
            @RequestParam(name = "status", required = false) String status,
            PageQuery page) {
        long parent = wantedParent == 0 && !caller.isStaff() ? caller.account().id() : wantedParent;
        if (parent != 0 && !reach.covers(caller, parent)) {
            // As of an account that does not exist.
            return new Page<>(List.of(), null);
        }
        AccountRegister.Filter filter = new AccountRegister.Filter(
                parent,
                constant("type", type, Account.Type.class),
                status == null
                        ? null
                        : constant("status", status, ActiveStatus.class).isActive());
        Page<AccountRegister.RegisteredAccount> found = register.page(filter, page.cursor(), page.limit());
        List<Long> ids = found.items().stream()
                .map(AccountRegister.RegisteredAccount::id)
                .toList();
        Map<Long, Ledger.Balance> balances = ledger.balances(ids);
        Map<Long, Long> lows = alerts.of(ids);
        return found.map(entry -> AccountView.of(entry, balances.get(entry.id()), lows.get(entry.id()))
                .seenBy(caller));
    }

    /// A query's word as a constant; null for null.
    static <E extends Enum<E>> E constant(String name, String text, Class<E> type) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(constant ->
                        constant.name().toLowerCase(java.util.Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> Refusal.ofField(
                                Failure.INVALID_FIELD,
                                name,
                                "must be one of "
                                        + String.join(
                                                ", ",
                                                Arrays.stream(type.getEnumConstants())
                                                        .map(each -> each.name().toLowerCase(java.util.Locale.ROOT))
                                                        .toList()))
                        .exception());
    }

    @GetMapping("/{id}")
    @Needs(value = Permission.ACCOUNTS_READ, tenant = true)
    ResponseEntity<AccountView> view(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        reach.check(caller, "account", id);
        return answer(caller, register.find(id).orElseThrow(() -> ReferenceChecks.missing("account", id)));
    }

    private ResponseEntity<AccountView> answer(Caller caller, AccountRegister.RegisteredAccount entry) {
        return ResponseEntity.ok().eTag(EntityTag.of(entry.version())).body(view(caller, entry));
    }

    private AccountRegister.RegisteredAccount opened(long id) {
        return register.find(id).orElseThrow(() -> ReferenceChecks.missing("account", id));
    }

    private AccountView view(Caller caller, AccountRegister.RegisteredAccount entry) {
        return AccountView.of(
                        entry,
                        ledger.balance(entry.id()).orElse(null),
                        alerts.of(List.of(entry.id())).get(entry.id()))
                .seenBy(caller);
    }

    @PatchMapping("/{id}")
    @Needs(value = Permission.ACCOUNTS_WRITE, tenant = true, draft = true)
    ResponseEntity<AccountView> change(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") long id,
            @RequestHeader(name = "If-Match", required = false) String match,
            @RequestBody JsonNode json,
            Approval approval) {
        reach.check(caller, "account", id);
        if (!caller.isStaff() && caller.account().id() == id) {
            throw Refusal.of(Failure.SCOPE_MISSING, "an account is changed by those above it")
                    .exception();
        }
        JsonBody body = JsonBody.of(json);
        checkLimits(caller, body);
        Boolean active = body.optionalOneOf("status", ActiveStatus.class)
                .map(ActiveStatus::isActive)
                .orElse(null);
        AccountRegister.Change change = new AccountRegister.Change(
                active,
                cancelWaiting(body, active),
                body.optionalText("name", TEXT).orElse(null),
                removable(body, "contact"),
                removable(body, "external_ref"),
                body.optionalInt("rate_per_second", 1, RATE).orElse(null),
                body.optionalInt("max_parts", 1, PARTS).orElse(null),
                body.optionalInt("weight", 1, WEIGHT).orElse(null),
                removableCountry(body),
                contentDays(body),
                caller.isStaff());
        boolean hasLow = body.has("balance_low");
        Optional<Money> low = body.optionalMoney("balance_low");
        body.end();
        low.ifPresent(money -> checkLow(id, money));
        if (change.contentDays() != null) {
            approval.ask(json);
        }
        return answer(
                caller,
                changes.change(id, change, hasLow ? low : null, EntityTag.optionalVersion(match, "account"))
                        .orElseThrow(() -> ReferenceChecks.missing("account", id)));
    }

    /// Only who suspends says what becomes of what waits.
    private static Boolean cancelWaiting(JsonBody body, Boolean active) {
        Optional<WaitingMessages> waiting = body.optionalOneOf("waiting", WaitingMessages.class);
        if (waiting.isPresent() && !Boolean.FALSE.equals(active)) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "waiting", "goes with the status suspended")
                    .exception();
        }
        return waiting.map(wanted -> wanted == WaitingMessages.CANCEL).orElse(null);
    }

    /// A reseller gives its clients no more than it has, and no share of the operators' rates: other tenants would
    /// wait.
    private static void checkLimits(Caller caller, JsonBody body) {
        if (caller.isStaff()) {
            return;
        }
        if (body.has("weight")) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "weight", "is set by the platform's staff")
                    .exception();
        }
        checkMost(body.optionalInt("rate_per_second", 1, RATE), caller.account().ratePerSecond(), "rate_per_second");
        checkMost(body.optionalInt("max_parts", 1, PARTS), caller.account().maxParts(), "max_parts");
    }

    private static void checkMost(Optional<Integer> wanted, int most, String field) {
        if (wanted.isPresent() && wanted.get() > most) {
            throw Refusal.ofField(Failure.INVALID_FIELD, field, "is " + most + " at most, as of your account")
                    .exception();
        }
    }

    private void checkLow(long id, Money low) {
        String currency = register.find(id)
                .orElseThrow(() -> ReferenceChecks.missing("account", id))
                .currency();
        if (!low.currency().equals(currency)) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "balance_low.currency", "the account has " + currency)
                    .exception();
        }
        if (low.micros() == 0) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "balance_low.amount", "must be above 0")
                    .exception();
        }
    }

    private Optional<Integer> contentDays(JsonBody body) {
        boolean there = body.has("content_days");
        Optional<Integer> days = body.optionalInt("content_days", 8, CONTENT_DAYS);
        if (days.isPresent() && !encryption.isOn()) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "content_days", "needs the setting content.key")
                    .exception();
        }
        return there ? days : null;
    }

    private Optional<String> removableCountry(JsonBody body) {
        boolean there = body.has("default_country");
        Optional<String> country = countries.optional(body, "default_country");
        return there ? country : null;
    }

    /// null: not there; empty: null, which takes away what is there.
    private static Optional<String> removable(JsonBody body, String name) {
        boolean there = body.has(name);
        Optional<String> text = body.optionalText(name, TEXT);
        return there ? text : null;
    }
}
