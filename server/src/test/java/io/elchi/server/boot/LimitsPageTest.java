package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.config.ConfigReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// docs/reference/limits.md has the values of the code, and every setting that is a limit.
class LimitsPageTest {
    /// Settings about "maximum" that limit nothing that somebody uses up: sizes of batches, waits, ages.
    private static final Set<String> NO_LIMITS = Set.of(
            "database.statement_timeout",
            "database.max_snapshot_age",
            "intake.commit_messages",
            "intake.warm_up",
            "tracking.batch",
            "tracking.receipt_index_size");

    @Test
    void theConstantsHaveTheValuesOfTheCode() throws IOException {
        Path sources = Path.of(System.getProperty("elchi.root"), "server/src/main/java/io/elchi/server");
        int checked = 0;
        for (LimitsPage.Limit limit : LimitsPage.limits()) {
            if (!limit.isConstant()) {
                continue;
            }
            String[] sides = limit.source().split("=");
            String[] parts = sides[0].split("\\.");
            int last = parts.length - 1;
            Path file = sources;
            for (int i = 0; i < last - 1; i++) {
                file = file.resolve(parts[i]);
            }
            String source = Files.readString(file.resolve(parts[last - 1] + ".java"));
            Matcher value = Pattern.compile("\\b" + parts[last] + "(?: = |\\()([0-9_* ]+)[;,]")
                    .matcher(source);
            assertThat(value.find()).as(limit.source()).isTrue();
            assertThat(product(value.group(1))).as(limit.source()).isEqualTo(Long.parseLong(sides[1]));
            checked++;
        }
        assertThat(checked).isGreaterThan(10);
    }

    private static long product(String expression) {
        return Arrays.stream(expression.replace("_", "").split("\\*"))
                .mapToLong(factor -> Long.parseLong(factor.strip()))
                .reduce(1, (a, b) -> a * b);
    }

    @Test
    void everySettingThatIsALimitIsOnThePage() {
        Set<String> listed =
                LimitsPage.limits().stream().map(LimitsPage.Limit::source).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        Settings.SECTIONS.forEach(section -> ConfigReference.settings(section).stream()
                .filter(item -> item.text().matches(".*(\\bmaximum|per (second|minute|hour)\\b).*"))
                .map(ConfigReference.Item::path)
                .filter(path -> !listed.contains(path) && !NO_LIMITS.contains(path))
                .forEach(missing::add));
        assertThat(missing).isEmpty();
    }
}
