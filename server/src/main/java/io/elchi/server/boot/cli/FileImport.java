package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/// Sends a file for a preview, and when it can be imported and is to be, for good.
final class FileImport {
    static final String CSV = "text/csv";

    private FileImport() {}

    /// @param path of the import
    /// @param yes whether the changes are made
    /// @param done a field of the answer that is shown when they are
    /// @return 1 when the file cannot be imported
    static int run(Client client, Output output, String path, Path file, boolean yes, String done) {
        String text = read(file);
        String separator = path.contains("?") ? "&" : "?";
        JsonNode plan = client.postText(path + separator + "preview=true", CSV, text, null);
        boolean possible = plan.get("problems").isEmpty();
        JsonNode shown = plan;
        if (yes && possible) {
            String tag = '"' + plan.get("version").asString() + '"';
            shown = client.postText(path + separator + "preview=false", CSV, text, tag);
        }
        String counts = "%s added, %s changed, %s removed, %s unchanged"
                .formatted(shown.get("added"), shown.get("changed"), shown.get("removed"), shown.get("unchanged"));
        String end = !possible
                ? "the file cannot be imported"
                : yes
                        ? "done: " + done.replace('_', ' ') + " "
                                + shown.get(done).asString()
                        : "nothing is changed yet: repeat it with --yes";
        output.line(shown, counts + "; " + end);
        output.details(shown.get("differences"), column("BEFORE", "/before"), column("AFTER", "/after"));
        output.details(
                shown.get("problems"),
                column("LINE", "/line"),
                column("FIELD", "/field"),
                column("PROBLEM", "/detail"));
        return possible ? 0 : 1;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CliException(file + " cannot be read: " + e.getMessage());
        }
    }
}
