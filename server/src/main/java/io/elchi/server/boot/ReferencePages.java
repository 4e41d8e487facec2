package io.elchi.server.boot;

import io.elchi.server.config.ConfigReference;
import io.elchi.server.config.Section;
import io.elchi.server.core.Failure;
import io.elchi.server.docs.ErrorCatalogue;
import io.elchi.server.docs.ErrorHelp;
import io.elchi.server.observe.Metric;
import io.elchi.server.routing.LinkOptions;
import io.elchi.server.routing.OperatorOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The pages of docs/reference, generated from the code.
final class ReferencePages {
    private static final String NOTE =
            "<!-- Written by ./elchi docs from the code; a test fails when it is stale. -->\n\n";

    private ReferencePages() {}

    /// Each page by its file's name.
    static Map<String, String> all() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("configuration.md", NOTE + configuration());
        pages.put("errors.md", NOTE + errors());
        pages.put("limits.md", NOTE + LimitsPage.markdown());
        pages.put("metrics.md", NOTE + metrics());
        pages.put("test-numbers.md", NOTE + TestNumbersPage.markdown());
        return pages;
    }

    private static String configuration() {
        return """
                # Configuration

                The command line (`--set http.port=0`) takes precedence over the environment (`ELCHI_HTTP_PORT=0`). The
                environment takes precedence over the YAML file that `--config` or `ELCHI_CONFIG` names. Settings without
                a value have their default. Unknown keys in the file or in variables that begin with `ELCHI_`, values out
                of range and missing values stop the start; one message lists all of them. Variables that Kubernetes sets
                for a service named `elchi` or `elchi-something` are ignored.

                A secret can be in a file: `ELCHI_DATABASE_PASSWORD_FILE=/run/secrets/db` reads `database.password` from
                that file, without the line end at its end. This works for each setting of the form `secret` or `may be a
                secret`. A missing or empty file stops the start, and so does a variable beside its `_FILE`. A file that
                every user can read is reported in the log.

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

                # Options of an operator

                These are members of `options` of an operator (`/admin/v1/operators`, `./elchi operators add --option NAME=VALUE`).
                They act on all its links. All are optional. A change takes effect at once; no session is bound again.
                """
                + options(OperatorOptions.class)
                + """

                # Options of a link

                These are members of `options` of a link (`/admin/v1/smpp-links`, `./elchi links add --option NAME=VALUE`), beside
                host, port and bind. They act on this link alone. Those of `http`, `http_reply` and `http_receipt` are for links
                over HTTP, which use `refusals` without `statuses`, `session.response_timer` and, with `http.splits` off, `text`. All are optional. A dot separates a group from its
                member: `text.split` is `{"text": {"split": "sar"}}` in JSON. After a change the link is bound again.
                """
                + options(LinkOptions.class);
    }

    private static String options(Class<? extends Record> type) {
        return ConfigReference.markdown(List.of(new Section("options", type))).replace("`options.", "`");
    }

    private static String errors() {
        StringBuilder page = new StringBuilder("""
                # Errors

                Over HTTP an error is a problem document (RFC 9457, `application/problem+json`). Programs should check
                `code`. `field` names the invalid field. `retryable` is true if the same request may succeed later. Over SMPP
                the error is the command_status in the third column. A code never changes its meaning. The codes are the
                constants of `io.elchi.server.core.Failure`; the texts below the table are those of `docs/errors.properties` of
                the server's resources. `type` is a reference relative to the server that answered: it serves the text about the
                error there.

                ```json
                {"type":"/docs/errors/invalid_destination","title":"The destination is not a phone number that can receive SMS",
                 "status":422,"code":"invalid_destination","detail":"is too short for its country","field":"to","retryable":false,
                 "correlation_id":"1f0c9d1e-2b5a-4c55-9a57-1f6a3a0b7f10"}
                ```

                | code | HTTP | SMPP | retryable | title |
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
        ErrorCatalogue catalogue = ErrorCatalogue.load();
        for (Failure failure : Failure.values()) {
            ErrorHelp help = catalogue.of(failure);
            page.append("%n## %s%n%n%s %s%n%nWho acts: %s.%n"
                    .formatted(
                            failure.code(),
                            help.cause(),
                            help.fix(),
                            help.acting().text()));
        }
        return page.toString();
    }

    private static String metrics() {
        StringBuilder page = new StringBuilder("""
                # Metrics

                `GET /metrics` at the management port returns these metrics in the text format of Prometheus, and those of
                the JVM (`jvm_*`, `process_*`, `system_*`). A timer has `_count`, `_sum` and `_bucket`, in seconds. The metrics
                are the constants of `io.elchi.server.observe.Metric`. [Operate](../operate/README.md) has alerts.

                | label | values |
                |---|---|
                | `account`, `operator` | ids; `./elchi accounts list` and `./elchi operators list` show the names |
                | `code` | codes of the [errors](errors.md) |
                | `state` | final states: `delivered`, `undelivered`, `expired`, `rejected`, `unknown` |
                | `queue` | `outbound.` and the operator's id, `outcomes`, `events` |
                | `kind` of `elchi_db_failures_total` | `contention`, `duplicate_key`, `unavailable`, `commit_unknown`, `refused`, `other` |
                | `result` | `accepted`, `refused`, `no_answer` |
                | `reason` | `address`, `connections`, `credentials`, `timeout` |
                | `lease` | `message-path` |
                | `job` | `partitions`, `webhook-attempts`, `reconcile`, `idempotency` |
                | `pool`, `use` | `messages` or `reads`; `active` or `idle` |
                | `port` | `public` or `management` |

                | metric | kind | labels | meaning |
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
