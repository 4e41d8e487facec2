package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;
import static io.elchi.server.boot.cli.Output.named;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists of what happened, newest first: `elchi cdr`, `transactions`, `refusals`, `messages`.
final class RecordCommands {
    private RecordCommands() {}

    /// How much of a list is shown.
    static final class Shown {
        @Option(names = "--limit", paramLabel = "N", description = "1 to 500; default: 50")
        private int limit = 50;

        @Option(names = "--all", description = "every page")
        private boolean all;

        tools.jackson.databind.JsonNode of(Client client, String path) {
            return all ? client.all(path) : client.get(path + (path.contains("?") ? "&" : "?") + "limit=" + limit);
        }
    }

    /// Which messages.
    static final class Which {
        @Option(names = "--account", paramLabel = "ACCOUNT", description = "id or name")
        private String account;

        @Option(names = "--operator", paramLabel = "OPERATOR", description = "id or name")
        private String operator;

        @Option(names = "--state", paramLabel = "STATE")
        private String state;

        @Option(names = "--to", paramLabel = "NUMBER")
        private String to;

        @Option(names = "--from", paramLabel = "SENDER")
        private String from;

        @Option(names = "--class", paramLabel = "CLASS")
        private String messageClass;

        @Option(names = "--reference", paramLabel = "TEXT")
        private String reference;

        @Option(names = "--since", paramLabel = "TIME", description = "accepted then or later; RFC 3339")
        private String since;

        @Option(names = "--until", paramLabel = "TIME", description = "accepted before; RFC 3339")
        private String until;

        String of(Client client, String path) {
            return Group.query(
                    path,
                    "account_id",
                    Group.account(client, account),
                    "operator_id",
                    operator == null ? null : Group.id(client, OperatorCommands.PATH, operator),
                    "state",
                    state,
                    "to",
                    to,
                    "from",
                    from,
                    "class",
                    messageClass,
                    "reference",
                    reference,
                    "accepted_from",
                    since,
                    "accepted_before",
                    until);
        }
    }

    @Command(name = "cdr", description = "Call detail records.")
    static final class CdrCommands extends Group {
        @Command(name = "list", description = "Call detail records.", mixinStandardHelpOptions = true)
        void list(@Mixin Which which, @Mixin Shown shown) {
            Client client = admin();
            output().table(
                            shown.of(client, which.of(client, "/admin/v1/cdr")),
                            column("ID", "/id"),
                            column("ACCOUNT", "/account"),
                            column("OPERATOR", "/operator"),
                            column("ACCEPTED", "/accepted_at"),
                            column("FROM", "/from"),
                            column("TO", "/to"),
                            column("STATE", "/state"),
                            column("ERROR", "/error_code"),
                            column("PARTS", "/parts_charged"),
                            column("PRICE", "/price"),
                            column("COST", "/cost"));
        }
    }

    @Command(name = "messages", description = "Messages of all accounts.")
    static final class MessageCommands extends Group {
        @Command(name = "list", description = "Messages, those under way, too.", mixinStandardHelpOptions = true)
        void list(@Mixin Which which, @Mixin Shown shown) {
            Client client = admin();
            output().table(
                            shown.of(client, which.of(client, "/admin/v1/messages")),
                            column("ID", "/id"),
                            column("ACCOUNT", "/account"),
                            column("OPERATOR", "/operator"),
                            column("ACCEPTED", "/accepted_at"),
                            column("FROM", "/from"),
                            column("TO", "/to"),
                            column("CLASS", "/class"),
                            column("STATE", "/state"),
                            column("ERROR", "/error_code"),
                            column("PRICE", "/price"));
        }
    }

    @Command(name = "transactions", description = "Entries of the ledger.")
    static final class TransactionCommands extends Group {
        @Command(name = "list", description = "Entries of the ledger.", mixinStandardHelpOptions = true)
        void list(
                @Option(names = "--account", paramLabel = "ACCOUNT", description = "id or name") String account,
                @Option(names = "--reason", paramLabel = "REASON", description = "topup, sms_charge, ...")
                        String reason,
                @Option(names = "--reference", paramLabel = "TEXT") String reference,
                @Option(names = "--since", paramLabel = "TIME", description = "RFC 3339") String since,
                @Option(names = "--until", paramLabel = "TIME", description = "RFC 3339") String until,
                @Mixin Shown shown) {
            Client client = admin();
            String path = query(
                    "/admin/v1/transactions",
                    "account_id",
                    account(client, account),
                    "reason",
                    reason,
                    "reference",
                    reference,
                    "created_from",
                    since,
                    "created_before",
                    until);
            output().table(
                            shown.of(client, path),
                            column("ID", "/id"),
                            column("AT", "/created_at"),
                            named("ACCOUNT", "/account"),
                            column("DIRECTION", "/direction"),
                            column("AMOUNT", "/amount"),
                            column("REASON", "/reason"),
                            column("PARTS", "/parts"),
                            column("REFERENCE", "/reference"),
                            column("NOTE", "/note"));
        }
    }

    @Command(name = "refusals", description = "Requests to send that were refused.")
    static final class RefusalCommands extends Group {
        @Command(name = "list", description = "Refused requests of the last days.", mixinStandardHelpOptions = true)
        void list(
                @Option(names = "--account", paramLabel = "ACCOUNT", description = "id or name") String account,
                @Option(names = "--code", paramLabel = "CODE", description = "such as no_route") String code,
                @Mixin Shown shown) {
            Client client = admin();
            output().table(
                            shown.of(
                                    client,
                                    query("/admin/v1/refusals", "account_id", account(client, account), "code", code)),
                            column("AT", "/at"),
                            named("ACCOUNT", "/account"),
                            column("KEY", "/api_key_id"),
                            column("CODE", "/code"),
                            column("FIELD", "/field"),
                            column("TO", "/to"),
                            column("FROM", "/from"),
                            column("DETAIL", "/detail"));
        }
    }
}
