package io.elchi.server.adminapi;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.accounts.AccountStore;
import io.elchi.server.accounts.Caller;
import io.elchi.server.billing.AccountChanges;
import io.elchi.server.billing.AccountOpening;
import io.elchi.server.billing.BalanceAlerts;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.messages.ContentEncryption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The tree of accounts.
@RestController
@RequestMapping({"/admin/accounts", "/accounts"})
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

    /// @param ledger the balances
    /// @param alerts the thresholds of these
    record Books(AccountOpening opening, AccountChanges changes, Ledger ledger, BalanceAlerts alerts) {}

    AccountController(AccountRegister register, Books books, Countries countries, ContentEncryption encryption) {
        this.encryption = encryption;
        this.register = register;
        opening = books.opening;
        changes = books.changes;
        ledger = books.ledger;
        alerts = books.alerts;
        this.countries = countries;
    }

    @PostMapping
    @Needs(Permission.ACCOUNTS_WRITE)
    @ResponseStatus(HttpStatus.CREATED)
    AccountView create(@AuthenticationPrincipal Caller caller, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        String currency = body.currency("currency");
        Money credit = body.optionalMoney("credit_limit").orElse(Money.zero(currency));
        AccountStore.NewAccount wanted = new AccountStore.NewAccount(
                body.optionalId("parent_id").orElse(0L),
                body.oneOf("type", Account.Type.class),
                body.text("name", TEXT),
                body.optionalText("external_ref", TEXT).orElse(null),
                body.optionalText("contact", TEXT).orElse(null),
                currency,
                body.optionalInt("rate_per_second", 1, RATE).orElse(100),
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
        return view(opening.open(wanted, credit));
    }

    @GetMapping
    @Needs(Permission.ACCOUNTS_READ)
    Page<AccountView> list(
            @RequestParam(name = "parent_id", defaultValue = "0") long parent,
            @RequestParam(name = "type", required = false) String type,
            @RequestParam(name = "status", required = false) String status,
            PageQuery page) {
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
        return found.map(entry -> AccountView.of(entry, balances.get(entry.id()), lows.get(entry.id())));
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
    @Needs(Permission.ACCOUNTS_READ)
    AccountView view(@PathVariable("id") long id) {
        return view(register.find(id).orElseThrow(() -> ReferenceChecks.missing("account", id)));
    }

    private AccountView view(AccountRegister.RegisteredAccount entry) {
        return AccountView.of(
                entry,
                ledger.balance(entry.id()).orElse(null),
                alerts.of(List.of(entry.id())).get(entry.id()));
    }

    @PatchMapping("/{id}")
    @Needs(Permission.ACCOUNTS_WRITE)
    AccountView change(@PathVariable("id") long id, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        AccountRegister.Change change = new AccountRegister.Change(
                body.optionalOneOf("status", ActiveStatus.class)
                        .map(ActiveStatus::isActive)
                        .orElse(null),
                body.optionalText("name", TEXT).orElse(null),
                removable(body, "contact"),
                removable(body, "external_ref"),
                body.optionalInt("rate_per_second", 1, RATE).orElse(null),
                body.optionalInt("max_parts", 1, PARTS).orElse(null),
                body.optionalInt("weight", 1, WEIGHT).orElse(null),
                removableCountry(body),
                contentDays(body));
        boolean hasLow = body.has("balance_low");
        Optional<Money> low = body.optionalMoney("balance_low");
        body.end();
        low.ifPresent(money -> checkLow(id, money));
        return view(changes.change(id, change, hasLow ? low : null)
                .orElseThrow(() -> ReferenceChecks.missing("account", id)));
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
