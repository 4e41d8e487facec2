package io.elchi.server.boot.cli;

import io.elchi.server.boot.cli.JasminReport.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The server that gets a configuration: what it has already, and what is made there.
final class JasminTarget {
    static final String ACCOUNTS = "/admin/v1/accounts";
    static final String LOGINS = "/admin/v1/smpp-logins";
    static final String OPERATORS = "/admin/v1/operators";
    static final String LINKS = "/admin/v1/smpp-links";
    static final String ROUTES = "/admin/v1/routes";
    static final String INBOUND = "/admin/v1/inbound-routes";
    private static final int ATTEMPTS = 30;
    private static final long PAUSE_MS = 1_000;

    private final Client client;
    private final boolean making;
    private final JasminReport report;
    private final Map<String, JsonNode> lists = new HashMap<>();
    private final Set<JsonNode> taken = new HashSet<>();

    /// @param making whether things are made; else it is said which would be
    JasminTarget(Client client, boolean making, JasminReport report) {
        this.client = client;
        this.making = making;
        this.report = report;
        for (String path : List.of(ACCOUNTS + "?type=admin", OPERATORS, LINKS, ROUTES, INBOUND)) {
            list(path);
        }
    }

    JasminReport report() {
        return report;
    }

    boolean isMaking() {
        return making;
    }

    JsonNode list(String path) {
        return lists.computeIfAbsent(
                path, each -> patient(client -> client.all(each)).get("items"));
    }

    JsonNode get(String path) {
        return patient(client -> client.get(path));
    }

    /// The first in a list that fits; null: none.
    JsonNode find(String path, Predicate<JsonNode> fits) {
        for (JsonNode each : list(path)) {
            if (fits.test(each)) {
                return each;
            }
        }
        return null;
    }

    /// Whether nothing of the configuration has found it yet.
    boolean isFree(JsonNode route) {
        return !taken.contains(route);
    }

    /// It stands for one thing of the configuration.
    void take(JsonNode route) {
        taken.add(route);
    }

    /// Compares with what is there, or makes it.
    ///
    /// @param there null: nothing
    /// @return what is there now; null: it is not made yet, or was refused
    JsonNode have(String kind, String name, String path, ObjectNode wanted, JsonNode there) {
        if (there != null) {
            report.compared(kind, name, wanted, there);
            return there;
        }
        if (!making) {
            report.add(Outcome.NEW, kind, name, "");
            return null;
        }
        ObjectNode body = wanted.deepCopy();
        withoutNulls(body);
        JsonNode made;
        try {
            made = patient(client -> client.post(path, body));
        } catch (CliException e) {
            if (e.isPassing()) {
                throw e;
            }
            report.add(Outcome.FAILED, kind, name, e.getMessage());
            return null;
        }
        if (made.has("request") && made.has("expires_at")) {
            report.work(kind, name, "waits for a second person, see ./elchi drafts; then run this again");
            return null;
        }
        report.add(Outcome.NEW, kind, name, "");
        return made;
    }

    private static void withoutNulls(ObjectNode body) {
        for (String name : List.copyOf(body.propertyNames())) {
            JsonNode value = body.get(name);
            if (value.isNull()) {
                body.remove(name);
            } else if (value instanceof ObjectNode inner) {
                withoutNulls(inner);
            }
        }
    }

    /// Asks again after a while when the key has asked too often.
    private <T> T patient(Function<Client, T> ask) {
        for (int attempt = 1; ; attempt++) {
            try {
                return ask.apply(client);
            } catch (CliException e) {
                if (attempt == ATTEMPTS || !e.getMessage().startsWith("rate_limited")) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted");
        }
    }
}
