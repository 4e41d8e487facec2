package io.elchi.server.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Contract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A browser shows each contract under the pages' Content-Security-Policy, and asks no other host for anything.
/// Skipped on a machine without Chromium; ServedDocsTest looks at the same files without one.
@Timeout(180)
class DocsInBrowserTest {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

    /// How many operations were in the page until now. The viewer keeps only those of a long contract in the page that
    /// the window shows, so each call scrolls on, and starts again at the end.
    private static final String SHOWN_SO_FAR = """
            (() => {
              window.shown ??= new Set();
              document.querySelectorAll('.opblock').forEach(block => window.shown.add(block.id));
              const end = document.documentElement.scrollHeight - window.innerHeight;
              window.scrollTo(0, window.scrollY >= end - 1 ? 0 : window.scrollY + window.innerHeight / 2);
              return window.shown.size;
            })()""";

    /// How many operations are open. Opens the first ones when none is.
    private static final String OPENED = """
            (() => {
              const open = document.querySelectorAll('.opblock.is-open').length;
              if (open === 0) {
                window.scrollTo(0, 0);
                document.querySelectorAll('.opblock-summary-control').forEach((block, i) => i < 3 && block.click());
              }
              return open;
            })()""";

    @AutoClose
    private static final TestServer SERVER = TestServer.start(Map.of());

    private static Optional<Path> browser;

    @TempDir
    private Path profile;

    @BeforeAll
    static void thereIsABrowser() {
        browser = Chromium.installed();
        if (browser.isEmpty()) {
            System.err.println(
                    "SKIPPED: there is no Chromium (apt-get install chromium); the viewer of /docs is not tested");
        }
        assumeTrue(browser.isPresent(), "there is no Chromium");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "oauth", "admin", "console"})
    void theViewerShowsEveryOperationAndAsksNoOtherHost(String name) throws Exception {
        Contract contract = Contract.ALL.stream()
                .filter(each -> each.file().equals(name + ".yaml"))
                .findFirst()
                .orElseThrow();
        int operations =
                contract.operations().size() + contract.root().path("webhooks").size();
        try (Chromium page = new Chromium(browser.orElseThrow(), profile)) {
            page.ask("Network.enable", Map.of());
            page.ask("Log.enable", Map.of());
            page.ask("Runtime.enable", Map.of());
            page.ask(
                    "Page.navigate",
                    Map.of("url", SERVER.uri("/docs/api/" + name).toString()));
            long end = System.nanoTime() + TIMEOUT_NANOS;
            int shown = 0;
            while (shown < operations && System.nanoTime() < end) {
                shown = page.evaluate(SHOWN_SO_FAR).asInt(0);
            }
            assertThat(shown).isEqualTo(operations);
            int open = 0;
            while (open == 0 && System.nanoTime() < end) {
                open = page.evaluate(OPENED).asInt(0);
            }
            assertThat(open).isPositive();

            List<String> asked = page.events("Network.requestWillBeSent").stream()
                    .map(event -> event.at("/request/url").stringValue())
                    .filter(url -> !url.startsWith("data:"))
                    .toList();
            String origin = SERVER.uri("/").toString();
            assertThat(asked).hasSizeGreaterThanOrEqualTo(5).allMatch(url -> url.startsWith(origin));
            assertThat(page.events("Log.entryAdded").stream()
                            .map(event -> event.at("/entry/text").asString("")))
                    .as("what the browser refused")
                    .isEmpty();
            assertThat(page.events("Runtime.exceptionThrown").stream().map(JsonNode::toString))
                    .isEmpty();
        }
    }
}
