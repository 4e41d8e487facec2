package io.elchi.server.boot.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// Every command that asks a server, by its name. They are made one by one: a command line is done in the time
/// that it takes to load what it needs.
public final class Commands {
    private static final Map<String, Supplier<Object>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("send", SendCommand::new);
        ALL.put("message", MessageCommand::new);
        ALL.put("listen", ListenCommand::new);
        ALL.put("trigger", TriggerCommand::new);
        ALL.put("resend", ResendCommand::new);
        ALL.put("accounts", AccountCommands::new);
        ALL.put("keys", KeyCommands::new);
        ALL.put("smpp-logins", SmppLoginCommands::new);
        ALL.put("oauth-clients", OAuthClientCommands::new);
        ALL.put("users", UserCommands::new);
        ALL.put("operators", OperatorCommands::new);
        ALL.put("links", LinkCommands::new);
        ALL.put("routes", RouteCommands::new);
        ALL.put("import", ImportCommands::new);
        ALL.put("rules", RuleCommands::new);
        ALL.put("tariffs", TariffCommands::new);
        ALL.put("senders", SenderCommands::new);
        ALL.put("blocklist", BlocklistCommands::new);
        ALL.put("costs", CostCommands::new);
        ALL.put("ported", PortedCommands::new);
        ALL.put("queues", QueueCommands::new);
        ALL.put("messages", RecordCommands.MessageCommands::new);
        ALL.put("cdr", RecordCommands.CdrCommands::new);
        ALL.put("transactions", RecordCommands.TransactionCommands::new);
        ALL.put("refusals", RecordCommands.RefusalCommands::new);
        ALL.put("stats", StatsCommands::new);
        ALL.put("exports", ExportCommands::new);
        ALL.put("webhooks", WebhookCommands::new);
        ALL.put("roles", RoleCommands::new);
        ALL.put("logs", LogsCommands::new);
        ALL.put("inbound", InboundCommands::new);
        ALL.put("networks", NetworkCommands::new);
        ALL.put("processes", ProcessCommand::new);
        ALL.put("drafts", DraftCommands::new);
        ALL.put("audit", AuditCommands::new);
        ALL.put("api", ApiCommand::new);
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

    public static Set<String> names() {
        return Set.copyOf(ALL.keySet());
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
