package io.elchi.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The simulator's control over HTTP, on loopback:
///
/// ```
/// GET    /operators                      all, with ports, sessions and counters
/// GET    /operators/{name}               one, with its profile
/// PATCH  /operators/{name}/profile       a part of the profile, merged into it, from the next message on
/// GET    /operators/{name}/messages      received ones, the newest first: ?number= &text= &since= &limit=,
///                                        or after a number, the oldest first: &after=
/// DELETE /operators/{name}/messages      forgets them, and counts from zero
/// GET    /operators/{name}/totals        received, accepted, refused, distinct, duplicates, receipts
/// GET    /operators/{name}/destinations  how many of the stored messages went to each
/// POST   /operators/{name}/mo            {"from","to","text"}: a message from a subscriber; a long one is one
///                                        deliver_sm with message_payload, or several with "split": true
/// POST   /operators/{name}/disconnect    drops every connection
/// POST   /operators/{name}/silence       {"seconds"}: reads and answers nothing for so long
/// ```
///
/// Errors are `{"error": ...}` with 400, 404 or 405.
final class ControlApi implements AutoCloseable {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 10_000;
    private static final int MAX_BODY = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /// A refusal with its HTTP status.
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int status;

        Refused(int status, String text) {
            super(text);
            this.status = status;
        }
    }

    private final HttpServer server;
    private final Map<String, SimulatedOperator> operators = new LinkedHashMap<>();

    ControlApi(int port) throws IOException {
        server = listen(port);
        server.setExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("control-", 0).factory()));
        server.createContext("/", this::handle);
    }

    private static HttpServer listen(int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            throw new IOException("the control port " + port + " cannot be had: " + e.getMessage(), e);
        }
    }

    void add(SimulatedOperator operator) {
        operators.put(operator.name(), operator);
    }

    void start() {
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Object answer;
        int status = 200;
        try {
            answer = route(exchange);
        } catch (Refused e) {
            status = e.status;
            answer = Map.of("error", e.getMessage());
        } catch (IllegalArgumentException | DateTimeParseException e) {
            status = 400;
            answer = Map.of("error", String.valueOf(e.getMessage()));
        } catch (JacksonException e) {
            status = 400;
            answer = Map.of("error", "not JSON: " + e.getOriginalMessage());
        }
        byte[] body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Object route(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
        if (!path[0].equals("operators") || path.length > 3) {
            throw new Refused(404, "there is /operators, /operators/{name} and what is below it");
        }
        if (path.length == 1) {
            method(exchange, "GET");
            return operators.values().stream().map(ControlApi::overview).toList();
        }
        SimulatedOperator operator = operators.get(path[1]);
        if (operator == null) {
            throw new Refused(404, "no operator '" + path[1] + "'");
        }
        if (path.length == 2) {
            method(exchange, "GET");
            Map<String, Object> all = overview(operator);
            all.put("profile", hidden(operator.tree()));
            return all;
        }
        return switch (path[2]) {
            case "messages", "totals", "destinations" -> look(exchange, operator, path[2]);
            default -> act(exchange, operator, path[2]);
        };
    }

    private static Object look(HttpExchange exchange, SimulatedOperator operator, String at) {
        if (at.equals("messages") && exchange.getRequestMethod().equals("DELETE")) {
            operator.clear();
            return operator.totals();
        }
        method(exchange, "GET");
        return switch (at) {
            case "messages" -> operator.inbox().find(query(exchange));
            case "totals" -> operator.totals();
            default -> operator.receivedPerDestination();
        };
    }

    private Object act(HttpExchange exchange, SimulatedOperator operator, String what) throws IOException {
        switch (what) {
            case "profile" -> {
                method(exchange, "PATCH");
                operator.change(body(exchange));
                return hidden(operator.tree());
            }
            case "mo" -> {
                method(exchange, "POST");
                ObjectNode mo = body(exchange);
                String text = required(mo, "text");
                int sent = mo.path("split").asBoolean(false)
                        ? operator.sendSplitMo(required(mo, "from"), required(mo, "to"), text)
                        : operator.sendMo(required(mo, "from"), required(mo, "to"), text);
                return Map.of("receivers", sent);
            }
            case "disconnect" -> {
                method(exchange, "POST");
                return Map.of("disconnected", operator.disconnect());
            }
            case "silence" -> {
                method(exchange, "POST");
                double seconds = body(exchange).path("seconds").asDouble(-1);
                if (!(seconds > 0 && seconds <= 3600)) {
                    throw new Refused(400, "seconds must be over 0, to 3600");
                }
                operator.silence(Duration.ofNanos((long) (seconds * 1e9)));
                return Map.of("silent", operator.isSilent());
            }
            default -> throw new Refused(404, "nothing at '" + what + "'");
        }
    }

    /// The profile without passwords.
    private static ObjectNode hidden(ObjectNode tree) {
        for (JsonNode account : tree.path("accounts")) {
            if (account instanceof ObjectNode map) {
                map.put("password", "***");
            }
        }
        return tree;
    }

    private static Map<String, Object> overview(SimulatedOperator operator) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", operator.name());
        all.put("port", operator.port());
        all.put(
                "sessions",
                operator.sessions().stream()
                        .filter(session -> session.state().isBound())
                        .map(session -> Map.of(
                                "system_id", session.systemId(),
                                "state", session.state().toString(),
                                "remote", String.valueOf(session.remote())))
                        .toList());
        all.put("silent", operator.isSilent());
        all.put("deliveries_waiting", waiting(operator));
        all.put("counters", operator.counters().snapshot());
        return all;
    }

    private static Map<String, Integer> waiting(SimulatedOperator operator) {
        Map<String, Integer> waiting = new LinkedHashMap<>();
        operator.deliveries().forEach((systemId, deliveries) -> waiting.put(systemId, deliveries.waiting()));
        return waiting;
    }

    private static Inbox.Query query(HttpExchange exchange) {
        Map<String, String> values = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? List.<String>of() : List.of(raw.split("&"))) {
            String[] sides = pair.split("=", 2);
            String value = sides.length == 2 ? URLDecoder.decode(sides[1], StandardCharsets.UTF_8) : "";
            if (!List.of("number", "text", "since", "after", "limit").contains(sides[0])) {
                throw new Refused(400, "a query has number, text, since, after and limit, not '" + sides[0] + "'");
            }
            values.put(sides[0], value);
        }
        int limit = Integer.parseInt(values.getOrDefault("limit", Integer.toString(DEFAULT_LIMIT)));
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new Refused(400, "limit must be 1 to " + MAX_LIMIT);
        }
        String since = values.get("since");
        String after = values.get("after");
        return new Inbox.Query(
                values.get("number"),
                values.get("text"),
                since == null ? null : Instant.parse(since),
                after == null ? null : Long.valueOf(after),
                limit);
    }

    private static String required(ObjectNode body, String name) {
        JsonNode value = body.get(name);
        if (value == null || !value.isString() || value.asString().isEmpty()) {
            throw new Refused(400, name + " is missing");
        }
        return value.asString();
    }

    private static ObjectNode body(HttpExchange exchange) throws IOException {
        byte[] octets = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (octets.length > MAX_BODY) {
            throw new Refused(400, "the body is over " + MAX_BODY + " octets");
        }
        if (JSON.readTree(octets.length == 0 ? "{}".getBytes(StandardCharsets.US_ASCII) : octets)
                instanceof ObjectNode map) {
            return map;
        }
        throw new Refused(400, "the body must be a JSON object");
    }

    private static void method(HttpExchange exchange, String wanted) {
        if (!exchange.getRequestMethod().equals(wanted)) {
            throw new Refused(405, "only " + wanted);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
