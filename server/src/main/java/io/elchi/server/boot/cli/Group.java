package io.elchi.server.boot.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Commands about one kind of thing: `elchi accounts list`. Alone it says which there are.
@Command(mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
abstract class Group implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Access access;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "which one? " + spec.subcommands().keySet());
    }

    Client admin() {
        return access.admin();
    }

    /// Asks with the key of a client.
    Client client() {
        return access.client();
    }

    CommandSpec spec() {
        return spec;
    }

    boolean json() {
        return access.json();
    }

    Output output() {
        return new Output(spec.commandLine(), access.json());
    }

    /// The id of something that a user names by its id or its name.
    ///
    /// @param path of the list that has it
    static String id(Client client, String path, String text) {
        if (text.matches("[0-9]+")) {
            return text;
        }
        for (JsonNode item : client.all(path).get("items")) {
            if (item.path("name").asString("").equals(text)) {
                return item.get("id").toString();
            }
        }
        throw new CliException("nothing in " + path + " is called " + text);
    }

    /// Which numbers a row is for.
    static final class Numbers {
        @Option(names = "--mcc", paramLabel = "MCC", description = "mobile country code")
        private String mcc;

        @Option(names = "--mnc", paramLabel = "MNC", description = "mobile network code")
        private String mnc;

        @Option(names = "--prefix", paramLabel = "DIGITS", description = "first digits of the number")
        private String prefix;

        @Option(names = "--account", paramLabel = "ID", description = "for this account alone; default: for all")
        private Long account;

        @Option(names = "--priority", paramLabel = "N", description = "lower goes first; default: 100")
        private Integer priority;

        ObjectNode into(ObjectNode body) {
            set(body, "mcc", mcc);
            set(body, "mnc", mnc);
            set(body, "prefix", prefix);
            set(body, "account_id", account);
            set(body, "priority", priority);
            return body;
        }
    }

    /// Which numbers a route or a price is for.
    static final class Destination {
        @Mixin
        private Numbers numbers;

        @Option(names = "--country", paramLabel = "ISO", description = "every number of a country: UZ")
        private String country;

        @Option(names = "--any-destination", description = "every number of every country")
        private boolean any;

        ObjectNode into(ObjectNode body) {
            numbers.into(body);
            set(body, "country", country);
            if (!any && country == null && numbers.mcc == null && numbers.prefix == null) {
                throw new CliException("for which numbers? --country, --mcc or --prefix; --any-destination means all");
            }
            if (any) {
                body.put("any_destination", true);
            }
            return body;
        }
    }

    static void set(ObjectNode body, String name, Object value) {
        if (value != null) {
            body.putPOJO(name, value);
        }
    }

    /// Options as JSON: a dot in a name separates a group from its member. An empty value is null.
    static ObjectNode options(Map<String, String> options) {
        ObjectNode tree = Client.object();
        options.forEach((name, value) -> {
            String[] path = name.split("\\.", -1);
            ObjectNode group = tree;
            for (int i = 0; i < path.length - 1; i++) {
                group = group.withObjectProperty(path[i]);
            }
            group.put(path[path.length - 1], value.isEmpty() ? null : value);
        });
        return tree;
    }

    static String query(String path, String name, Object value) {
        return query(path, new Object[] {name, value});
    }

    /// A path with the parameters that are there.
    ///
    /// @param more names and values by turns; a value that is null is left out
    static String query(String path, Object... more) {
        StringBuilder query = new StringBuilder(path);
        for (int i = 0; i < more.length; i += 2) {
            if (more[i + 1] != null) {
                query.append(query.indexOf("?") < 0 ? '?' : '&')
                        .append(more[i])
                        .append('=')
                        .append(Client.escaped(more[i + 1]));
            }
        }
        return query.toString();
    }

    /// The id of an account that a user names by its id or its name; null for null.
    static String account(Client client, String text) {
        return text == null ? null : id(client, "/admin/v1/accounts", text);
    }
}
