package io.elchi.smpp.session;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every dialogue in `dialogues/*.smpp`, each begun by a line `== what it shows`.
class DialogueTest {
    @TestFactory
    Stream<DynamicTest> dialogues() throws IOException, URISyntaxException {
        Path folder = Path.of(DialogueTest.class.getResource("/dialogues").toURI());
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                tests.addAll(tests(file));
            }
        }
        return tests.stream();
    }

    private static List<DynamicTest> tests(Path file) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        List<String> current = new ArrayList<>();
        String name = null;
        for (int i = 0; i <= lines.size(); i++) {
            boolean heading = i == lines.size() || lines.get(i).startsWith("== ");
            if (heading && name != null) {
                List<String> script = padded(current, i);
                tests.add(DynamicTest.dynamicTest(file.getFileName() + ": " + name, () -> new Dialogue().run(script)));
            }
            if (heading && i < lines.size()) {
                name = lines.get(i).substring(3);
                current = new ArrayList<>();
            } else if (i < lines.size()) {
                current.add(lines.get(i));
            }
        }
        return tests;
    }

    /// Empty lines in front, so that a failure names the line of the file.
    private static List<String> padded(List<String> script, int end) {
        List<String> padded = new ArrayList<>(Collections.nCopies(end - script.size(), ""));
        padded.addAll(script);
        return padded;
    }
}
