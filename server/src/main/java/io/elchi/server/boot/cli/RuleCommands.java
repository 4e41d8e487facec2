package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;
import static io.elchi.server.boot.cli.Output.named;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `elchi rules`
@Command(name = "rules", description = "Rules: which messages are rewritten or refused before they are routed.")
final class RuleCommands extends Group {
    private static final String PATH = "/admin/v1/rules";
    private static final List<String> OF_SERVER = List.of("id", "version", "account", "created_at", "updated_at");

    @Command(
            name = "list",
            description = "Every rule, in the order in which messages pass them.",
            mixinStandardHelpOptions = true)
    void list() {
        output().table(
                        admin().all(PATH),
                        column("ID", "/id"),
                        column("PRIORITY", "/priority"),
                        column("NAME", "/name"),
                        column("DIRECTION", "/direction"),
                        named("ACCOUNT", "/account"),
                        column("ENABLED", "/enabled"),
                        column("PASSES_ON", "/passes_on"),
                        column("MATCH", "/match"),
                        column("ACTION", "/action"));
    }

    @Command(name = "add", description = "Adds a rule.", mixinStandardHelpOptions = true)
    void add(
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--account", paramLabel = "ID", description = "for it and those below; default: for all")
                    Long account,
            @Option(
                            names = "--direction",
                            paramLabel = "WORD",
                            description = "mt: messages to handsets, the default; mo: those from handsets")
                    String direction,
            @Mixin Content content) {
        ObjectNode body = content.into(Client.object().put("name", name));
        set(body, "direction", direction);
        set(body, "account_id", account);
        JsonNode added = admin().post(PATH, body);
        output().line(added, "rule " + added.get("id") + " is added");
    }

    @Command(
            name = "set",
            description = "Changes a rule; what is not named stays as it is.",
            mixinStandardHelpOptions = true)
    void set(
            @Parameters(paramLabel = "RULE", description = "id or name") String rule,
            @Option(names = "--name", paramLabel = "NAME") String name,
            @Mixin Content content) {
        Client client = admin();
        String path = PATH + "/" + id(client, PATH, rule);
        ObjectNode body = (ObjectNode) client.get(path);
        long version = body.get("version").longValue();
        body.remove(OF_SERVER);
        set(body, "name", name);
        JsonNode changed = client.put(path, content.into(body), version);
        output().line(changed, "rule " + changed.get("id") + " is in version " + changed.get("version"));
    }

    @Command(name = "remove", description = "Removes a rule.", mixinStandardHelpOptions = true)
    void remove(@Parameters(paramLabel = "RULE", description = "id or name") String rule) {
        Client client = admin();
        client.delete(PATH + "/" + id(client, PATH, rule));
        output().line(null, "removed");
    }

    @Command(
            name = "order",
            description = "Gives the rules another order. Name the id of each rule once.",
            mixinStandardHelpOptions = true)
    void order(@Parameters(paramLabel = "ID", arity = "1..*") List<Long> ids) {
        ObjectNode body = Client.object();
        ids.forEach(body.putArray("ids")::add);
        JsonNode ordered = admin().put(PATH + "/order", body);
        output().line(ordered, ids.size() + " rules are in this order");
    }

    @Command(
            name = "test",
            description = "Shows the rules that match a message, and what they make of it. Nothing is sent.",
            mixinStandardHelpOptions = true)
    void test(
            @Parameters(paramLabel = "TO") String to,
            @Parameters(paramLabel = "TEXT") String text,
            @Option(names = "--account", paramLabel = "ID", required = true, description = "whose message")
                    long account,
            @Option(names = "--from", paramLabel = "SENDER", required = true, description = "sender id") String from,
            @Option(
                            names = "--class",
                            paramLabel = "CLASS",
                            description = "otp, transactional, service or promotional; default: transactional")
                    String messageClass,
            @Option(names = "--at", paramLabel = "TIME", description = "RFC 3339: as if it were sent then") String at) {
        ObjectNode body = Client.object()
                .put("account_id", account)
                .put("to", to)
                .put("from", from)
                .put("text", text);
        set(body, "class", messageClass);
        set(body, "at", at);
        JsonNode result = admin().post(PATH + "/test", body);
        Output output = output();
        output.fields(
                result,
                column("refused", "/refusal/code"),
                column("because", "/refusal/detail"),
                column("to", "/message/to"),
                column("from", "/message/from"),
                column("class", "/message/class"),
                column("text", "/message/text"),
                column("tag", "/message/tag"),
                column("priority_flag", "/message/priority"),
                column("data_coding", "/message/data_coding"),
                column("tlvs", "/message/tlvs"));
        output.details(result.get("rules"), column("RULE", "/id"), column("NAME", "/name"));
    }

    /// @return 1 when there is an error
    @Command(
            name = "lint",
            description = "Lists likely mistakes in the rules. The exit code is 1 when one of them is an error.",
            mixinStandardHelpOptions = true)
    int lint() {
        JsonNode report = admin().get(PATH + "/lint");
        output().table(
                        report,
                        column("SEVERITY", "/severity"),
                        column("KIND", "/kind"),
                        column("RULE", "/rules/0/id"),
                        column("NAME", "/rules/0/name"),
                        column("BECAUSE", "/detail"));
        boolean errors = report.get("items")
                .valueStream()
                .anyMatch(each -> "error".equals(each.path("severity").asString("")));
        return errors ? 1 : 0;
    }

    /// What a rule matches and does.
    static final class Content {
        @Option(
                names = "--match",
                paramLabel = "JSON",
                description = "such as '{\"from\":{\"equals\":[\"BANK\"]}}'; see docs/guides/rules.md")
        private String match;

        @Option(names = "--action", paramLabel = "JSON", description = "such as '{\"reject\":\"blocked_text\"}'")
        private String action;

        @Option(names = "--priority", paramLabel = "N", description = "lower goes first; default: 100")
        private Integer priority;

        @Option(
                names = "--passes-on",
                arity = "1",
                paramLabel = "true|false",
                description = "whether later rules see the message, too; default: false")
        private Boolean passesOn;

        @Option(names = "--enabled", arity = "1", paramLabel = "true|false", description = "default: true")
        private Boolean enabled;

        private ObjectNode into(ObjectNode body) {
            if (match != null) {
                body.set("match", json("--match", match));
            }
            if (action != null) {
                body.set("action", json("--action", action));
            }
            RuleCommands.set(body, "priority", priority);
            RuleCommands.set(body, "passes_on", passesOn);
            RuleCommands.set(body, "enabled", enabled);
            return body;
        }

        private static JsonNode json(String option, String text) {
            try {
                return JsonMapper.shared().readTree(text);
            } catch (JacksonException e) {
                throw new CliException(option + " is not JSON: " + e.getOriginalMessage());
            }
        }
    }
}
