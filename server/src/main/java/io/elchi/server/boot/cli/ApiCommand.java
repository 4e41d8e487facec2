package io.elchi.server.boot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `elchi api GET /admin/v1/transactions?account_id=2`: what has no command of its own.
@Command(
        name = "api",
        description =
                "Makes a request of one of the APIs and prints the answer. The viewer at /docs shows all of them.",
        mixinStandardHelpOptions = true)
final class ApiCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Access access;

    @Parameters(index = "0", paramLabel = "METHOD", description = "GET, POST, PUT, PATCH, DELETE")
    private String method;

    @Parameters(index = "1", paramLabel = "PATH", description = "with its query: /admin/v1/transactions?account_id=2")
    private String path;

    @Option(names = "--body", paramLabel = "JSON", description = "the body")
    private String body;

    @Option(names = "--file", paramLabel = "FILE", description = "a file with the body; - is the standard input")
    private String file;

    @Option(
            names = "--as-client",
            description = "with the key of the client in the data folder, not the administrator's")
    private boolean asClient;

    @Option(names = "--all", description = "GET: the items of every page")
    private boolean all;

    @Option(names = "--csv", description = "GET: ask for CSV, and print it as it comes")
    private boolean csv;

    @Override
    public void run() {
        String verb = method.toUpperCase(Locale.ROOT);
        if (!path.startsWith("/")) {
            throw new CliException("a path begins with /: " + path);
        }
        if ((all || csv) && !verb.equals("GET")) {
            throw new CliException("--all and --csv go with GET");
        }
        Client client = asClient ? access.client() : access.admin();
        if (csv) {
            client.copy(path, "text/csv", spec.commandLine().getOut());
            return;
        }
        JsonNode answer = all ? client.all(path) : client.ask(verb, path, body());
        if (answer != null) {
            new Output(spec.commandLine(), true).line(answer, null);
        }
    }

    private JsonNode body() {
        if (body != null && file != null) {
            throw new CliException("--body and --file exclude each other");
        }
        if (body == null && file == null) {
            return null;
        }
        try {
            return JsonMapper.shared().readTree(file == null ? body : text());
        } catch (JacksonException e) {
            throw new CliException("the body is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new CliException("the body cannot be read: " + e.getMessage());
        }
    }

    private String text() throws IOException {
        if (file.equals("-")) {
            try (InputStream in = System.in) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        return Files.readString(Path.of(file));
    }
}
