package io.elchi.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/reference/smpp-conformance.md`: each behaviour has a row, and each test that it names is there.
class ConformancePageTest {
    private static final Path ROOT = Path.of(System.getProperty("elchi.root"));
    private static final int BEHAVIOURS = 54;
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|(.*)\\|([^|]*)\\|$");
    private static final Pattern NAME = Pattern.compile("\\b([A-Z]\\w*Test)(?:\\.(\\w+))?");

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/reference/smpp-conformance.md"));
    }

    private static Map<String, String> tests() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("smpp", "smstext", "server", "e2e")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/test/java"))) {
                for (Path file : files.filter(each -> each.toString().endsWith("Test.java"))
                        .toList()) {
                    sources.merge(
                            file.getFileName().toString().replace(".java", ""), Files.readString(file), String::concat);
                }
            }
        }
        return sources;
    }

    @Test
    void eachBehaviourHasARow() throws IOException {
        TreeSet<Integer> rows = new TreeSet<>();
        Matcher row = ROW.matcher(page());
        while (row.find()) {
            rows.add(Integer.parseInt(row.group(1)));
        }
        assertThat(rows).hasSize(BEHAVIOURS).startsWith(1).endsWith(BEHAVIOURS);
    }

    @Test
    void eachTestIsThere() throws IOException {
        Map<String, String> tests = tests();
        List<String> missing = new ArrayList<>();
        Matcher name = NAME.matcher(page());
        int found = 0;
        while (name.find()) {
            found++;
            String source = tests.get(name.group(1));
            boolean there = source != null && (name.group(2) == null || source.contains("void " + name.group(2) + "("));
            if (!there) {
                missing.add(name.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(BEHAVIOURS);
    }

    @Test
    void eachDialogueIsThere() throws IOException {
        String dialogues = Files.readString(ROOT.resolve("smpp/src/test/resources/dialogues/behaviours.smpp"))
                + Files.readString(ROOT.resolve("smpp/src/test/resources/dialogues/malformed.smpp"));
        Matcher row = ROW.matcher(page());
        List<Integer> missing = new ArrayList<>();
        while (row.find()) {
            if (row.group(3).contains("dialogue")) {
                Pattern item = Pattern.compile("items? (\\d+ and )?" + row.group(1) + "\\b|\\(item " + row.group(1)
                        + "\\)" + "|items " + row.group(1) + " and");
                if (!item.matcher(dialogues).find()) {
                    missing.add(Integer.parseInt(row.group(1)));
                }
            }
        }
        assertThat(missing).isEmpty();
    }
}
