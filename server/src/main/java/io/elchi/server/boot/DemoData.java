package io.elchi.server.boot;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.AccountStore;
import io.elchi.server.accounts.ApiKey;
import io.elchi.server.accounts.ApiKeys;
import io.elchi.server.accounts.Directory;
import io.elchi.server.accounts.Scope;
import io.elchi.server.billing.AccountOpening;
import io.elchi.server.billing.Ledger;
import io.elchi.server.compliance.ComplianceStore;
import io.elchi.server.core.Money;
import io.elchi.server.core.Secret;
import io.elchi.server.identity.FirstUsers;
import io.elchi.server.identity.UserRole;
import io.elchi.server.numbers.Network;
import io.elchi.server.numbers.NumberStore;
import io.elchi.server.routing.LinkSettings;
import io.elchi.server.routing.LinkStore;
import io.elchi.server.routing.Operator;
import io.elchi.server.routing.OperatorStore;
import io.elchi.server.routing.Route;
import io.elchi.server.tariffs.TariffStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The demo's accounts: an administrator, a reseller, two banks, the operators of Uzbekistan, routes and prices. Made
/// once in a data folder; later starts find them.
final class DemoData {
    /// The bank's sender id.
    static final String SENDER = "DemoBank";
    /// The bank that sends all the time.
    static final String SECOND_BANK = "Orient Bank";
    static final String SECOND_SENDER = "OrientBank";
    static final String SUM = "UZS";
    static final String MCC = "434";

    private static final long BALANCE = 1_000_000;

    private final Server server;

    /// What is shown once.
    ///
    /// @param second of the second bank; null: the demo was begun by a release that had none
    /// @param password of every person of the demo; null: the file that had it is of an older demo
    record Keys(Secret admin, Secret bank, Secret second, Secret password) {}

    /// A made-up operator on its real number ranges.
    ///
    /// @param share of the banks' messages, in percent
    record DemoOperator(
            String name, String mnc, int share, List<String> prefixes, String cost, Map<String, Object> options) {}

    private static final List<DemoOperator> OPERATORS = List.of(
            new DemoOperator("beeline", "04", 38, List.of("99890", "99891"), "38", Map.of()),
            new DemoOperator(
                    "ucell",
                    "05",
                    33,
                    List.of("99893", "99894"),
                    "40",
                    Map.of("response_id", "hex", "receipt_id", "decimal", "receipt_tlv_id", "decimal")),
            new DemoOperator("ums", "07", 22, List.of("99897", "99888"), "45", Map.of()));

    /// Slow, and many of its messages fail.
    static final DemoOperator ILL = new DemoOperator("perfectum", "06", 7, List.of("99898"), "41", Map.of());

    static final List<DemoOperator> ALL =
            Stream.concat(OPERATORS.stream(), Stream.of(ILL)).toList();

    DemoData(Server server) {
        this.server = server;
    }

    boolean isThere() {
        return server.part(AccountStore.class).admin().isPresent();
    }

    Keys make() {
        long admin = account(0, Account.Type.ADMIN, "Elchi", 0);
        long reseller = account(admin, Account.Type.RESELLER, "Toshkent Aggregator", 10 * BALANCE);
        long bank = account(reseller, Account.Type.CLIENT, "Demo Bank", BALANCE);
        ComplianceStore compliance = server.part(ComplianceStore.class);
        compliance.allowSender(bank, SENDER);
        compliance.allowSender(bank, "7070");
        long second = account(reseller, Account.Type.CLIENT, SECOND_BANK, 10 * BALANCE);
        compliance.allowSender(second, SECOND_SENDER);
        TariffStore tariffs = server.part(TariffStore.class);
        tariffs.add(price(0, "60"));
        tariffs.add(price(reseller, "48"));
        tariffs.add(price(bank, "55"));
        tariffs.add(price(second, "57"));
        ALL.forEach(this::add);
        ApiKeys keys = server.part(ApiKeys.class);
        Secret adminKey = keys.issue(new ApiKey.NewKey(
                        admin,
                        "demo administrator",
                        List.of(),
                        Set.of(Scope.SEND, Scope.READ, Scope.WEBHOOKS, Scope.ADMIN),
                        null))
                .secret();
        Secret bankKey = clientKey(bank, "demo bank");
        Secret secondKey = clientKey(second, "payments");
        Secret password = FirstUsers.password();
        people(Map.of(Account.Type.ADMIN, admin, Account.Type.RESELLER, reseller, Account.Type.CLIENT, bank), password);
        return new Keys(adminKey, bankKey, secondKey, password);
    }

    private Secret clientKey(long account, String name) {
        return server.part(ApiKeys.class)
                .issue(new ApiKey.NewKey(
                        account, name, List.of(), Set.of(Scope.SEND, Scope.READ, Scope.WEBHOOKS), null))
                .secret();
    }

    /// A person for each role.
    private void people(Map<Account.Type, Long> accounts, Secret password) {
        FirstUsers users = server.part(FirstUsers.class);
        for (UserRole role : UserRole.values()) {
            users.add(accounts.get(role.type()), email(role), "Demo " + role.text(), role, password);
        }
    }

    static String email(UserRole role) {
        return role.text() + "@demo.example";
    }

    private long account(long parent, Account.Type type, String name, long units) {
        long id = server.part(AccountOpening.class)
                .open(
                        new AccountStore.NewAccount(parent, type, name, null, null, SUM, 1_000, 10, 1, "UZ"),
                        Money.zero(SUM));
        if (units > 0) {
            server.part(Ledger.class).topUp(id, new Money(SUM, units * Money.MICROS_PER_UNIT), "demo");
        }
        return id;
    }

    private static TariffStore.Tariff price(long account, String amount) {
        return new TariffStore.Tariff(0, account, 0, MCC, null, null, Money.parse(amount, SUM), null, null, 100);
    }

    private void add(DemoOperator demo) {
        OperatorStore operators = server.part(OperatorStore.class);
        server.part(NumberStore.class)
                .put(new NumberStore.ListedNetwork(new Network(MCC, demo.mnc, demo.name, "UZ"), demo.prefixes));
        Money cost = Money.parse(demo.cost, SUM);
        // Somebody may have removed the link alone.
        long operator = operators.operators().stream()
                .filter(known -> known.name().equals(demo.name))
                .map(Operator::id)
                .findFirst()
                .orElseGet(() -> operator(demo, cost));
        server.part(LinkStore.class)
                .add(
                        new LinkSettings(
                                0,
                                operator,
                                demo.name,
                                false,
                                LinkSettings.Protocol.SMPP,
                                "127.0.0.1",
                                1,
                                false,
                                LinkSettings.BindAs.TRANSCEIVER,
                                1,
                                "elchi",
                                new Secret("secret"),
                                "",
                                "3.4",
                                50,
                                0,
                                null),
                        Map.of());
    }

    private long operator(DemoOperator demo, Money cost) {
        OperatorStore operators = server.part(OperatorStore.class);
        long operator = operators.add(new Operator(0, demo.name, MCC, demo.mnc, demo.name, true, cost), demo.options);
        // Its own numbers first; everybody else's in the country as a way out.
        operators.add(new Route(0, 0, operator, MCC, demo.mnc, null, 100, 100, true, false, null));
        if (!demo.equals(ILL)) {
            operators.add(new Route(0, 0, operator, MCC, null, null, 200, 100, true, false, null));
        }
        return operator;
    }

    /// Points the links at the simulator's operators and starts them. Operators that the folder's first demo did
    /// not have are added; links of others are left as they are.
    ///
    /// @return the links that are started and are none of the simulator's
    List<LinkSettings> connect(Map<String, Integer> ports) {
        LinkStore links = server.part(LinkStore.class);
        Set<String> known = links.all().stream().map(LinkSettings::name).collect(Collectors.toSet());
        ALL.stream()
                .filter(demo -> ports.containsKey(demo.name) && !known.contains(demo.name))
                .forEach(this::add);
        List<LinkSettings> others = new ArrayList<>();
        for (LinkSettings link : links.all()) {
            Integer port = ports.get(link.name());
            if (port != null) {
                links.move(link.id(), "127.0.0.1", port);
                links.setStarted(link.id(), true);
            } else if (link.started()) {
                others.add(link);
            }
        }
        return others;
    }

    /// Waits until the key is known: the table's change has to come round.
    void awaitKey(Secret key) throws InterruptedException {
        Directory directory = server.part(Directory.class);
        while (directory.authenticate(key.reveal(), java.net.InetAddress.getLoopbackAddress())
                instanceof io.elchi.server.accounts.Authentication.Denied) {
            Thread.sleep(10);
        }
    }
}
