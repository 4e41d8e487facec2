package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `elchi drafts`
@Command(name = "drafts", description = "Changes that wait for a second person. A person approves them: a key cannot.")
final class DraftCommands extends Group {
    private static final String DRAFTS = "/admin/v1/drafts";

    @Command(name = "list", description = "The newest first.", mixinStandardHelpOptions = true)
    void list(@Option(names = "--all", description = "also those that do not wait any more") boolean all) {
        output().table(
                        admin().get(DRAFTS + (all ? "?list=all" : "")),
                        column("ID", "/id"),
                        column("STATE", "/state"),
                        column("BY", "/user_id"),
                        column("METHOD", "/request/method"),
                        column("PATH", "/request/path"),
                        column("BODY", "/request/body"),
                        column("REASON", "/reason"),
                        column("UNTIL", "/expires_at"));
    }

    @Command(name = "show", description = "One of them, with what became of it.", mixinStandardHelpOptions = true)
    void show(@Parameters(paramLabel = "ID", description = "of `list`") long id) {
        var draft = admin().get(DRAFTS + "/" + id);
        output().line(draft, draft.toPrettyString());
    }
}
