package io.elchi.server.boot;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `elchi COMMAND`.
@Command(
        name = "elchi",
        mixinStandardHelpOptions = true,
        description = "An SMS gateway and aggregation platform.",
        subcommands = {Serve.class, Demo.class})
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
