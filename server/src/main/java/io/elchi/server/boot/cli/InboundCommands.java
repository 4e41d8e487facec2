package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;
import static io.elchi.server.boot.cli.Output.named;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi inbound`
@Command(name = "inbound", description = "Messages from handsets, and who owns the numbers that they are sent to.")
final class InboundCommands extends Group {
    private static final String NUMBERS = "/admin/v1/inbound-numbers";
    private static final String KEYWORDS = "/admin/v1/inbound-keywords";
    private static final String PRICES = "/admin/v1/inbound-prices";
    private static final String COSTS = "/admin/v1/inbound-costs";
    private static final String ROUTES = "/admin/v1/inbound-routes";

    @Command(name = "list", description = "The last 50 messages.", mixinStandardHelpOptions = true)
    void list(@Option(names = "--account", paramLabel = "ID", description = "only its own") Long account) {
        output().table(
                        admin().get(query("/admin/v1/inbound", "account_id", account)),
                        column("ID", "/id"),
                        column("RECEIVED", "/received_at"),
                        column("OPERATOR", "/operator_id"),
                        column("ACCOUNT", "/account_id"),
                        column("FROM", "/from"),
                        column("TO", "/to"),
                        column("STATE", "/state"),
                        column("TEXT", "/text"));
    }

    @Command(name = "numbers", description = "Numbers that belong to accounts.", mixinStandardHelpOptions = true)
    void numbers(@Option(names = "--account", paramLabel = "ID", description = "only its own") Long account) {
        output().table(
                        admin().all(query(NUMBERS, "account_id", account)),
                        column("ID", "/id"),
                        column("NUMBER", "/number"),
                        column("OPERATOR", "/operator_id"),
                        column("ACCOUNT", "/account_id"),
                        column("SINCE", "/created_at"));
    }

    @Command(name = "give", description = "Gives a number to an account.", mixinStandardHelpOptions = true)
    void give(
            @Parameters(paramLabel = "ACCOUNT", description = "its id") long account,
            @Parameters(paramLabel = "NUMBER", description = "a short code, or a number") String number,
            @Option(names = "--operator", paramLabel = "ID", description = "at this operator alone") Long operator) {
        ObjectNode body = Client.object().put("account_id", account).put("number", number);
        if (operator != null) {
            body.put("operator_id", operator);
        }
        JsonNode given = admin().post(NUMBERS, body);
        output().line(given, "number " + given.get("id") + " belongs to account " + account);
    }

    @Command(name = "take", description = "Takes a number from its account.", mixinStandardHelpOptions = true)
    void take(@Parameters(paramLabel = "ID", description = "of `numbers`") String id) {
        admin().delete(NUMBERS + "/" + Client.escaped(id));
        output().line(null, "taken");
    }

    @Command(name = "prices", description = "What accounts pay for messages.", mixinStandardHelpOptions = true)
    void prices(@Option(names = "--account", paramLabel = "ID", description = "0: those for all") Long account) {
        output().table(
                        admin().all(query(PRICES, "account_id", account)),
                        column("ID", "/id"),
                        named("ACCOUNT", "/account"),
                        column("NUMBER", "/number"),
                        named("OPERATOR", "/operator"),
                        column("PRICE", "/price"),
                        column("UNIT", "/unit"),
                        column("SINCE", "/updated_at"));
    }

    /// What a price or a cost is for.
    static final class Charged {
        @Option(names = "--number", paramLabel = "NUMBER", description = "default: any")
        private String number;

        @Option(names = "--per-part", description = "each part costs it, not the message")
        private boolean perPart;

        ObjectNode into(ObjectNode body) {
            set(body, "number", number);
            return body.put("unit", perPart ? "part" : "message");
        }
    }

    @Command(name = "add-price", description = "Adds a price of messages.", mixinStandardHelpOptions = true)
    void addPrice(
            @Parameters(paramLabel = "AMOUNT") String amount,
            @Parameters(paramLabel = "CURRENCY") String currency,
            @Option(names = "--account", paramLabel = "ID", description = "default: all") Long account,
            @Option(names = "--operator", paramLabel = "ID", description = "default: any") Long operator,
            @Mixin Charged charged) {
        ObjectNode body = charged.into(Client.object());
        body.set("price", Client.money(amount, currency));
        set(body, "account_id", account);
        set(body, "operator_id", operator);
        JsonNode added = admin().post(PRICES, body);
        output().line(added, "price " + added.get("id") + " is added");
    }

    @Command(name = "remove-price", description = "Removes a price.", mixinStandardHelpOptions = true)
    void removePrice(@Parameters(paramLabel = "ID", description = "of `prices`") String id) {
        Client client = admin();
        String path = PRICES + "/" + Client.escaped(id);
        client.delete(path, client.get(path).get("version").longValue());
        output().line(null, "removed");
    }

    @Command(name = "costs", description = "What operators get for messages.", mixinStandardHelpOptions = true)
    void costs() {
        output().table(
                        admin().all(COSTS),
                        column("ID", "/id"),
                        named("OPERATOR", "/operator"),
                        column("NUMBER", "/number"),
                        column("COST", "/cost"),
                        column("UNIT", "/unit"),
                        column("SINCE", "/updated_at"));
    }

    @Command(name = "set-cost", description = "Sets what an operator gets.", mixinStandardHelpOptions = true)
    void setCost(
            @Parameters(paramLabel = "OPERATOR", description = "its id") long operator,
            @Parameters(paramLabel = "AMOUNT") String amount,
            @Parameters(paramLabel = "CURRENCY") String currency,
            @Mixin Charged charged) {
        ObjectNode body = charged.into(Client.object().put("operator_id", operator));
        body.set("cost", Client.money(amount, currency));
        JsonNode put = admin().put(COSTS, body);
        output().line(put, "cost " + put.get("id") + " is set");
    }

    @Command(name = "remove-cost", description = "Removes a cost.", mixinStandardHelpOptions = true)
    void removeCost(@Parameters(paramLabel = "ID", description = "of `costs`") String id) {
        admin().delete(COSTS + "/" + Client.escaped(id));
        output().line(null, "removed");
    }

    @Command(name = "records", description = "The last 50 call detail records.", mixinStandardHelpOptions = true)
    void records(@Option(names = "--account", paramLabel = "ID", description = "only its own") Long account) {
        output().table(
                        admin().get(query("/admin/v1/inbound-cdr", "account_id", account)),
                        column("ID", "/id"),
                        column("RECEIVED", "/received_at"),
                        named("ACCOUNT", "/account"),
                        named("OPERATOR", "/operator"),
                        column("FROM", "/from"),
                        column("TO", "/to"),
                        column("STATE", "/state"),
                        column("PARTS", "/parts"),
                        column("PRICE", "/price"),
                        column("COST", "/cost"));
    }

    @Command(
            name = "routes",
            description = "Routes of messages to shared numbers; `add-route` adds one.",
            mixinStandardHelpOptions = true)
    void routes(
            @Option(names = "--account", paramLabel = "ID", description = "only to it") Long account,
            @Option(names = "--number", paramLabel = "NUMBER", description = "only of it") String number) {
        output().table(
                        admin().all(query(ROUTES, "account_id", account, "number", number)),
                        column("ID", "/id"),
                        column("PRIORITY", "/priority"),
                        column("NUMBER", "/number"),
                        column("KEYWORD", "/keyword"),
                        column("OPERATOR", "/operator_id"),
                        column("FROM", "/from_prefix"),
                        column("TIME FROM", "/time_from"),
                        column("UNTIL", "/time_until"),
                        column("TAG", "/tag"),
                        named("ACCOUNT", "/account"),
                        column("ACTIVE", "/active"),
                        column("REPLY", "/reply"));
    }

    /// What a message must have.
    static final class Conditions {
        @Option(names = "--number", paramLabel = "NUMBER", description = "default: any that nobody owns")
        private String number;

        @Option(names = "--keyword", paramLabel = "WORD", description = "first word of the text")
        private String keyword;

        @Option(names = "--operator", paramLabel = "ID")
        private Long operator;

        @Option(names = "--from", paramLabel = "DIGITS", description = "first digits of the handset's number")
        private String from;

        @Option(names = "--between", paramLabel = "HH:MM-HH:MM", description = "time of day (UTC)")
        private String between;

        @Option(names = "--tag", paramLabel = "TAG", description = "that a rule puts on the message")
        private String tag;

        @Option(names = "--priority", paramLabel = "N", description = "the lowest goes first; default: 100")
        private Integer priority;

        @Option(names = "--reply", paramLabel = "TEXT", description = "automatic answer, which the account pays")
        private String reply;

        @Option(names = "--reply-from", paramLabel = "SENDER", description = "default: the number written to")
        private String replyFrom;

        ObjectNode into(ObjectNode body) {
            set(body, "number", number);
            set(body, "keyword", keyword);
            set(body, "operator_id", operator);
            set(body, "from_prefix", from);
            set(body, "tag", tag);
            set(body, "priority", priority);
            set(body, "reply", reply);
            set(body, "reply_from", replyFrom);
            if (between != null) {
                String[] times = between.split("-", 2);
                if (times.length < 2) {
                    throw new CliException("--between needs two times: 18:00-04:00");
                }
                body.put("time_from", times[0]).put("time_until", times[1]);
            }
            return body;
        }
    }

    @Command(
            name = "add-route",
            description = "Gives messages of a shared number to an account.",
            mixinStandardHelpOptions = true)
    void addRoute(
            @Parameters(paramLabel = "ACCOUNT", description = "its id") long account, @Mixin Conditions conditions) {
        JsonNode added = admin().post(ROUTES, conditions.into(Client.object().put("account_id", account)));
        output().line(added, "route " + added.get("id") + " is added");
    }

    @Command(name = "remove-route", description = "Removes a route.", mixinStandardHelpOptions = true)
    void removeRoute(@Parameters(paramLabel = "ID", description = "of `routes`") String id) {
        admin().delete(ROUTES + "/" + Client.escaped(id));
        output().line(null, "removed");
    }

    @Command(
            name = "test-route",
            description = "The account that a message would belong to.",
            mixinStandardHelpOptions = true)
    void testRoute(
            @Parameters(paramLabel = "FROM", description = "number of the handset") String from,
            @Parameters(paramLabel = "TO", description = "short code or number") String to,
            @Parameters(paramLabel = "TEXT") String text,
            @Option(
                            names = "--operator",
                            paramLabel = "ID",
                            required = true,
                            description = "the operator over which it comes")
                    long operator) {
        JsonNode decided = admin().post(
                        ROUTES + "/test",
                        Client.object()
                                .put("from", from)
                                .put("to", to)
                                .put("text", text)
                                .put("operator_id", operator));
        output().fields(
                        decided,
                        column("KEYWORD", "/keyword"),
                        column("ROUTE", "/route/id"),
                        named("ACCOUNT", "/account"));
    }

    @Command(
            name = "keywords",
            description = "Words with which handsets opt out and in.",
            mixinStandardHelpOptions = true)
    void keywords(@Option(names = "--account", paramLabel = "ID", description = "0: those for all") Long account) {
        output().table(
                        admin().all(query(KEYWORDS, "account_id", account)),
                        column("ID", "/id"),
                        column("KEYWORD", "/keyword"),
                        column("ACTION", "/action"),
                        column("LANGUAGE", "/language"),
                        named("ACCOUNT", "/account"),
                        column("REPLY", "/reply"));
    }

    @Command(
            name = "add-keyword",
            description = "Adds a keyword, or replaces the entry for the same word.",
            mixinStandardHelpOptions = true)
    void addKeyword(
            @Parameters(paramLabel = "WORD") String keyword,
            @Parameters(paramLabel = "ACTION", description = "opt_out, opt_in or none") String action,
            @Option(names = "--language", paramLabel = "TAG", defaultValue = "en") String language,
            @Option(names = "--account", paramLabel = "ID", description = "default: for all") Long account,
            @Option(names = "--reply", paramLabel = "TEXT", description = "answer when it changed something")
                    String reply) {
        ObjectNode body =
                Client.object().put("keyword", keyword).put("action", action).put("language", language);
        set(body, "account_id", account);
        set(body, "reply", reply);
        JsonNode added = admin().post(KEYWORDS, body);
        output().line(added, "keyword " + added.get("id") + " is added");
    }

    @Command(name = "remove-keyword", description = "Removes a keyword.", mixinStandardHelpOptions = true)
    void removeKeyword(@Parameters(paramLabel = "ID", description = "of `keywords`") String id) {
        admin().delete(KEYWORDS + "/" + Client.escaped(id));
        output().line(null, "removed");
    }

    @Command(name = "replies", description = "The last 50 automatic answers.", mixinStandardHelpOptions = true)
    void replies(
            @Option(names = "--account", paramLabel = "ID", description = "only its own") Long account,
            @Option(names = "--state", paramLabel = "STATE", description = "waiting, sent, failed or suppressed")
                    String state) {
        output().table(
                        admin().get(query("/admin/v1/inbound-replies", "account_id", account, "state", state)),
                        column("ANSWERS", "/answers"),
                        named("ACCOUNT", "/account"),
                        column("KIND", "/kind"),
                        column("TO", "/to"),
                        column("FROM", "/from"),
                        column("STATE", "/state"),
                        column("REASON", "/reason"),
                        column("MESSAGE", "/message_id"),
                        column("TEXT", "/text"));
    }
}
