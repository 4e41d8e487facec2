package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;
import static io.elchi.server.boot.cli.Output.named;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi costs`
@Command(name = "costs", description = "What operators cost by network or prefix, and exchange rates.")
final class CostCommands extends Group {
    private static final String PATH = "/admin/v1/operator-costs";
    private static final String RATES = "/admin/v1/exchange-rates";

    @Command(name = "list", description = "Costs of operators.", mixinStandardHelpOptions = true)
    void list(
            @Option(names = "--operator", paramLabel = "OPERATOR", description = "id or name") String operator,
            @Option(names = "--ended", description = "those that have ended, too") boolean ended) {
        Client client = admin();
        String id = operator == null ? null : id(client, OperatorCommands.PATH, operator);
        output().table(
                        client.all(query(PATH, "operator_id", id, "ended", ended ? true : null)),
                        column("ID", "/id"),
                        named("OPERATOR", "/operator"),
                        column("MCC", "/mcc"),
                        column("MNC", "/mnc"),
                        column("PREFIX", "/prefix"),
                        column("COST", "/cost_per_sms"),
                        column("PRIORITY", "/priority"),
                        column("FROM", "/valid_from"),
                        column("TO", "/valid_to"));
    }

    @Command(name = "set", description = "Sets what an operator costs.", mixinStandardHelpOptions = true)
    void put(
            @Parameters(paramLabel = "OPERATOR", description = "id or name") String operator,
            @Parameters(paramLabel = "AMOUNT") String amount,
            @Parameters(paramLabel = "CURRENCY") String currency,
            @Option(names = "--mcc", paramLabel = "MCC") String mcc,
            @Option(names = "--mnc", paramLabel = "MNC") String mnc,
            @Option(names = "--prefix", paramLabel = "DIGITS") String prefix,
            @Option(names = "--valid-from", paramLabel = "TIME", description = "RFC 3339; default: now")
                    String validFrom) {
        Client client = admin();
        ObjectNode body =
                Client.object().put("operator_id", Long.parseLong(id(client, OperatorCommands.PATH, operator)));
        body.set("cost_per_sms", Client.money(amount, currency));
        set(body, "mcc", mcc);
        set(body, "mnc", mnc);
        set(body, "prefix", prefix);
        set(body, "valid_from", validFrom);
        JsonNode put = client.put(PATH, body);
        output().line(put, "cost " + put.get("id") + " is set");
    }

    @Command(name = "end", description = "Ends a cost now.", mixinStandardHelpOptions = true)
    void end(@Parameters(paramLabel = "ID") String id) {
        admin().delete(PATH + "/" + Client.escaped(id));
        output().line(null, "ended");
    }

    @Command(name = "rates", description = "Exchange rates.", mixinStandardHelpOptions = true)
    void rates() {
        output().table(
                        admin().all(RATES),
                        column("BASE", "/base"),
                        column("QUOTE", "/quote"),
                        column("RATE", "/rate"),
                        column("SINCE", "/updated_at"));
    }

    @Command(name = "set-rate", description = "Sets an exchange rate.", mixinStandardHelpOptions = true)
    void rate(
            @Parameters(paramLabel = "BASE", description = "one of this currency") String base,
            @Parameters(paramLabel = "QUOTE", description = "costs so many of this") String quote,
            @Parameters(paramLabel = "RATE") String rate) {
        JsonNode put = admin().put(
                        RATES,
                        Client.object().put("base", base).put("quote", quote).put("rate", rate));
        output().line(put, "1 " + base + " is " + rate + " " + quote);
    }
}
