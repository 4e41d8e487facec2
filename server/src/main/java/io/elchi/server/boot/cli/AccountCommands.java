package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi accounts`
@Command(name = "accounts", description = "Accounts and their money.")
final class AccountCommands extends Group {
    private static final String PATH = "/admin/v1/accounts";

    @Command(name = "list", description = "Every account.", mixinStandardHelpOptions = true)
    void list(@Option(names = "--parent", paramLabel = "ID", description = "those below this one") Long parent) {
        output().table(
                        admin().all(query(PATH, "parent_id", parent)),
                        column("ID", "/id"),
                        column("TYPE", "/type"),
                        column("NAME", "/name"),
                        column("PARENT", "/parent_id"),
                        column("STATUS", "/effective_status"),
                        column("AVAILABLE", "/balance/available"));
    }

    @Command(name = "show", description = "One account.", mixinStandardHelpOptions = true)
    void show(@Parameters(paramLabel = "ID") String id) {
        print(admin().get(PATH + "/" + Client.escaped(id)));
    }

    private void print(JsonNode account) {
        output().fields(
                        account,
                        column("id", "/id"),
                        column("name", "/name"),
                        column("type", "/type"),
                        column("status", "/effective_status"),
                        column("below", "/ancestors/0/name"),
                        column("default country", "/default_country"),
                        column("external_ref", "/external_ref"),
                        column("contact", "/contact"),
                        column("parts a second", "/rate_per_second"),
                        column("parts a message", "/max_parts"),
                        column("texts readable (days)", "/content_days"),
                        column("available", "/balance/available"),
                        column("balance", "/balance/balance"),
                        column("reserved", "/balance/reserved"),
                        column("credit limit", "/balance/credit_limit"),
                        column("created", "/created_at"));
    }

    /// Optional settings of a new account.
    static final class AccountFlags {
        @Option(
                names = "--type",
                paramLabel = "TYPE",
                defaultValue = "client",
                description = "client (default), reseller or admin")
        private String type;

        @Option(names = "--parent", paramLabel = "ID", description = "the account above it")
        private Long parent;

        @Option(names = "--currency", paramLabel = "ISO", required = true, description = "three letters")
        private String currency;

        @Option(names = "--country", paramLabel = "ISO", description = "of numbers without a plus: UZ")
        private String country;

        @Option(names = "--rate", paramLabel = "N", description = "parts a second")
        private Integer rate;

        @Option(names = "--credit", paramLabel = "AMOUNT", description = "how far below zero it may go")
        private String credit;

        @Option(names = "--ref", paramLabel = "TEXT", description = "your own name for it")
        private String reference;
    }

    @Command(name = "create", description = "Opens an account.", mixinStandardHelpOptions = true)
    void create(@Parameters(paramLabel = "NAME") String name, @picocli.CommandLine.Mixin AccountFlags wanted) {
        ObjectNode body =
                Client.object().put("name", name).put("type", wanted.type).put("currency", wanted.currency);
        set(body, "parent_id", wanted.parent);
        set(body, "default_country", wanted.country);
        set(body, "rate_per_second", wanted.rate);
        set(body, "external_ref", wanted.reference);
        if (wanted.credit != null) {
            body.set("credit_limit", Client.money(wanted.credit, wanted.currency));
        }
        print(admin().post(PATH, body));
    }

    @Command(name = "topup", description = "Pays money in, once for each reference.", mixinStandardHelpOptions = true)
    void topUp(
            @Parameters(paramLabel = "ID") String id,
            @Parameters(paramLabel = "AMOUNT") String amount,
            @Option(names = "--reference", paramLabel = "TEXT", required = true, description = "of the payment")
                    String reference) {
        book(id, amount, "topups", Client.object().put("reference", reference));
    }

    @Command(
            name = "adjust",
            description = "Corrects the balance, once for each reference; takes money with an amount like -12.50.",
            mixinStandardHelpOptions = true)
    void adjust(
            @Parameters(paramLabel = "ID") String id,
            @Parameters(paramLabel = "AMOUNT") String amount,
            @Option(names = "--reference", paramLabel = "TEXT", required = true, description = "of the correction")
                    String reference,
            @Option(names = "--note", paramLabel = "TEXT", required = true, description = "why") String note,
            @Option(names = "--allow-overdraft", description = "even where less than nothing stays available")
                    boolean overdraft) {
        ObjectNode body = Client.object().put("reference", reference).put("note", note);
        body.put("allow_overdraft", overdraft);
        book(id, amount, "adjustments", body);
    }

    @Command(
            name = "refund",
            description = "Gives money back, once for each reference.",
            mixinStandardHelpOptions = true)
    void refund(
            @Parameters(paramLabel = "ID") String id,
            @Parameters(paramLabel = "AMOUNT") String amount,
            @Option(names = "--reference", paramLabel = "TEXT", required = true, description = "of the refund")
                    String reference,
            @Option(names = "--note", paramLabel = "TEXT", required = true, description = "why") String note,
            @Option(names = "--message", paramLabel = "ID", description = "the message that was charged")
                    String message) {
        ObjectNode body = Client.object().put("reference", reference).put("note", note);
        set(body, "message_id", message);
        book(id, amount, "refunds", body);
    }

    @Command(
            name = "transfer",
            description = "Moves money to an account directly above or below, once for each reference.",
            mixinStandardHelpOptions = true)
    void transfer(
            @Parameters(paramLabel = "FROM") String from,
            @Parameters(paramLabel = "TO") long to,
            @Parameters(paramLabel = "AMOUNT") String amount,
            @Option(names = "--reference", paramLabel = "TEXT", required = true, description = "of the transfer")
                    String reference,
            @Option(names = "--note", paramLabel = "TEXT", description = "why") String note) {
        Client client = admin();
        String path = PATH + "/" + Client.escaped(from);
        ObjectNode body = Client.object().put("to_account_id", to).put("reference", reference);
        set(body, "note", note);
        body.set("amount", Client.money(amount, currency(client, path)));
        JsonNode done = client.post(path + "/transfers", body);
        output().line(done, "booked; " + from + " has " + Output.text(done.at("/balance/available")) + " available");
    }

    @Command(
            name = "transactions",
            description = "What changed an account's balance: the newest 50, or all.",
            mixinStandardHelpOptions = true)
    void transactions(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--reason", paramLabel = "WORD", description = "sms_charge, inbound_charge, topup, ...")
                    String reason,
            @Option(names = "--all", description = "all of them") boolean all) {
        String path = query(PATH + "/" + Client.escaped(id) + "/transactions", "reason", reason);
        output().table(
                        all ? admin().all(path) : admin().get(path),
                        column("ID", "/id"),
                        column("TIME", "/created_at"),
                        column("REASON", "/reason"),
                        column("DIRECTION", "/direction"),
                        column("AMOUNT", "/amount"),
                        column("REFERENCE", "/reference"),
                        column("NOTE", "/note"));
    }

    private void book(String id, String amount, String where, ObjectNode body) {
        Client client = admin();
        String path = PATH + "/" + Client.escaped(id);
        body.set("amount", Client.money(amount, currency(client, path)));
        JsonNode done = client.post(path + "/" + where, body);
        output().line(
                        done,
                        (done.get("repeated").booleanValue() ? "was booked before; " : "booked; ") + "available: "
                                + Output.text(done.at("/balance/available")));
    }

    @Command(
            name = "credit",
            description = "Sets how far below zero the balance may go.",
            mixinStandardHelpOptions = true)
    void credit(@Parameters(paramLabel = "ID") String id, @Parameters(paramLabel = "AMOUNT") String amount) {
        Client client = admin();
        String path = PATH + "/" + Client.escaped(id);
        ObjectNode body = Client.object();
        body.set("credit_limit", Client.money(amount, currency(client, path)));
        JsonNode balance = client.put(path + "/credit-limit", body);
        output().line(balance, "available: " + Output.text(balance.get("available")));
    }

    private static String currency(Client client, String path) {
        return client.get(path).get("currency").stringValue();
    }

    @Command(
            name = "suspend",
            description = "Suspends an account and all accounts below it.",
            mixinStandardHelpOptions = true)
    void suspend(
            @Parameters(paramLabel = "ID") String id,
            @Option(
                            names = "--cancel-waiting",
                            description =
                                    "cancel what waits to be sent; default: it is held until the account is active")
                    boolean cancel) {
        change(id, Client.object().put("status", "suspended").put("waiting", cancel ? "cancel" : "hold"));
    }

    @Command(name = "activate", description = "Activates a suspended account.", mixinStandardHelpOptions = true)
    void activate(@Parameters(paramLabel = "ID") String id) {
        change(id, Client.object().put("status", "active"));
    }

    private void change(String id, ObjectNode wanted) {
        JsonNode account = admin().patch(PATH + "/" + Client.escaped(id), wanted);
        output().line(
                        account,
                        account.get("name").stringValue() + " is "
                                + account.get("effective_status").stringValue());
    }
}
