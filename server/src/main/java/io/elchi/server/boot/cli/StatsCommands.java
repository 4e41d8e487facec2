package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `elchi stats`
@Command(name = "stats", description = "Figures of messages.")
final class StatsCommands extends Group {
    /// Of which messages and which time.
    static final class Of {
        @Option(names = "--account", paramLabel = "ACCOUNT", description = "id or name")
        private String account;

        @Option(names = "--operator", paramLabel = "OPERATOR", description = "id or name")
        private String operator;

        @Option(names = "--since", paramLabel = "TIME", description = "RFC 3339; default: the server's")
        private String since;

        @Option(names = "--until", paramLabel = "TIME", description = "RFC 3339; default: now")
        private String until;

        String query(Client client, String path, Object... more) {
            String first = Group.query(
                    path,
                    "account_id",
                    Group.account(client, account),
                    "operator_id",
                    operator == null ? null : Group.id(client, OperatorCommands.PATH, operator),
                    "from",
                    since,
                    "to",
                    until);
            return Group.query(first, more);
        }
    }

    @Command(name = "series", description = "Figures of each interval.", mixinStandardHelpOptions = true)
    void series(
            @Mixin Of of,
            @Option(names = "--step", paramLabel = "STEP", description = "minute, hour, day, ...") String step,
            @Option(names = "--by", paramLabel = "WHAT", description = "a row for each operator, account, ...")
                    String by) {
        Client client = admin();
        output().table(
                        client.get(of.query(client, "/admin/v1/stats/series", "step", step, "by", by)),
                        column("AT", "/at"),
                        column("KEY", "/key"),
                        column("NAME", "/name"),
                        column("ACCEPTED", "/accepted"),
                        column("ENDED", "/ended"),
                        column("PARTS", "/parts"),
                        column("CHARGED", "/parts_charged"),
                        column("PRICES", "/prices"),
                        column("STATES", "/states"));
    }

    @Command(name = "top", description = "The largest of something.", mixinStandardHelpOptions = true)
    void top(
            @Parameters(paramLabel = "BY", description = "sender, account, operator, network, error, ...") String by,
            @Mixin Of of,
            @Option(names = "--metric", paramLabel = "METRIC", description = "what is compared") String metric,
            @Option(names = "--limit", paramLabel = "N", description = "so many rows") Integer limit) {
        Client client = admin();
        output().table(
                        client.get(of.query(client, "/admin/v1/stats/top", "by", by, "metric", metric, "limit", limit)),
                        column("KEY", "/key"),
                        column("NAME", "/name"),
                        column("ACCEPTED", "/accepted"),
                        column("ENDED", "/ended"),
                        column("PARTS", "/parts"),
                        column("CHARGED", "/parts_charged"),
                        column("PRICES", "/prices"),
                        column("STATES", "/states"));
    }

    @Command(name = "tps", description = "What happens now, in each second.", mixinStandardHelpOptions = true)
    void tps() {
        output().fields(
                        admin().get("/admin/v1/stats/tps"),
                        column("PROCESSES", "/processes"),
                        column("WINDOW", "/window_seconds"),
                        column("ACCEPTED", "/accepted"),
                        column("SUBMITTED", "/submitted"),
                        column("DELIVERED", "/delivered"));
    }
}
