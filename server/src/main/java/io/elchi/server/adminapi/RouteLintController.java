package io.elchi.server.adminapi;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Needs;
import io.elchi.server.numbers.Network;
import io.elchi.server.numbers.NumberStore;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.routing.LintReport;
import io.elchi.server.routing.LintScope;
import io.elchi.server.routing.RouteService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Likely mistakes in the routes.
@RestController
final class RouteLintController {
    /// Whose prices are looked at.
    private static final int MOST_ACCOUNTS = 2_000;
    /// An answer may take a second of a processor.
    private static final int AT_ONCE = 1;
    /// When to try again.
    private static final Duration LATER = Duration.ofSeconds(2);

    private final RouteService routes;
    private final AccountRegister register;
    private final Accounts accounts;
    private final NumberStore networks;
    private final Numbers numbers;
    private final Semaphore places = new Semaphore(AT_ONCE);

    RouteLintController(
            RouteService routes, AccountRegister register, Accounts accounts, NumberStore networks, Numbers numbers) {
        this.routes = routes;
        this.register = register;
        this.accounts = accounts;
        this.networks = networks;
        this.numbers = numbers;
    }

    @GetMapping("/admin/v1/routes/lint")
    @Needs(Permission.ROUTES_READ)
    LintReport lint() {
        if (!places.tryAcquire()) {
            throw new Refusal(Failure.RATE_LIMITED, "another one is under way", null, LATER).exception();
        }
        try {
            return routes.lint(scope());
        } finally {
            places.release();
        }
    }

    private LintScope scope() {
        List<LintScope.LintAccount> sending = new ArrayList<>();
        int seen = 0;
        String cursor = null;
        do {
            Page<AccountRegister.RegisteredAccount> page = register.page(
                    new AccountRegister.Filter(0, null, true), cursor, Math.min(Page.MAX_LIMIT, MOST_ACCOUNTS - seen));
            page.items().stream()
                    .filter(each -> each.open() && each.type() != Account.Type.ADMIN)
                    .flatMap(each -> accounts.account(each.id()).stream())
                    .map(each -> new LintScope.LintAccount(each.id(), each.name(), each.payers()))
                    .forEach(sending::add);
            seen += page.items().size();
            cursor = page.next();
        } while (cursor != null && seen < MOST_ACCOUNTS);
        return new LintScope(
                sending, networks.list().stream().map(this::network).toList(), cursor == null);
    }

    private LintScope.LintNetwork network(NumberStore.ListedNetwork listed) {
        Network network = listed.network();
        int code = numbers.countryCode(network.country());
        List<String> prefixes = listed.prefixes().isEmpty() ? List.of(code == 0 ? "" : "" + code) : listed.prefixes();
        return new LintScope.LintNetwork(network.mcc(), network.mnc(), prefixes);
    }
}
