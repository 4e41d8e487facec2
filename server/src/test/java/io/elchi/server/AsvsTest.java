package io.elchi.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The answers to OWASP's ASVS are complete, and the classes that they name are there. Whether an answer is true
/// nobody but a reader can say.
class AsvsTest {
    private static final Path ROOT = Path.of(System.getProperty("elchi.root"));
    private static final Path PAGE = ROOT.resolve("docs/security/asvs.md");
    private static final Set<String> ANSWERS = Set.of("yes", "partly", "no", "does not apply");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| ([0-9.]+) \\| ([0-9]) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$");
    /// A name in code style that is one of ours: words of protocols and settings have another form.
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+(?:[A-Z0-9][A-Za-z0-9]*)?)`");

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(PAGE)).results().toList();
    }

    private static Set<String> classes() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.map(file -> ROOT.relativize(file).toString())
                    .filter(file -> file.matches("[a-z0-9]+/src/(main|test)/java/.*\\.java"))
                    .map(file -> file.substring(file.lastIndexOf('/') + 1, file.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void everyRequirementIsAnsweredOnce() throws IOException {
        List<String> wanted = Files.readAllLines(ROOT.resolve("server/src/test/resources/asvs-5.0.0.txt")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(wanted).hasSize(253).doesNotHaveDuplicates();
        assertThat(rows().stream().map(row -> row.group(1) + " " + row.group(2)))
                .containsExactlyElementsOf(wanted);
    }

    /// A row that the pattern does not read would be skipped by the others.
    @Test
    void everyRowIsRead() throws IOException {
        assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.matches("\\| [0-9].*")))
                .hasSize(rows().size());
    }

    @Test
    void everyAnswerIsOneOfFourAndSaysWhy() throws IOException {
        for (MatchResult row : rows()) {
            assertThat(row.group(4)).as(row.group(1)).isIn(ANSWERS);
            assertThat(row.group(5)).as(row.group(1)).isNotBlank();
        }
    }

    @Test
    void everyClassThatIsNamedIsThere() throws IOException {
        Set<String> classes = classes();
        Set<String> named = CLASS.matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(named).hasSizeGreaterThan(80).contains("Query", "SignInTest").isSubsetOf(classes);
    }

    /// The numbers of the introduction are those of the table.
    @Test
    void theSumsAreRight() throws IOException {
        String page = Files.readString(PAGE).replace('\n', ' ');
        for (String answer : ANSWERS) {
            long count =
                    rows().stream().filter(row -> row.group(4).equals(answer)).count();
            String said = answer.equals("does not apply")
                    ? count + " do not apply"
                    : count + " (are answered )?with " + answer;
            assertThat(page).as(answer).containsPattern("\\b" + said);
        }
    }

    @Test
    void aClassThatIsNotThereIsFound() {
        assertThat(CLASS.matcher("see `NoSuchClassTest`, `Reach` and `x-recent`, `SameSite=Strict`, `GET`")
                        .results()
                        .map(match -> match.group(1)))
                .containsExactly("NoSuchClassTest", "Reach");
    }
}
