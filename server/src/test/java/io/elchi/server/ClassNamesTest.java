package io.elchi.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Within one Maven module, two classes of main code have different simple names: top-level classes, public nested
/// ones, and the nested ones of an interface, which are public too. An import or a search then finds one class.
class ClassNamesTest {
    private static final Path ROOT = Path.of(System.getProperty("elchi.root"));
    private static final List<String> MODULES =
            List.of("smpp", "smstext", "simulator", "server", "testkit", "bench", "e2e");
    private static final Map<String, String> PERMITTED = Map.of(
            "Builder", "the field's word, always read with its PDU: SubmitSm.Builder",
            "Refused", "a case of a sealed result, always read with it: Outcome.Refused, SendResult.Refused",
            "Receipt", "a case of a sealed type, always read with it: Outcome.Receipt, the event Event.Receipt",
            "Submitted", "a case of a sealed type, always read with it: Outcome.Submitted, Event.Submitted",
            "Text", "a case of Content, always read with it: Content.Text; intake counts a Text before it is one",
            "Unanswered", "a case of a sealed type, always read with it: Outcome.Unanswered, Event.Unanswered");
    private static final Pattern DECLARATION = Pattern.compile(
            "^( *)((?:(?:public|protected|private|static|final|sealed|non-sealed|abstract|strictfp) +)*)"
                    + "(?:class|interface|enum|record|@interface) +(\\w+)");

    /// Declared classes by name, each with the files that declare it.
    private static Map<String, List<String>> classes(String module) throws IOException {
        Map<String, List<String>> classes = new TreeMap<>();
        Path sources = ROOT.resolve(module).resolve("src/main/java");
        try (Stream<Path> all = Files.walk(sources)) {
            for (Path file :
                    all.filter(each -> each.toString().endsWith(".java")).toList()) {
                names(Files.readAllLines(file))
                        .forEach(name -> classes.computeIfAbsent(name, _ -> new ArrayList<>())
                                .add(sources.relativize(file).toString()));
            }
        }
        return classes;
    }

    private static List<String> names(List<String> lines) {
        List<String> names = new ArrayList<>();
        boolean inInterface = false;
        for (String line : lines) {
            Matcher declaration = DECLARATION.matcher(line);
            if (declaration.find()) {
                boolean nested = !declaration.group(1).isEmpty();
                inInterface |= !nested && line.contains("interface ");
                String modifiers = declaration.group(2);
                if (!nested || modifiers.contains("public") || inInterface && isMember(declaration.group(1))) {
                    names.add(declaration.group(3));
                }
            }
        }
        return names;
    }

    /// The formatter indents a member by four spaces.
    private static boolean isMember(String indent) {
        return indent.length() == 4;
    }

    @Test
    void noTwoClassesOfAModuleShareAName() throws IOException {
        List<String> shared = new ArrayList<>();
        for (String module : MODULES) {
            classes(module).forEach((name, files) -> {
                if (files.size() > 1 && !PERMITTED.containsKey(name)) {
                    shared.add(module + ": " + name + " in " + files);
                }
            });
        }
        assertThat(shared).isEmpty();
    }

    /// An exception that nothing needs is removed.
    @Test
    void everyExceptionIsNeeded() throws IOException {
        List<String> needed = new ArrayList<>();
        for (String module : MODULES) {
            classes(module).forEach((name, files) -> {
                if (files.size() > 1) {
                    needed.add(name);
                }
            });
        }
        assertThat(needed).containsAll(PERMITTED.keySet());
    }

    /// A check that finds nothing anywhere checks nothing.
    @Test
    void plantedNamesAreFound() {
        assertThat(names(List.of(
                        "public interface Port {",
                        "    record Case(int a) implements Port {",
                        "        record Deep() {}",
                        "class Other {",
                        "    public static final class Shown {}",
                        "    private enum Hidden {}",
                        "    /// the class Prose")))
                .contains("Port", "Case", "Other", "Shown")
                .doesNotContain("Deep", "Prose");
        assertThat(names(List.of("class Other {", "    private enum Hidden {}", "    record Inside() {}")))
                .containsExactly("Other");
    }
}
