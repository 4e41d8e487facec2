package io.elchi.bench.messagepath;

import io.elchi.bench.messagepath.MessagePathBench.Snapshot;
import io.elchi.e2e.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// The results of a measurement, in Markdown and in JSON.
record Report(
        MessagePathOptions options,
        Snapshot before,
        Snapshot after,
        Snapshot end,
        Map<Integer, Long> statuses,
        Histogram latencies,
        long firstStartMillis) {
    private static final double NANOS_A_MILLI = 1e6;

    Map<String, Object> figures() {
        double seconds = (after.nanos() - before.nanos()) / 1e9;
        double accepted = delta("elchi_messages_accepted_total");
        double submitted = delta("elchi_parts_submitted_total");
        double ended = delta("elchi_messages_final_total");
        double messages = Math.max(1, options.receipts() ? ended : submitted);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("accepted_per_second", accepted / seconds);
        figures.put("submitted_per_second", submitted / seconds);
        figures.put("final_per_second", ended / seconds);
        figures.put("webhooks_per_second", (after.webhooks() - before.webhooks()) / seconds);
        figures.put("server_cpu_micros_per_life", (after.serverMicros() - before.serverMicros()) / messages);
        figures.put("postgres_cpu_micros_per_life", (after.postgresMicros() - before.postgresMicros()) / messages);
        figures.put(
                "server_and_postgres_cpu_micros_per_life",
                (after.serverMicros() - before.serverMicros() + after.postgresMicros() - before.postgresMicros())
                        / messages);
        figures.put("simulator_cpu_micros_per_life", (after.simulatorMicros() - before.simulatorMicros()) / messages);
        figures.put("load_cpu_micros_per_life", (after.loadMicros() - before.loadMicros()) / messages);
        figures.put("wal_bytes_per_life", (after.walBytes() - before.walBytes()) / messages);
        figures.put("stored_bytes_per_life", (after.storedBytes() - before.storedBytes()) / messages);
        figures.put("messages_per_accept_commit", accepted / Math.max(1, delta("elchi_intake_commits_total")));
        figures.put(
                "outcomes_per_settle_commit",
                delta("elchi_outcomes_total") / Math.max(1, delta("elchi_settle_seconds_count")));
        for (double percentile : new double[] {50, 90, 99, 99.9}) {
            figures.put(
                    "accept_latency_ms_p" + trimmed(percentile),
                    latencies.getValueAtPercentile(percentile) / NANOS_A_MILLI);
        }
        for (double quantile : new double[] {0.5, 0.99}) {
            String name = trimmed(quantile * 100);
            figures.put("accept_to_submit_ms_p" + name, quantile("elchi_submit_wait_seconds", quantile));
            figures.put("receipt_to_final_ms_p" + name, quantile("elchi_receipt_settle_seconds", quantile));
        }
        figures.put("rss_mib", after.rssMib());
        figures.put("rss_mib_most", after.mostRssMib());
        figures.put("gc_pause_ms_per_second", 1_000 * delta("jvm_gc_pause_seconds_sum") / seconds);
        figures.put("first_start_ms", firstStartMillis);
        figures.put("accepted_in_all", end.metric("elchi_messages_accepted_total"));
        figures.put("final_in_all", end.metric("elchi_messages_final_total"));
        figures.put("unfinished_at_the_end", end.metric("elchi_messages_unfinished"));
        figures.put("possible_duplicates", end.metric("elchi_possible_duplicates_total"));
        return figures;
    }

    private static String trimmed(double number) {
        return number == Math.rint(number) ? Integer.toString((int) number) : Double.toString(number);
    }

    private double delta(String name) {
        return after.metric(name) - before.metric(name);
    }

    private double quantile(String name, double quantile) {
        return Metrics.quantile(before.metrics(), after.metrics(), name, quantile);
    }

    String markdown() {
        StringBuilder page = new StringBuilder();
        page.append("## ").append(options.label()).append("\n\n");
        page.append(options).append("\n\nanswers: ").append(statuses).append("\n\n| figure | value |\n|---|---|\n");
        figures()
                .forEach((name, value) -> page.append("| ")
                        .append(name.replace('_', ' '))
                        .append(" | ")
                        .append(value instanceof Double number ? String.format(Locale.ROOT, "%,.1f", number) : value)
                        .append(" |\n"));
        return page.toString();
    }

    /// Adds the two files to a folder.
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        String name = options.label() + "-" + Instant.now().toString().replaceAll("[:.]", "");
        Files.writeString(folder.resolve(name + ".md"), markdown());
        StringBuilder json = new StringBuilder("{");
        figures()
                .forEach((key, value) -> json.append(json.length() == 1 ? "" : ",")
                        .append('"')
                        .append(key)
                        .append("\":")
                        .append(value instanceof Double number && !Double.isFinite(number) ? "null" : value));
        Files.writeString(folder.resolve(name + ".json"), json.append("}\n").toString());
    }
}
