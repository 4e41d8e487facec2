package io.elchi.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documentation points at exists.
class DocsTest {
    private static final Path ROOT = Path.of(System.getProperty("elchi.root"));
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#: ]+)(?:#[^)]*)?\\)");

    private static final Pattern HEADING_LINK = Pattern.compile("\\]\\(([^)#: ]*\\.md|)#([^)]+)\\)");

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> top = Files.list(ROOT)) {
            Stream.concat(docs, top)
                    .filter(file -> file.toString().endsWith(".md"))
                    .forEach(pages::add);
        }
        return pages;
    }

    private static List<String> links(Path page) throws IOException {
        return LINK.matcher(Files.readString(page))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            for (String link : links(page)) {
                if (!Files.exists(page.resolveSibling(link))) {
                    broken.add(ROOT.relativize(page) + " -> " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    /// A heading that is renamed leaves links to nothing.
    @Test
    void everyLinkIntoAPageLeadsToAHeading() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            Matcher link = HEADING_LINK.matcher(Files.readString(page));
            while (link.find()) {
                Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
                if (!headings(target).contains(link.group(2))) {
                    broken.add(ROOT.relativize(page) + " -> " + link.group());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    /// As GitHub writes them into addresses.
    private static List<String> headings(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /// A step's link is named after the class that it leads to.
    @Test
    void theWalkNamesTheClassesThatItLinks() throws IOException {
        String walk = Files.readString(ROOT.resolve("docs/walk.md"));
        Matcher named = Pattern.compile("\\[`([A-Za-z]+)`\\]\\(([^)]+)\\)").matcher(walk);
        int count = 0;
        while (named.find()) {
            assertThat(named.group(2)).endsWith("/" + named.group(1) + ".java");
            count++;
        }
        assertThat(count)
                .isGreaterThan(20)
                .isEqualTo(links(ROOT.resolve("docs/walk.md")).size());
    }

    @Test
    void theReadmeListsEveryModule() throws IOException {
        Path source = ROOT.resolve("server/src/main/java/io/elchi/server");
        List<String> packages;
        try (Stream<Path> files = Files.list(source)) {
            packages = files.filter(Files::isDirectory)
                    .map(each -> each.getFileName().toString())
                    .sorted()
                    .toList();
        }
        Matcher row = Pattern.compile("(?m)^\\| `([a-z]+)` \\| .+ \\| \\[`(\\w+)`]\\(([^)]+)\\) \\|$")
                .matcher(Files.readString(ROOT.resolve("README.md")));
        List<String> listed = new ArrayList<>();
        while (row.find()) {
            listed.add(row.group(1));
            assertThat(row.group(3))
                    .startsWith("server/src/main/java/io/elchi/server/" + row.group(1) + "/")
                    .endsWith("/" + row.group(2) + ".java");
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(packages);
    }

    /// A reader who wants to change a library or a tool finds the class to begin with, too.
    @Test
    void theReadmeNamesAClassOfEveryMavenModule() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        Matcher module = Pattern.compile("<module>(\\w+)</module>").matcher(Files.readString(ROOT.resolve("pom.xml")));
        int modules = 0;
        while (module.find()) {
            modules++;
            String name = module.group(1);
            assertThat(readme).containsPattern("(?m)^\\| `" + name + "/` \\| .+ \\| .+ \\|$");
            // The module web has no Java.
            assertThat(readme)
                    .containsPattern(
                            "\\[`[\\w.]+`]\\(" + name + "/(src/main/java/[\\w/]+\\.java|apps/[\\w/]+\\.ts)\\)");
        }
        assertThat(modules).isGreaterThan(5);
    }

    /// A path of the contract that is there twice hides the first one from most readers.
    @Test
    void noContractHasAPathTwice() throws IOException {
        try (Stream<Path> contracts = Files.list(ROOT.resolve("api/openapi"))) {
            for (Path contract : contracts.toList()) {
                assertThat(Files.readAllLines(contract).stream().filter(line -> line.startsWith("  /")))
                        .as(contract.toString())
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void theDecisionsAreNumbered() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs/decisions"))) {
            List<Path> decisions = files.sorted().toList();
            for (int i = 0; i < decisions.size(); i++) {
                assertThat(decisions.get(i).getFileName().toString()).startsWith("%04d-".formatted(i + 1));
                assertThat(Files.readString(decisions.get(i))).startsWith("# " + (i + 1) + ". ");
            }
        }
    }
}
