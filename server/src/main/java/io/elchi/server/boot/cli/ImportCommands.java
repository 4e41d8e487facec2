package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import io.elchi.server.boot.cli.JasminImport.JasminWishes;
import io.elchi.server.boot.cli.JasminReport.Outcome;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/// `elchi import`
@Command(name = "import", description = "Takes over the configuration of another gateway.")
final class ImportCommands extends Group {
    /// Where new things go, and what they are called.
    static final class JasminFlags {
        @Option(
                names = "--parent",
                paramLabel = "ACCOUNT",
                description = "id or name of the account above the groups; default: the platform")
        private String parent;

        @Option(
                names = "--currency",
                paramLabel = "ISO",
                description = "of new accounts; default: that of the account above")
        private String currency;

        @Option(
                names = "--cost",
                paramLabel = "AMOUNT",
                defaultValue = "0",
                description = "of a part at a new operator; default: 0")
        private String cost;

        @Option(names = "--start", description = "start new links that are started in Jasmin")
        private boolean start;

        @Option(
                names = "--name",
                paramLabel = "CID=NAME",
                description = "name of the operator and the link of a connector; default: CID")
        private Map<String, String> names = Map.of();

        @Option(
                names = "--inbound",
                paramLabel = "CID=USERNAME",
                description = "the user who gets the messages of an HTTP connector")
        private Map<String, String> inbound = Map.of();

        @Option(
                names = "--passwords",
                paramLabel = "FILE",
                description = "a username and a password in each line; others are made")
        private Path passwords;

        @Option(
                names = "--new-passwords",
                paramLabel = "FILE",
                defaultValue = "jasmin-passwords.txt",
                description = "gets the passwords that are made; default: jasmin-passwords.txt")
        private Path newPasswords;
    }

    /// @return 1 when the server refused something
    @Command(
            name = "jasmin",
            description = "Makes accounts, logins, operators, links and routes of what Jasmin's jcli printed. What is"
                    + " there already is compared and left as it is. docs/guides/jasmin.md names the files.",
            mixinStandardHelpOptions = true)
    int jasmin(
            @Parameters(paramLabel = "FOLDER", description = "with users.txt, groups.txt, ...") Path folder,
            @Option(names = "--dry-run", description = "only print what would be made, and what differs")
                    boolean dryRun,
            @Mixin JasminFlags flags) {
        JasminConfig config = JasminFolder.read(folder);
        JasminPasswords passwords = new JasminPasswords(flags.passwords, flags.newPasswords);
        Client client = admin();
        JasminWishes wishes = new JasminWishes(
                account(client, flags.parent), flags.currency, flags.cost, flags.start, flags.names, flags.inbound);
        JasminReport plan = pass(client, config, wishes, passwords, false);
        if (dryRun || plan.count(Outcome.NEW) == 0) {
            show(plan.items(Outcome.values()), plan.counts() + (dryRun ? "; nothing is changed" : "; nothing to make"));
            return 0;
        }
        if (!json()) {
            show(plan.items(Outcome.values()), plan.counts());
        }
        try {
            return made(pass(client, config, wishes, passwords, true));
        } finally {
            if (passwords.written() > 0) {
                output().error(passwords.written() + " passwords are in " + flags.newPasswords);
            }
        }
    }

    /// @return 1 when the server refused something
    private int made(JasminReport done) {
        if (json()) {
            show(done.items(Outcome.values()), null);
        } else {
            output().details(
                            done.items(Outcome.FAILED).get("items"),
                            column("FAILED", "/kind"),
                            column("NAME", "/name"),
                            column("BECAUSE", "/detail"));
            output().line(null, "\nmade " + done.count(Outcome.NEW) + ", failed " + done.count(Outcome.FAILED));
        }
        return done.count(Outcome.FAILED) == 0 ? 0 : 1;
    }

    private static JasminReport pass(
            Client client, JasminConfig config, JasminWishes wishes, JasminPasswords passwords, boolean making) {
        JasminReport report = new JasminReport();
        new JasminImport(config, wishes, passwords, new JasminTarget(client, making, report)).run();
        return report;
    }

    private void show(ObjectNode items, String end) {
        output().table(
                        items,
                        column("OUTCOME", "/outcome"),
                        column("KIND", "/kind"),
                        column("NAME", "/name"),
                        column("DETAIL", "/detail"));
        if (!json()) {
            output().line(null, "\n" + end);
        }
    }
}
