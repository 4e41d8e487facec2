package io.elchi.server.boot;

import io.elchi.server.boot.cli.Commands;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `elchi COMMAND`.
@Command(
        name = "elchi",
        mixinStandardHelpOptions = true,
        description = "An SMS gateway and aggregation platform.",
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    private Main() {}

    public static void main(String... arguments) {
        System.exit(execute(arguments));
    }

    /// Runs a command line.
    ///
    /// @return its exit code: 0 done, 1 it could not be done, 2 it was not understood
    static int execute(String... arguments) {
        return commandLine(arguments).execute(arguments);
    }

    static CommandLine commandLine(String... arguments) {
        String name = arguments.length == 0 ? null : arguments[0];
        CommandLine line = new CommandLine(new Main());
        if (!Commands.has(name)) {
            // These load the server's classes; what asks a server does not wait for that.
            line.addSubcommand(new Serve());
            line.addSubcommand(new Demo());
            line.addSubcommand(new Docs());
            line.addSubcommand(new Migrate());
            line.addSubcommand(new DatabasePassword());
            line.addSubcommand(new Completion());
            line.addSubcommand(new Check());
        }
        Commands.addTo(line, name);
        version(line, "elchi " + Version.text());
        return line;
    }

    private static void version(CommandLine line, String version) {
        line.getCommandSpec().version(version);
        line.getSubcommands().values().forEach(each -> version(each, version));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
