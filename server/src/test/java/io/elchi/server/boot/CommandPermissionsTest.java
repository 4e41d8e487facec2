package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.Scope;
import io.elchi.server.contract.Platform;
import io.elchi.server.core.Permission;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// Every command that asks a server, with a key of every scope: it is done, or refused for the permission that the
/// key lacks. A command without a row fails.
class CommandPermissionsTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final Set<String> GROUPS = Set.of(
            "accounts",
            "api",
            "audit",
            "drafts",
            "import",
            "inbound",
            "keys",
            "smpp-logins",
            "links",
            "listen",
            "message",
            "networks",
            "oauth-clients",
            "operators",
            "processes",
            "resend",
            "routes",
            "rules",
            "send",
            "senders",
            "tariffs",
            "trigger",
            "users",
            "blocklist",
            "cdr",
            "costs",
            "exports",
            "logs",
            "messages",
            "ported",
            "queues",
            "refusals",
            "roles",
            "stats",
            "transactions",
            "webhooks");

    /// @param needs each of them
    private record Row(String arguments, List<Permission> needs) {}

    private static final Map<String, Row> ROWS = new LinkedHashMap<>();

    private static void row(String command, String arguments, Permission... needs) {
        ROWS.put(command, new Row(arguments, List.of(needs)));
    }

    static {
        row("send", "+998901234567 text --from Bank", Permission.SMS_SEND);
        row("message", "0190f3a4-5b6c-7d8e-9f00-112233445566", Permission.SMS_READ);
        row("api", "GET /admin/v1/accounts", Permission.ACCOUNTS_READ);
        row("listen", "--forward-to http://127.0.0.1:1/ --count 0", Permission.EVENTS_READ);
        row("trigger", "999 message.delivered", Permission.WEBHOOKS_WRITE);
        row("resend", "999 evt_x", Permission.WEBHOOKS_WRITE);
        row("processes", "", Permission.PROCESSES_READ);
        row("accounts list", "", Permission.ACCOUNTS_READ);
        row("accounts show", "ACCOUNT", Permission.ACCOUNTS_READ);
        row("accounts create", "name --type client --parent 999 --currency UZS", Permission.ACCOUNTS_WRITE);
        row("accounts topup", "ACCOUNT 1 --reference r", Permission.ACCOUNTS_READ, Permission.MONEY_WRITE);
        row("accounts adjust", "ACCOUNT 1 --reference a --note n", Permission.ACCOUNTS_READ, Permission.MONEY_WRITE);
        row("accounts refund", "ACCOUNT 1 --reference f --note n", Permission.ACCOUNTS_READ, Permission.MONEY_WRITE);
        row("accounts transfer", "ACCOUNT 999 1 --reference t", Permission.ACCOUNTS_READ, Permission.TRANSFERS_WRITE);
        row("accounts transactions", "ACCOUNT", Permission.MONEY_READ);
        row("accounts credit", "ACCOUNT 1", Permission.ACCOUNTS_READ, Permission.CREDIT_WRITE);
        row("accounts suspend", "999", Permission.ACCOUNTS_WRITE);
        row("accounts activate", "999", Permission.ACCOUNTS_WRITE);
        row("keys list", "ACCOUNT", Permission.KEYS_READ);
        row("keys create", "999 name", Permission.KEYS_WRITE);
        row("keys rotate", "999", Permission.KEYS_WRITE);
        row("keys revoke", "999", Permission.KEYS_REVOKE);
        row("smpp-logins list", "ACCOUNT", Permission.KEYS_READ);
        row("smpp-logins add", "999 bank", Permission.KEYS_WRITE);
        row("smpp-logins set", "LOGIN --data-codings 0,8", Permission.KEYS_READ, Permission.KEYS_WRITE);
        row("smpp-logins rotate", "999", Permission.KEYS_WRITE);
        row("smpp-logins remove", "999", Permission.KEYS_REVOKE);
        row("smpp-logins binds", "999", Permission.KEYS_READ);
        row("smpp-logins unbind", "999 1", Permission.KEYS_REVOKE);
        row("oauth-clients list", "ACCOUNT", Permission.KEYS_READ);
        row("oauth-clients add", "999 name", Permission.KEYS_WRITE);
        row("oauth-clients rotate", "999", Permission.KEYS_WRITE);
        row("oauth-clients revoke", "999", Permission.KEYS_REVOKE);
        row("users list", "", Permission.USERS_READ);
        row("users invite", "999 a@b.example name --role viewer", Permission.USERS_WRITE);
        row("users role", "999 viewer", Permission.USERS_WRITE);
        row("users suspend", "999", Permission.USERS_WRITE);
        row("users activate", "999", Permission.USERS_WRITE);
        row("users password-link", "999", Permission.USERS_WRITE);
        row("users remove-second-factor", "999", Permission.USERS_WRITE);
        row("users sign-out", "999", Permission.USERS_WRITE);
        row("users sign-ins", "999", Permission.USERS_READ);
        row("users roles", "", Permission.USERS_READ);
        row("operators list", "", Permission.OPERATORS_READ);
        row("operators add", "name --cost 1 --currency ZZZ", Permission.OPERATORS_WRITE);
        row("operators set", "999 failover=30s", Permission.OPERATORS_WRITE);
        row("operators suspend", "999", Permission.OPERATORS_WRITE);
        row("operators activate", "999", Permission.OPERATORS_WRITE);
        row("links list", "", Permission.LINKS_READ);
        row("links add", "999 localhost:1 --name n --system-id s --password p", Permission.LINKS_WRITE);
        row("links start", "999", Permission.LINKS_WRITE);
        row("links stop", "999", Permission.LINKS_WRITE);
        row("smpp-logins trace", "999", Permission.LINKS_TRACE);
        row("smpp-logins pdus", "999", Permission.LINKS_TRACE);
        row("links binds", "", Permission.LINKS_READ);
        row("links trace", "999", Permission.LINKS_TRACE);
        row("links pdus", "999", Permission.LINKS_TRACE);
        row("links remove", "999", Permission.LINKS_WRITE);
        row("routes list", "", Permission.ROUTES_READ);
        row("routes add", "999 --any-destination", Permission.ROUTES_WRITE);
        row("routes remove", "999", Permission.ROUTES_WRITE);
        row("routes lint", "", Permission.ROUTES_READ);
        row("routes export", "", Permission.ROUTES_READ);
        row("routes import", "pom.xml", Permission.ROUTES_WRITE);
        row(
                "import jasmin",
                "src/test/resources/jasmin --dry-run",
                Permission.ACCOUNTS_READ,
                Permission.OPERATORS_READ,
                Permission.LINKS_READ,
                Permission.ROUTES_READ,
                Permission.INBOUND_READ);
        row("rules list", "", Permission.RULES_READ);
        row("rules add", "name", Permission.RULES_WRITE);
        row("rules set", "999", Permission.RULES_READ);
        row("rules remove", "999", Permission.RULES_WRITE);
        row("rules order", "999", Permission.RULES_WRITE);
        row("rules test", "+998901234567 text --from BANK --account ACCOUNT", Permission.RULES_READ);
        row("rules lint", "", Permission.RULES_READ);
        row("routes explain", "+998901234567 --account ACCOUNT", Permission.ROUTES_READ);
        row("tariffs list", "", Permission.PRICES_READ);
        row("tariffs add", "1 ZZZ --any-destination", Permission.PRICES_WRITE);
        row("tariffs export", "--account 0", Permission.PRICES_READ);
        row("tariffs import", "pom.xml --account 0", Permission.PRICES_WRITE);
        row("tariffs end", "999", Permission.PRICES_WRITE);
        row("senders list", "", Permission.SENDERS_READ);
        row("senders add", "999 Sender", Permission.SENDERS_WRITE);
        row("senders remove", "999", Permission.SENDERS_WRITE);
        row("inbound list", "", Permission.INBOUND_READ);
        row("inbound numbers", "", Permission.INBOUND_READ);
        row("inbound give", "999 7070", Permission.INBOUND_WRITE);
        row("inbound take", "999", Permission.INBOUND_WRITE);
        row("inbound prices", "", Permission.PRICES_READ);
        row("inbound add-price", "1 ZZZ --account 999", Permission.PRICES_WRITE);
        row("inbound remove-price", "999", Permission.PRICES_READ);
        row("inbound costs", "", Permission.COSTS_READ);
        row("inbound set-cost", "999 1 ZZZ", Permission.COSTS_WRITE);
        row("inbound remove-cost", "999", Permission.COSTS_WRITE);
        row("inbound records", "", Permission.MESSAGES_READ);
        row("inbound routes", "", Permission.INBOUND_READ);
        row("inbound add-route", "999 --keyword x", Permission.INBOUND_WRITE);
        row("inbound remove-route", "999", Permission.INBOUND_WRITE);
        row("inbound keywords", "", Permission.INBOUND_READ);
        row("inbound add-keyword", "x none --account 999", Permission.INBOUND_WRITE);
        row("inbound remove-keyword", "999", Permission.INBOUND_WRITE);
        row("inbound replies", "", Permission.INBOUND_READ);
        row("blocklist opt-outs", "", Permission.BLOCKLIST_READ);
        row("blocklist remove-opt-out", "999", Permission.BLOCKLIST_WRITE);
        row("inbound test-route", "998901234567 1700 text --operator 999", Permission.INBOUND_READ);
        row("networks list", "", Permission.NETWORKS_READ);
        row("networks export", "", Permission.NETWORKS_READ);
        row("networks import", "pom.xml", Permission.NETWORKS_WRITE);
        row("networks add", "434 99 name XX", Permission.NETWORKS_WRITE);
        row("drafts list", "", Permission.DRAFTS_READ);
        row("drafts show", "999", Permission.DRAFTS_READ);
        row("blocklist list", "", Permission.BLOCKLIST_READ);
        row("blocklist add", "number 99 --account 999", Permission.BLOCKLIST_WRITE);
        row("blocklist remove", "999", Permission.BLOCKLIST_WRITE);
        row("costs list", "", Permission.COSTS_READ);
        row("costs set", "999 1 ZZZ", Permission.COSTS_WRITE);
        row("costs end", "999", Permission.COSTS_WRITE);
        row("costs rates", "", Permission.COSTS_READ);
        row("costs set-rate", "ZZZ ZZZ 1", Permission.COSTS_WRITE);
        row("ported add", "+998901234567 434 99", Permission.NETWORKS_WRITE);
        row("ported remove", "998901234567", Permission.NETWORKS_WRITE);
        row("queues list", "", Permission.OPERATORS_READ);
        row("queues hold", "999", Permission.OPERATORS_WRITE);
        row("queues release", "999", Permission.OPERATORS_WRITE);
        row("queues move", "999", Permission.OPERATORS_WRITE);
        row("queues dead-letters", "receipts", Permission.MESSAGES_READ);
        row("queues retry", "receipts 999", Permission.OPERATORS_WRITE);
        row("queues discard", "receipts 999", Permission.OPERATORS_WRITE);
        row("messages list", "--account ACCOUNT", Permission.MESSAGES_READ);
        row("cdr list", "", Permission.MESSAGES_READ);
        row("transactions list", "", Permission.MONEY_READ);
        row("refusals list", "", Permission.REFUSALS_READ);
        row("stats series", "", Permission.STATS_READ);
        row("stats top", "sender", Permission.STATS_READ);
        row("stats tps", "", Permission.STATS_READ);
        row("exports create", "everything", Permission.MESSAGES_READ);
        row("exports list", "", Permission.MESSAGES_READ);
        row("exports download", "999", Permission.MESSAGES_READ);
        row("exports remove", "999", Permission.MESSAGES_READ);
        row("webhooks list", "", Permission.WEBHOOKS_READ);
        row("webhooks add", "ftp://x", Permission.WEBHOOKS_WRITE);
        row("webhooks change", "999 --description x", Permission.WEBHOOKS_WRITE);
        row("webhooks enable", "999", Permission.WEBHOOKS_WRITE);
        row("webhooks remove", "999", Permission.WEBHOOKS_WRITE);
        row("webhooks attempts", "999", Permission.WEBHOOKS_READ);
        row("webhooks replay", "999 --since 2026-01-01T00:00:00Z", Permission.WEBHOOKS_WRITE);
        row("roles list", "", Permission.USERS_READ);
        row("roles add", "name nothing:read", Permission.USERS_WRITE);
        row("roles change", "999 users:read", Permission.USERS_WRITE);
        row("roles remove", "999", Permission.USERS_WRITE);
        row("logs tail", "--count 0", Permission.SMS_READ, Permission.EVENTS_READ);
        row("audit list", "", Permission.AUDIT_READ);
        row("audit verify", "", Permission.AUDIT_READ);
        row("audit export", "", Permission.AUDIT_READ);
    }

    @Test
    void everyCommandHasARow() {
        Set<String> commands = new TreeSet<>();
        for (String group : GROUPS) {
            CommandLine line =
                    Main.commandLine(new String[] {group}).getSubcommands().get(group);
            Set<String> below = new TreeSet<>(line.getSubcommands().keySet());
            below.remove("help");
            if (below.isEmpty()) {
                commands.add(group);
            }
            below.forEach(name -> commands.add(group + " " + name));
        }
        assertThat(new TreeSet<>(ROWS.keySet())).isEqualTo(commands);
    }

    /// The launcher has them, and no others.
    @Test
    void everyGroupIsHere() {
        Set<String> known = new TreeSet<>(GROUPS);
        Set<String> all = new TreeSet<>(
                Main.commandLine(new String[] {"help"}).getSubcommands().keySet());
        all.retainAll(io.elchi.server.boot.cli.Commands.names());
        assertThat(all).isEqualTo(known);
    }

    @Test
    void aKeyOpensExactlyTheCommandsOfItsScopes() {
        long account = PLATFORM.account("client", PLATFORM.root(), "bank");
        String login = PLATFORM.admin()
                .post("/admin/v1/smpp-logins", "{'account_id':%d,'system_id':'bank'}".formatted(account))
                .is(201)
                .at("/login/id")
                .toString();
        Map<Scope, String> keys = new EnumMap<>(Scope.class);
        for (Scope scope : Scope.values()) {
            keys.put(scope, PLATFORM.key(scope.isForStaff() ? PLATFORM.root() : account, "'" + scope.text() + "'"));
            PLATFORM.as(keys.get(scope));
        }
        List<String> wrong = new ArrayList<>();
        keys.forEach((scope, key) -> ROWS.forEach((command, row) -> {
            String arguments =
                    row.arguments.replace("ACCOUNT", Long.toString(account)).replace("LOGIN", login);
            String err = run(command + " " + arguments, key);
            boolean may = scope.permissions().containsAll(row.needs);
            if (err.contains("scope_missing") == may || err.contains("unauthorized") || err.contains("Usage")) {
                wrong.add(scope + ": " + command + " -> " + err);
            }
        }));
        assertThat(wrong).isEmpty();
    }

    /// What it wrote to stderr.
    private static String run(String command, String key) {
        List<String> arguments = new ArrayList<>(Arrays.asList(command.strip().split(" ")));
        arguments.addAll(
                List.of("--key", key, "--url", PLATFORM.server().uri("").toString()));
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(arguments.toArray(String[]::new))
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err, true));
        line.execute(arguments.toArray(String[]::new));
        return err.toString().strip();
    }
}
