package io.elchi.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.db.TestDatabase;
import io.elchi.server.observe.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The runbooks in docs/operate name metrics that exist, and each of them is found from the list of alerts.
class OperateTest {
    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final Path FOLDER = Path.of(System.getProperty("elchi.root"), "docs", "operate");
    private static final Path RULES =
            Path.of(System.getProperty("elchi.root"), "deploy", "prometheus", "elchi.rules.yml");
    private static final Pattern METRIC = Pattern.compile("elchi_[a-z_]+");

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    private static List<JsonNode> alerts() throws IOException {
        return YAMLMapper.shared()
                .readTree(Files.readString(RULES))
                .at("/groups/0/rules")
                .valueStream()
                .toList();
    }

    private static Set<String> metrics() {
        Set<String> names = new TreeSet<>();
        for (Metric metric : Metric.values()) {
            names.add(metric.exposedName());
            if (metric.kind() == Metric.Kind.TIMER) {
                names.addAll(List.of(
                        metric.exposedName() + "_sum",
                        metric.exposedName() + "_count",
                        metric.exposedName() + "_bucket"));
            }
        }
        return names;
    }

    @Test
    void everyMetricExists() throws IOException {
        Set<String> known = metrics();
        int count = 0;
        for (Path page : Stream.concat(pages().stream(), Stream.of(RULES)).toList()) {
            Matcher named = METRIC.matcher(Files.readString(page));
            while (named.find()) {
                assertThat(known).as(page.getFileName().toString()).contains(named.group());
                count++;
            }
        }
        assertThat(count).isGreaterThan(40);
    }

    /// Labels in alert expressions are those of the metric; Prometheus renames `job`.
    @Test
    void everyLabelExists() throws IOException {
        Pattern selected = Pattern.compile("(elchi_[a-z_]+)\\{([a-z_]+)");
        Matcher label = selected.matcher(Files.readString(RULES));
        int count = 0;
        while (label.find()) {
            count++;
            List<String> tags = Stream.of(Metric.values())
                    .filter(metric -> label.group(1).startsWith(metric.exposedName()))
                    .flatMap(metric -> metric.tags().stream())
                    .toList();
            assertThat(tags).as(label.group()).contains(label.group(2).replace("exported_", ""));
        }
        assertThat(count).isGreaterThan(3);
    }

    /// The page's table has the alerts that Prometheus reads, in their order; promtool's test has each of them
    /// twice.
    @Test
    void everyAlertIsOnThePageAndTested() throws IOException {
        List<String> rows = alerts().stream()
                .map(alert -> "| %s | %s | %s | [%4$s](%4$s.md) |"
                        .formatted(
                                alert.at("/alert").stringValue(),
                                alert.at("/annotations/summary").stringValue(),
                                alert.at("/labels/severity").stringValue(),
                                runbook(alert)))
                .toList();
        String page = Files.readString(FOLDER.resolve("README.md"));
        assertThat(page.lines().filter(line -> line.startsWith("| Elchi"))).containsExactlyElementsOf(rows);
        String tests = Files.readString(RULES.resolveSibling("elchi.test.yml"));
        for (JsonNode alert : alerts()) {
            String name = alert.at("/alert").stringValue();
            assertThat(tests).contains("'" + name + " fires'", "'" + name + " stays silent'");
        }
    }

    private static String runbook(JsonNode alert) {
        String path = alert.at("/annotations/runbook").stringValue();
        return path.substring(path.lastIndexOf('/') + 1, path.length() - ".md".length());
    }

    @Test
    void everyQueryRuns() throws IOException, SQLException {
        int count = 0;
        for (Path page : pages()) {
            Matcher block = Pattern.compile("(?s)```sql\n(.*?)```").matcher(Files.readString(page));
            while (block.find()) {
                for (String query : block.group(1).split(";\n")) {
                    DATABASE.execute(query);
                    count++;
                }
            }
        }
        assertThat(count).isGreaterThan(3);
    }

    @Test
    void everyRunbookIsLinkedAndComplete() throws IOException {
        String alerts = Files.readString(FOLDER.resolve("README.md"));
        for (Path page : pages()) {
            String name = page.getFileName().toString();
            if (!"README.md".equals(name)) {
                assertThat(alerts).contains("](" + name + ")");
                assertThat(Files.readString(page))
                        .as(name)
                        .contains("\n## Meaning\n", "\n## First look\n", "\n## Likely causes\n", "\n## Action\n");
            }
        }
    }
}
