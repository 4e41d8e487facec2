package io.elchi.server.boot;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `source <(./elchi completion)`
@Command(
        name = "completion",
        description = "Prints a script with which bash or zsh completes commands and options.",
        mixinStandardHelpOptions = true)
final class Completion implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash("elchi", spec.root().commandLine()));
        out.flush();
    }
}
