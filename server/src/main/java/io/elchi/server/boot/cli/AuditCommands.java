package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `elchi audit list|verify|export`
@Command(name = "audit", description = "Who changed what: list, verify, export.")
final class AuditCommands extends Group {
    @Command(name = "list", description = "The newest changes first.", mixinStandardHelpOptions = true)
    void list(
            @Option(names = "--object", description = "the table, with its schema") String object,
            @Option(names = "--id", description = "of the object") String id,
            @Option(names = "--by", defaultValue = "0", description = "the id of the key that asked") long key,
            @Option(names = "--user", defaultValue = "0", description = "the id of the person who asked") long user) {
        List<String> query = new ArrayList<>();
        if (object != null) {
            query.add("object=" + Client.escaped(object));
        }
        if (id != null) {
            query.add("object_id=" + Client.escaped(id));
        }
        if (key > 0) {
            query.add("api_key_id=" + key);
        }
        if (user > 0) {
            query.add("user_id=" + user);
        }
        output().table(
                        admin().get("/admin/v1/audit" + (query.isEmpty() ? "" : "?" + String.join("&", query))),
                        column("AT", "/entry/at"),
                        column("BY", "/entry/actor/kind"),
                        column("KEY", "/entry/actor/api_key_id"),
                        column("USER", "/entry/actor/user_id"),
                        column("ADDRESS", "/entry/actor/address"),
                        column("ACTION", "/entry/action"),
                        column("OBJECT", "/entry/object"),
                        column("ID", "/entry/id"),
                        column("BEFORE", "/entry/before"),
                        column("AFTER", "/entry/after"),
                        column("REASON", "/entry/actor/reason"));
    }

    @Command(
            name = "verify",
            description = "Whether the audit is as it was written. Exit code 1: it is not.",
            mixinStandardHelpOptions = true)
    void verify() {
        JsonNode found = admin().get("/admin/v1/audit/verification");
        for (JsonNode fault : found.get("faults")) {
            output().line(null, fault.stringValue());
        }
        if (!found.get("faults").isEmpty()) {
            throw new CliException("the audit is not as it was written");
        }
        output().line(
                        found,
                        found.get("verified").asString()
                                + " entries are as they were written; the hash of the last one is "
                                + found.get("head").stringValue());
    }

    @Command(
            name = "export",
            description = "The whole chain, a line of JSON for each entry: see tools/verify-audit.py.",
            mixinStandardHelpOptions = true)
    void export() {
        String cursor = "";
        while (cursor != null) {
            JsonNode page = admin().get("/admin/v1/audit/chain?limit=500" + cursor);
            for (JsonNode entry : page.get("items")) {
                output().line(null, entry.toString());
            }
            cursor = page.has("next") ? "&cursor=" + page.get("next").stringValue() : null;
        }
    }
}
