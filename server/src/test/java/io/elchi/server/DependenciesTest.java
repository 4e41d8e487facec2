package io.elchi.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Dependencies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The one table of the server's dependencies: every other dependency, and every cycle, fails the build. A row
/// grows in the commit that needs it, with the reason.
class DependenciesTest {
    /// `*`: open to all. After the bar: our own libraries.
    static final String TABLE = """
            core*                   ->
            config* observe*        -> core
            db http                 ->
            cluster limits queue    -> db
            traces                  -> db | smpp
            audit                   -> db http
            docs pages              -> http
            accounts                -> db http limits events
            oauth                   -> db http accounts
            identity                -> db http limits accounts
            approvals               -> db http accounts identity
            numbers templates       -> db
            compliance tariffs      -> db events
            billing                 -> db accounts events
            rules                   -> db http numbers
            routing                 -> db numbers tariffs | smstext
            events                  -> db
            messages                -> db cluster queue events | smstext
            intake                  -> db cluster queue limits accounts rules compliance numbers tariffs routing billing messages | smstext
            connectors              -> db cluster http queue events routing messages traces | smpp smstext
            inbound                 -> db accounts rules billing compliance events messages | smstext
            replies                 -> limits accounts intake messages inbound
            tracking                -> db cluster queue billing events messages inbound | smstext
            reconcile               -> db billing messages inbound
            webhooks                -> db cluster http events
            exports                 -> db http accounts billing routing messages inbound
            entrances               -> db cluster http limits accounts intake messages billing events webhooks | smstext
            smppserver              -> db limits accounts intake messages events traces | smpp smstext
            gatewayapi              -> http limits accounts intake messages billing inbound events webhooks exports templates smppserver
            adminapi                -> audit approvals cluster http accounts oauth identity numbers rules compliance tariffs billing routing messages inbound queue webhooks exports smppserver traces
            boot                    -> all
            """;

    static Dependencies dependencies(String root) {
        return Dependencies.of(root, TABLE)
                .home("com.rabbitmq.", "queue.rabbit")
                .home("io.lettuce.", "limits.redis")
                .home("io.github.bucket4j.", "limits")
                .home("com.zaxxer.hikari.", "db")
                .home("org.flywaydb.", "db")
                .home("org.postgresql.", "db")
                .home("io.zonky.", "db.embedded")
                .home("com.google.i18n.", "numbers")
                .home("com.nimbusds.", "oauth")
                .home("io.micrometer.", "observe")
                .home("tools.jackson.dataformat.", "config")
                .home("org.apache.commons.compress.", "db.embedded")
                .home("org.tukaani.", "db.embedded")
                .home("org.apache.catalina.", "http")
                .home("org.springframework.session.", "identity")
                .home("com.google.re2j.", "core")
                .home("org.bouncycastle.", "identity")
                .home("com.eatthepath.", "identity")
                .home("com.nulabinc.", "identity")
                .home("org.apache.hc.", "http")
                .home("org.dhatim.", "exports")
                .home("picocli.", "boot")
                .home("io.netty.");
    }

    @Test
    void onlyTheDependenciesOfTheTable() {
        assertThat(dependencies("io.elchi.server").violations()).isEmpty();
    }

    /// What nobody uses any more would be used again by mistake.
    @Test
    void everyRowOfTheTableIsUsed() {
        assertThat(dependencies("io.elchi.server").unused()).isEmpty();
        assertThat(Dependencies.of("io.elchi.planted", "billing -> intake\nintake ->")
                        .unused())
                .containsExactly("billing -> intake");
    }

    /// The classes below `io.elchi.planted` break each rule once: a check that stays silent on them checks
    /// nothing.
    @Test
    void plantedBadDependenciesAreCaught() {
        assertThat(dependencies("io.elchi.planted").violationsWithTests())
                .containsExactly(
                        "io.elchi.planted.billing.Backwards -> io.elchi.planted.intake.Door: no such dependency in the table",
                        "io.elchi.planted.billing.Backwards -> org.postgresql.PlantedClient: org.postgresql. may be used only in [db]",
                        "io.elchi.planted.core.Upwards -> io.elchi.planted.intake.Door: no such dependency in the table",
                        "io.elchi.planted.intake.Door -> io.elchi.testkit.Seeds: the library testkit is not in its row",
                        "io.elchi.planted.stray.NoRow is in 'stray', which has no row in the table",
                        "io.elchi.planted.webhooks.Prying -> io.elchi.planted.accounts.keys.Hidden: a sub-package is private to its feature");
    }

    /// The diagram in docs/architecture.md has the edges of the table.
    @Test
    void theDiagramShowsTheTable() throws IOException {
        Set<String> table = new TreeSet<>();
        TABLE.lines().map(String::strip).forEach(row -> {
            String[] sides = row.split("->");
            String right = sides.length == 1 ? "" : sides[1].replace('|', ' ');
            addEdges(table, sides[0], right, " +");
        });
        Set<String> diagram = new TreeSet<>();
        Path page = Path.of(System.getProperty("elchi.root"), "docs", "architecture.md");
        Files.readString(page)
                .split("## Modules")[1]
                .lines()
                .filter(line -> line.matches(" +[a-z]+ --> [a-z& ]+"))
                .forEach(line -> addEdges(diagram, line.split("-->")[0], line.split("-->")[1], " *& *"));
        assertThat(diagram).isEqualTo(table);
    }

    private static void addEdges(Set<String> edges, String left, String right, String separator) {
        for (String from : left.strip().split(" +")) {
            for (String to : right.strip().split(separator)) {
                if (!to.isEmpty() && !from.endsWith("*") && !"boot".equals(from)) {
                    edges.add(from + " -> " + to);
                }
            }
        }
    }

    @Test
    void aCycleInTheTableIsCaught() {
        String looped = TABLE.replace(
                "compliance tariffs      -> db events", "compliance -> db events\ntariffs -> db events intake");
        assertThat(Dependencies.of("io.elchi.none", looped).violations())
                .singleElement()
                .asString()
                .startsWith("the table has a cycle: ");
    }
}
