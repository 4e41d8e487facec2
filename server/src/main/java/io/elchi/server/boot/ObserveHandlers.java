package io.elchi.server.boot;

import io.elchi.server.http.HotAnswer;
import io.elchi.server.http.HotHandler;
import io.elchi.server.http.HotRequest;
import io.elchi.server.observe.Health;
import io.elchi.server.observe.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// `/health/live`, `/health/ready` and `/metrics`, at the hot door: they answer also when nothing else does.
final class ObserveHandlers {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private ObserveHandlers() {}

    private interface Answering {
        HotAnswer answer();
    }

    private record Get(String path, Answering answering) implements HotHandler {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public HotAnswer handle(HotRequest request) {
            return answering.answer();
        }
    }

    static HotHandler live() {
        return new Get("/health/live", () -> json(200, Map.of("status", "up")));
    }

    static HotHandler ready(Health health) {
        return new Get("/health/ready", () -> {
            Health.Report report = health.readiness();
            Map<String, Object> checks = new TreeMap<>();
            report.checks()
                    .forEach((name, status) ->
                            checks.put(name, Map.of("status", status.up() ? "up" : "down", "detail", status.detail())));
            return json(report.up() ? 200 : 503, Map.of("status", report.up() ? "up" : "down", "checks", checks));
        });
    }

    static HotHandler metrics(Metrics metrics) {
        return new Get(
                "/metrics",
                () -> new HotAnswer(200, TEXT, List.of(), metrics.scrape().getBytes(StandardCharsets.UTF_8)));
    }

    private static HotAnswer json(int status, Object body) {
        return HotAnswer.json(status, List.of(), JsonMapper.shared().writeValueAsBytes(body));
    }
}
