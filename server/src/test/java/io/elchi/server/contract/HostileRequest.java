package io.elchi.server.contract;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/// A request made of the contracts and of chance.
///
/// @param octets as ISO 8859-1
/// @param whole whether it is one request, after which the next may follow on the connection
/// @param path with its query; null when it is for no operation, or another than it seems
record HostileRequest(String octets, boolean whole, String method, String path) {
    private static final List<Contract.Operation> OPERATIONS = Contract.ALL.stream()
            .flatMap(contract -> contract.operations().values().stream())
            .filter(operation -> !operation.path().startsWith("/metrics")
                    && !operation.path().startsWith("/health/ready"))
            .toList();

    private static final List<Contract.Operation> SENDS = OPERATIONS.stream()
            .filter(operation -> operation.path().startsWith("/v1/sms/") && "POST".equals(operation.method()))
            .toList();

    private static final List<String> ACCEPTED = List.of(
            "text/csv",
            "*/*",
            "x",
            "application/json;q=2",
            "application/problem+json",
            "text/html, application/xml;q=0.9",
            ";;,",
            "");

    /// Who asks.
    ///
    /// @param oauth id and secret of a client of OAuth2, with a colon between them
    record Keys(String client, String admin, String oauth) {}

    /// @param number each operation has its turn
    static HostileRequest of(int number, RandomGenerator random, Keys keys) {
        Contract.Operation operation = random.nextInt(8) == 0
                ? SENDS.get(random.nextInt(SENDS.size()))
                : OPERATIONS.get(number % OPERATIONS.size());
        String path = path(operation, random) + query(operation, random);
        HostileBody given = HostileBody.of(operation, random);
        String body = given == null ? "" : given.octets();
        List<String> headers = headers(operation, keys, random);
        boolean chunked = !body.isEmpty() && random.nextInt(8) == 0;
        if (given != null) {
            headers.add("Content-Type: " + given.contentType());
            headers.add(chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length());
        }
        String framed = chunked ? Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n" : body;
        String whole = operation.method() + " " + path + " HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", headers)
                + "\r\n\r\n" + framed;
        HostileRequest request = new HostileRequest(whole, true, operation.method(), path);
        return switch (random.nextInt(12)) {
            case 0 -> new HostileRequest(damaged(whole, random), false, operation.method(), null);
            case 1 -> otherBody(request, headers, random);
            case 2 -> otherLine(request, random);
            default -> request;
        };
    }

    private static String path(Contract.Operation operation, RandomGenerator random) {
        String path = operation.path();
        while (path.contains("{")) {
            String value = switch (random.nextInt(9)) {
                case 0 -> encoded(HostileValues.text(random));
                case 1 -> HostileValues.number(random);
                case 8 ->
                    List.of("019a9b1c-7c00-7000-8000-x", "%C0%AF", "%E2%80%AE", "0x1", "+1")
                            .get(random.nextInt(5));
                case 2 -> "019a9b1c-7c00-7000-8000-0123456789ab";
                default -> Integer.toString(random.nextInt(1, 9));
            };
            path = path.replaceFirst("\\{[^}]*}", value.isEmpty() || value.contains("%2F") ? "x" : value);
        }
        return path;
    }

    private static String query(Contract.Operation operation, RandomGenerator random) {
        List<String> pairs = new ArrayList<>();
        for (JsonNode each : operation.json().path("parameters")) {
            JsonNode parameter = operation.contract().resolved(each);
            if ("query".equals(parameter.path("in").asString()) && random.nextInt(3) == 0) {
                String pair = parameter.get("name").asString() + "=" + value(operation.contract(), parameter, random);
                pairs.addAll(random.nextInt(20) == 0 ? List.of(pair, pair) : List.of(pair));
            }
        }
        if (random.nextInt(15) == 0) {
            pairs.add(encoded(HostileValues.text(random)) + "=" + encoded(HostileValues.text(random)));
        }
        if (random.nextInt(30) == 0) {
            pairs.add(
                    List.of("a=%ff", "%", "a=%zz", "&&", "=", "a=b=c", "a=%00").get(random.nextInt(7)));
        }
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private static String value(Contract contract, JsonNode parameter, RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> encoded(HostileValues.text(random));
            case 1 -> encoded(HostileValues.number(random));
            default ->
                encoded(HostileValues.of(contract, parameter.get("schema"), null, random, 0)
                        .asString(""));
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<String> headers(Contract.Operation operation, Keys keys, RandomGenerator random) {
        List<String> headers = new ArrayList<>();
        boolean client = operation.path().startsWith("/v1");
        switch (random.nextInt(15)) {
            case 0, 1 -> headers.add("Authorization: Bearer " + (client ? keys.admin() : keys.client()));
            case 2 -> headers.add("Authorization: " + headerText(random));
            case 3 -> {} // nobody's
            default -> headers.add("Authorization: " + usual(operation, keys));
        }
        if (random.nextInt(10) == 0) {
            headers.add("Idempotency-Key: " + headerText(random));
        }
        if (random.nextInt(10) == 0) {
            headers.add("Accept: " + ACCEPTED.get(random.nextInt(ACCEPTED.size())));
        }
        if (random.nextInt(10) == 0) {
            headers.add("X-Correlation-Id: " + headerText(random));
        }
        if (random.nextInt(20) == 0) {
            headers.add("X-Reason: " + headerText(random));
        }
        if (random.nextInt(20) == 0) {
            headers.add("If-None-Match: " + headerText(random));
        }
        if (random.nextInt(20) == 0) {
            headers.add("X-Forwarded-For: nonsense");
        }
        return headers;
    }

    private static String usual(Contract.Operation operation, Keys keys) {
        return operation.path().startsWith("/oauth2")
                ? "Basic " + Base64.getEncoder().encodeToString(keys.oauth().getBytes(StandardCharsets.US_ASCII))
                : "Bearer " + (operation.path().startsWith("/v1") ? keys.client() : keys.admin());
    }

    private static String headerText(RandomGenerator random) {
        return HostileBody.latin(HostileValues.text(random).replaceAll("[\r\n\0]", ""));
    }

    /// A body that is no JSON of this kind, and a length that is right.
    private static HostileRequest otherBody(HostileRequest request, List<String> headers, RandomGenerator random) {
        String body = switch (random.nextInt(6)) {
            case 0 -> "[".repeat(random.nextInt(1, 5_000));
            case 1 -> "{\"to\":\"\\ud800\",\"meta\":{\"a\":\"\\udfff\"}}";
            case 2 -> "\u00ff\u00fe{\0}\0";
            case 3 -> "{\"amount\":1E-999999999,\"rate_per_second\":1E999999999}";
            case 4 -> " ".repeat(random.nextInt(70_000));
            default -> HostileValues.number(random);
        };
        List<String> others = new ArrayList<>(headers);
        others.removeIf(header -> header.startsWith("Content-") || header.startsWith("Transfer-"));
        others.add("Content-Type: "
                + List.of(
                                "application/json",
                                "application/x-www-form-urlencoded",
                                "x",
                                "*/*",
                                "application/json; charset=utf-16",
                                "multipart/form-data")
                        .get(random.nextInt(6)));
        others.add("Content-Length: " + body.length());
        String line = request.octets.substring(0, request.octets.indexOf("\r\n"));
        return new HostileRequest(
                line + "\r\nHost: a\r\n" + String.join("\r\n", others) + "\r\n\r\n" + body, true, request.method, null);
    }

    /// Another method, version or path.
    private static HostileRequest otherLine(HostileRequest request, RandomGenerator random) {
        String line = request.octets.substring(0, request.octets.indexOf("\r\n"));
        String other = switch (random.nextInt(7)) {
            case 0 ->
                line.replaceFirst(
                        "^\\S+",
                        List.of("TRACE", "OPTIONS", "CONNECT", "PATCH", "BREW", "get")
                                .get(random.nextInt(6)));
            case 1 ->
                line.replace(
                        "HTTP/1.1",
                        List.of("HTTP/2.0", "HTTP/1.0", "HTTP/0.9", "http/1.1", "X")
                                .get(random.nextInt(5)));
            case 2 -> line.replace("/", "//");
            case 3 -> line.replaceFirst(" /", " /..%2f../");
            case 4 -> line.replaceFirst(" /", " http://b/");
            case 5 -> line.replaceFirst(" /", " /;x=1/");
            default -> line + "x".repeat(random.nextInt(10_000));
        };
        return new HostileRequest(other + request.octets.substring(line.length()), false, request.method, null);
    }

    /// Some octets are others, missing, twice, or there are no more.
    private static String damaged(String whole, RandomGenerator random) {
        StringBuilder octets = new StringBuilder(whole);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(octets.length());
            switch (random.nextInt(5)) {
                case 0 -> octets.setCharAt(at, (char) random.nextInt(256));
                case 1 -> octets.deleteCharAt(at);
                case 2 ->
                    octets.insert(at, octets.substring(at, Math.min(octets.length(), at + random.nextInt(1, 40))));
                case 3 -> octets.insert(at, (char) random.nextInt(256));
                default -> octets.setLength(Math.max(1, at));
            }
        }
        return octets.toString();
    }
}
