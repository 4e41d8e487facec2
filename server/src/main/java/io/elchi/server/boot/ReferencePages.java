package io.elchi.server.boot;

import io.elchi.server.config.ConfigReference;
import io.elchi.server.config.Section;
import io.elchi.server.core.Failure;
import io.elchi.server.observe.Metric;
import io.elchi.server.routing.LinkOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The pages of docs/reference, written from what the code says of itself.
final class ReferencePages {
    private static final String NOTE =
            "<!-- Written by ./elchi docs from the code; a test fails when it is stale. -->\n\n";

    private ReferencePages() {}

    /// Each page by its file's name.
    static Map<String, String> all() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("configuration.md", NOTE + configuration());
        pages.put("errors.md", NOTE + errors());
        pages.put("metrics.md", NOTE + metrics());
        return pages;
    }

    private static String configuration() {
        return """
                # Configuration

                A setting is looked for on the command line (`--set http.port=0`), then in the environment
                (`ELCHI_HTTP_PORT=0`), then in the YAML file that `--config` or `ELCHI_CONFIG` names, then it has its
                default. A key that is not known, in the file or in a variable that begins with `ELCHI_`, a value out of
                range and a missing one stop the start, all named at once.

                ```yaml
                database:
                  url: jdbc:postgresql://db.internal:5432/elchi
                  user: elchi
                http:
                  address: 0.0.0.0
                  port: 8080
                ```

                Durations are written `20ms`, `5s`, `2m`, `48h`, `30d`; lists as YAML lists, or with commas in a variable.
                """
                + ConfigReference.markdown(Settings.SECTIONS)
                + """

                # Settings of a link

                They stand in the member `settings` of an SMPP link (`/smpp-links`, `./elchi links add --set`), beside
                what every link has (host, port, bind); none must be given.
                """
                + ConfigReference.markdown(List.of(new Section("settings", LinkOptions.class)))
                        .replace("`settings.", "`");
    }

    private static String errors() {
        StringBuilder page = new StringBuilder("""
                # Errors

                Over HTTP an error is a problem document (RFC 9457, `application/problem+json`): `code` is what programs
                look at, `field` names the field to blame, `retryable` says whether the same request may succeed later.
                Over SMPP it is the command_status beside it. A code is never used for another meaning.

                ```json
                {"type":"urn:elchi:error:invalid_destination","title":"The destination is no telephone number that can get messages",
                 "status":422,"code":"invalid_destination","detail":"is too short for its country","field":"to","retryable":false,
                 "correlation_id":"1f0c9d1e-2b5a-4c55-9a57-1f6a3a0b7f10"}
                ```

                | code | HTTP | SMPP | again later | what it means |
                |---|---|---|---|---|
                """);
        for (Failure failure : Failure.values()) {
            page.append("| `%s` | %d | 0x%02X | %s | %s |%n"
                    .formatted(
                            failure.code(),
                            failure.httpStatus(),
                            failure.smppStatus(),
                            failure.retryable() ? "yes" : "no",
                            failure.text()));
        }
        return page.toString();
    }

    private static String metrics() {
        StringBuilder page = new StringBuilder("""
                # Metrics

                `GET /metrics` shows them in the text format of Prometheus, with those of the JVM (`jvm_*`, `process_*`,
                `system_*`) beside them. A timer has `_count`, `_sum` and `_bucket`, in seconds.

                | metric | kind | labels | what |
                |---|---|---|---|
                """);
        for (Metric metric : Metric.values()) {
            page.append("| `%s` | %s | %s | %s |%n"
                    .formatted(
                            metric.exposedName(),
                            metric.kind().name().toLowerCase(Locale.ROOT),
                            metric.tags().isEmpty() ? "" : "`" + String.join("`, `", metric.tags()) + "`",
                            metric.text()));
        }
        return page.toString();
    }
}
