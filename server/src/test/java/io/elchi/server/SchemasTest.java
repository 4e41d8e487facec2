package io.elchi.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A module's SQL names its own schema's tables and nobody else's: whoever needs them asks the module.
class SchemasTest {
    /// By module what it may name beside its own, with the reason.
    private static final Map<String, Set<String>> EXCEPTIONS = Map.of(
            // The page of limits names the setting, which has the name of the table.
            "boot", Set.of("webhooks.endpoints"));

    private static final Path SOURCES =
            Path.of(System.getProperty("elchi.root"), "server/src/main/java/io/elchi/server");
    private static final Path MIGRATIONS =
            Path.of(System.getProperty("elchi.root"), "server/src/main/resources/db/migration");
    private static final Pattern TABLE =
            Pattern.compile("CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?([a-z_]+)\\.([a-z_0-9]+)");
    private static final Pattern LITERAL = Pattern.compile("\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"");
    private static final Pattern NAME = Pattern.compile("\\b([a-z_]+)\\.([a-z_0-9]+)\\b");

    /// `billing.ledger_batches` and so on, of every migration.
    private static Set<String> tables() throws IOException {
        Set<String> tables = new TreeSet<>();
        for (Path file : files(MIGRATIONS, ".sql")) {
            Matcher matcher = TABLE.matcher(Files.readString(file));
            while (matcher.find()) {
                tables.add(matcher.group(1) + "." + matcher.group(2));
            }
        }
        return tables;
    }

    private static List<Path> files(Path root, String end) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    private static String module(Path root, Path file) {
        return root.relativize(file).getName(0).toString();
    }

    /// Tables of others that a text names, as `module -> table`.
    private static void strangers(String module, String text, Set<String> tables, Map<String, Set<String>> found) {
        Matcher names = NAME.matcher(text);
        while (names.find()) {
            if (tables.contains(names.group()) && !names.group(1).equals(module)) {
                found.computeIfAbsent(module, _ -> new TreeSet<>()).add(names.group());
            }
        }
    }

    @Test
    void theSqlOfAModuleNamesItsOwnTables() throws IOException {
        Set<String> tables = tables();
        assertThat(tables).contains("accounts.accounts", "billing.account_transactions", "messages.cdr_sms");
        Map<String, Set<String>> found = new TreeMap<>();
        for (Path file : files(SOURCES, ".java")) {
            Matcher literals = LITERAL.matcher(Files.readString(file));
            while (literals.find()) {
                strangers(module(SOURCES, file), literals.group(), tables, found);
            }
        }
        assertThat(found).isEqualTo(EXCEPTIONS);
    }

    @Test
    void soDoesTheSqlOfItsMigrations() throws IOException {
        Set<String> tables = tables();
        Map<String, Set<String>> found = new TreeMap<>();
        for (Path file : files(MIGRATIONS, ".sql")) {
            if (module(MIGRATIONS, file).equals("audit")) {
                // It puts its triggers on the tables of all modules.
                continue;
            }
            strangers(module(MIGRATIONS, file), withoutComments(Files.readString(file)), tables, found);
        }
        assertThat(found).isEmpty();
    }

    private static String withoutComments(String sql) {
        return sql.replaceAll("--[^\n]*", "");
    }

    /// A check that stays silent on a stranger checks nothing.
    @Test
    void aStrangersTableIsFound() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        strangers("intake", "\"SELECT balance FROM billing.account_balances\"", tables(), found);
        assertThat(found).isEqualTo(Map.of("intake", Set.of("billing.account_balances")));
    }

    @Test
    void everySchemaIsOfAModule() throws IOException {
        List<String> homeless = new ArrayList<>();
        for (String table : tables()) {
            String schema = table.substring(0, table.indexOf('.'));
            if (!Files.isDirectory(SOURCES.resolve(schema))) {
                homeless.add(table);
            }
        }
        assertThat(homeless).isEmpty();
    }
}
