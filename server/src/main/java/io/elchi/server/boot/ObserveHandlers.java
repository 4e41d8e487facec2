package io.elchi.server.boot;

import io.elchi.server.core.Permission;
import io.elchi.server.core.RefusedException;
import io.elchi.server.http.BearerToken;
import io.elchi.server.http.FastHandler;
import io.elchi.server.http.FastRequest;
import io.elchi.server.http.FastResponse;
import io.elchi.server.http.KeyAuthenticator;
import io.elchi.server.observe.Health;
import io.elchi.server.observe.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/// `/health/live`, at both ports, `/health/ready` and `/metrics`, at the management port: they answer also when
/// nothing else does.
final class ObserveHandlers {
    /// Who may see links may see what is the matter with them.
    private static final String LINKS = Permission.LINKS_READ.text();
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private ObserveHandlers() {}

    private record Get(String path, Port port, Function<FastRequest, FastResponse> answering) implements FastHandler {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public FastResponse handle(FastRequest request) {
            return answering.apply(request);
        }
    }

    /// Down is a process that only a restart mends.
    static FastHandler live(Health health) {
        return new Get("/health/live", FastHandler.Port.BOTH, _ -> {
            List<String> dead = health.dead();
            return dead.isEmpty()
                    ? json(200, Map.of("status", "up"))
                    : json(503, Map.of("status", "down", "dead", dead));
        });
    }

    /// People see more than what balances load.
    static FastHandler ready(Health health, KeyAuthenticator keys) {
        return new Get("/health/ready", FastHandler.Port.MANAGEMENT, request -> {
            Health.Report report = health.readiness();
            boolean inside = maySeeLinks(request, keys);
            Map<String, Object> checks = new LinkedHashMap<>();
            report.checks().forEach((name, status) -> checks.put(name, check(status, inside)));
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("status", text(report.level()));
            body.put("checks", checks);
            return json(report.level() == Health.Level.DOWN ? 503 : 200, body);
        });
    }

    private static Map<String, Object> check(Health.Status status, boolean inside) {
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("status", text(status.level()));
        check.put("detail", status.detail());
        if (inside && !status.inside().isEmpty()) {
            check.put("inside", status.inside());
        }
        return check;
    }

    private static String text(Health.Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private static boolean maySeeLinks(FastRequest request, KeyAuthenticator keys) {
        String key = BearerToken.of(request.header("Authorization"));
        if (key == null) {
            return false;
        }
        try {
            return keys.authenticate(key, request.certificate(), request.from()).getAuthorities().stream()
                    .anyMatch(authority -> LINKS.equals(authority.getAuthority()));
        } catch (RefusedException ignored) {
            // A request with an invalid key gets the same answer as one without a key.
            return false;
        }
    }

    static FastHandler metrics(Metrics metrics) {
        return new Get(
                "/metrics",
                FastHandler.Port.MANAGEMENT,
                _ -> new FastResponse(200, TEXT, List.of(), metrics.scrape().getBytes(StandardCharsets.UTF_8)));
    }

    private static FastResponse json(int status, Object body) {
        return FastResponse.json(status, List.of(), JsonMapper.shared().writeValueAsBytes(body));
    }
}
