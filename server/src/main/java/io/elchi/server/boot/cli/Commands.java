package io.elchi.server.boot.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// Every command that asks a server, by its name. They are made one by one: a command line is done in the time that it
/// takes to load what it needs.
public final class Commands {
    private static final Map<String, Supplier<Object>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("send", Send::new);
        ALL.put("message", Message::new);
        ALL.put("accounts", Accounts::new);
        ALL.put("keys", Keys::new);
        ALL.put("operators", Operators::new);
        ALL.put("links", Links::new);
        ALL.put("routes", Routes::new);
        ALL.put("tariffs", Tariffs::new);
        ALL.put("senders", Senders::new);
        ALL.put("networks", Networks::new);
    }

    private Commands() {}

    /// Adds the command that is asked for, or all when it is none of these.
    ///
    /// @param name may be null
    public static void addTo(CommandLine line, String name) {
        ALL.forEach((each, make) -> {
            if (!ALL.containsKey(name) || each.equals(name)) {
                line.addSubcommand(each, make.get());
            }
        });
        line.setExecutionExceptionHandler(Commands::told);
    }

    public static boolean has(String name) {
        return ALL.containsKey(name);
    }

    private static int told(Exception failure, CommandLine line, ParseResult parsed) throws Exception {
        if (failure instanceof CliException) {
            line.getErr().println("elchi: " + failure.getMessage());
            return 1;
        }
        throw failure;
    }
}
