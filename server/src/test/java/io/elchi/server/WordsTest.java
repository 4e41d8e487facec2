package io.elchi.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// One thing has one name, and it is the field's name (docs/glossary.md). Names that were replaced do not return:
/// not in identifiers and comments, SQL, settings, metrics, the API, the command line or the documentation.
class WordsTest {
    private static final Path ROOT = Path.of(System.getProperty("elchi.root"));
    private static final Set<String> KINDS =
            Set.of("java", "sql", "md", "yaml", "yml", "properties", "options", "xml", "smpp", "ts", "tsx", "mjs");

    /// Each replaced word with the word to use.
    private static final Map<String, String> REPLACED = Map.ofEntries(
            Map.entry("roads?|walks?|walkthrough", "message path"),
            Map.entry("rooms?", "module, capacity, or space"),
            Map.entry("arrows?|ArrowsTest", "dependency"),
            Map.entry("doors?|hot doors?|Hot(Door|Handler|Answer|Request)", "fast path"),
            Map.entry("doorm[ae]n|Doorman\\w*|turn(s|ed)?[ _]away", "LoadShedder, shed"),
            Map.entry("RawRequest", "MinimalHttpRequest"),
            Map.entry("debts?", "backlog, BacklogThrottle"),
            Map.entry("objections?", "violation"),
            Map.entry("flights?|InFlight", "MessageProgress, ActiveMessages"),
            Map.entry("hops?", "RouteCandidate"),
            Map.entry("trails?", "Timeline"),
            Map.entry("strays?", "unmatched"),
            Map.entry("SettledFeed|toldUpTo", "EventLog"),
            Map.entry("smscKey|smsc_key", "receiptKey"),
            Map.entry("SessionLine|Reborn", "SmppBoundSession, PerBindHandler"),
            Map.entry("rests|rested|resting", "backOff, throttle, pause"),
            Map.entry("Poster", "WebhookSender"),
            Map.entry("Chores?", "ScheduledJobs"),
            Map.entry("LiveLinks", "LinkStatusSource"),
            Map.entry("lives|lives/s", "messages/s, message life cycle"),
            Map.entry("patience|commit_patience|receipt_patience", "..._timeout"),
            Map.entry("pool_wait|look_after|posts_to_one", "pool_timeout, recheck_after, max_concurrent..."),
            Map.entry("carriers?", "operator"),
            Map.entry(
                    "(give|gives|gave|given|giving) up|givenUp|giveUp\\w*", "abandoned; given_up for webhooks alone"));

    /// What looks like a replaced word and is right where it stands.
    private static final List<Pattern> ALLOWED = List.of(
            // SMPP's requests without a response, as a window counts them.
            Pattern.compile("(?i)in[ _]flight"),
            Pattern.compile("inFlight"),
            // The range of addresses (RFC 6598).
            Pattern.compile("Carrier-grade NAT"),
            // The name of a page; a method of java.nio.file.
            Pattern.compile("walk\\.md"),
            Pattern.compile("Files\\.walk\\w*"));
    private static final Pattern WEBHOOKS = Pattern.compile("(?i)webhook|endpoint|message-path\\.md");

    /// Names of classes that were replaced, and are everyday words elsewhere.
    private static final Set<String> CLASSES = Set.of(
            "Keep",
            "Prepared",
            "Acceptance",
            "Stored",
            "Sums",
            "Rules",
            "Commit",
            "Sheet",
            "Draft",
            "Awaited",
            "Line",
            "Lines",
            "Answers",
            "Then",
            "Dispatch",
            "Slots",
            "Post",
            "Match",
            "References",
            "Audit",
            "Delivery",
            "Choice",
            "Step",
            "Trail",
            "Hop",
            "Flight");

    static List<Path> texts() throws IOException {
        List<Path> texts = new ArrayList<>(List.of(ROOT.resolve("elchi")));
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(WordsTest::isText).forEach(texts::add);
        }
        return texts;
    }

    private static boolean isText(Path file) {
        String path = ROOT.relativize(file).toString().replace('\\', '/');
        String name = file.getFileName().toString();
        return KINDS.contains(name.substring(name.lastIndexOf('.') + 1))
                && !path.matches(
                        "(.*/)?(target|node_modules|generated|\\.git|data)/.*|.*/src/test/.*|testkit/src/main/resources/.*")
                && Files.isRegularFile(file);
    }

    private static List<String> found(String line, boolean webhooks) {
        String text = line;
        for (Pattern allowed : ALLOWED) {
            text = allowed.matcher(text).replaceAll("");
        }
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, String> word : REPLACED.entrySet()) {
            boolean anyCase = word.getKey().equals(word.getKey().toLowerCase(Locale.ROOT));
            Pattern pattern = Pattern.compile(
                    "(?<![A-Za-z])(" + word.getKey() + ")(?![A-Za-z])", anyCase ? Pattern.CASE_INSENSITIVE : 0);
            if (pattern.matcher(text).find() && !(webhooks && word.getKey().contains("given"))) {
                found.add(word.getValue());
            }
        }
        return found;
    }

    @Test
    void replacedWordsAreGone() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path text : texts()) {
            boolean webhooks = WEBHOOKS.matcher(text.toString()).find();
            int number = 0;
            for (String line : Files.readAllLines(text)) {
                number++;
                for (String use : found(line, webhooks || WEBHOOKS.matcher(line).find())) {
                    found.add("%s:%d: %s -- use %s".formatted(ROOT.relativize(text), number, line.strip(), use));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    /// Phrases that make a reader ask back.
    @Test
    void riddlesAreGone() throws IOException {
        Pattern riddle = Pattern.compile("(?i)\\b(whoever|whosever|in vain|be it (a|an|the|null|revoked))\\b");
        List<String> found = new ArrayList<>();
        for (Path text : texts()) {
            int number = 0;
            for (String line : Files.readAllLines(text)) {
                number++;
                if (riddle.matcher(line).find()) {
                    found.add("%s:%d: %s".formatted(ROOT.relativize(text), number, line.strip()));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void replacedNamesOfClassesAreGone() throws IOException {
        assertThat(texts().stream()
                        .filter(file -> file.startsWith(ROOT.resolve("server")))
                        .map(file -> file.getFileName().toString().replaceAll("\\.java$", ""))
                        .filter(CLASSES::contains))
                .isEmpty();
    }

    /// A check that finds nothing anywhere checks nothing.
    @Test
    void plantedWordsAreFound() {
        assertThat(found("the longer the door rests after a commit", false)).hasSize(2);
        assertThat(found("a window of 50 requests in flight; Carrier-grade NAT", false))
                .isEmpty();
        assertThat(found("it was given up", false)).hasSize(1);
        assertThat(found("it was given up", true)).isEmpty();
        assertThat(found("messages.hops TEXT", false)).hasSize(1);
        assertThat(found("final class HotDoor {", false)).hasSize(1);
    }
}
