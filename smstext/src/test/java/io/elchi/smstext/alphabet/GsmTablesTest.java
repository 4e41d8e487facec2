package io.elchi.smstext.alphabet;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.testkit.Vectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Our tables against every line of the vectors, code by code.
class GsmTablesTest {
    private static final String AOSP = "AOSP";
    private static final String UNICODE = "GSM0338.TXT";
    private static final String CODECS = "gsmcodecs";

    /// A place where sources differ: the table, the code, what the other source has, what TS 23.038 has ("none":
    /// empty).
    private record Difference(int language, String table, String code, String source, String theirs, String decided) {}

    @TestFactory
    Stream<DynamicTest> everyTableOfTheVectors() {
        return Vectors.gsmTables().stream().map(line -> DynamicTest.dynamicTest(title(line), () -> check(line)));
    }

    private static String title(JsonNode line) {
        return line.get("language").asString() + " " + line.get("table").asString() + " "
                + line.get("source").asString();
    }

    private static void check(JsonNode line) {
        NationalLanguage language = NationalLanguage.of(line.get("language_id").asInt());
        boolean single = line.get("table").asString().equals("single");
        char[] ours = single ? GsmTables.single(language) : GsmTables.locking(language);
        List<Difference> differences =
                differences(language.id(), single ? "single" : "locking", sourceOf(line), cells(line.get("map")), ours);
        if (line.has("ext")) {
            differences.addAll(differences(0, "single", UNICODE, cells(line.get("ext")), GsmTables.single(language)));
        }
        assertThat(differences).allSatisfy(difference -> assertThat(decisions()).contains(difference));
    }

    private static String sourceOf(JsonNode line) {
        return line.get("source").asString().contains("gsmcodecs") ? CODECS : UNICODE;
    }

    private static Map<String, String> cells(JsonNode map) {
        Map<String, String> cells = new TreeMap<>();
        map.properties()
                .forEach(cell -> cells.put(cell.getKey(), cell.getValue().asString()));
        return cells;
    }

    private static List<Difference> differences(
            int language, String table, String source, Map<String, String> theirs, char[] ours) {
        List<Difference> differences = new ArrayList<>();
        for (int code = 0; code < 128; code++) {
            String key = "%02x".formatted(code);
            String our = ours[code] == GsmTables.NONE ? "none" : "%04x".formatted((int) ours[code]);
            String their = theirs.getOrDefault(key, "none");
            if (!our.equals(their)) {
                differences.add(new Difference(language, table, key, source, their, our));
            }
        }
        return differences;
    }

    /// Each place where two sources differ, and the decision; the reasons are in GsmTables.
    private static List<Difference> decisions() {
        List<Difference> decisions = new ArrayList<>();
        for (NationalLanguage language : NationalLanguage.values()) {
            if (language != NationalLanguage.SPANISH) {
                decisions.add(new Difference(language.id(), "locking", "1b", CODECS, "0020", "001b"));
            }
            decisions.add(new Difference(language.id(), "single", "1b", CODECS, "0020", "none"));
            if (language.id() >= NationalLanguage.BENGALI.id()) {
                decisions.add(new Difference(language.id(), "locking", "2c", CODECS, "0027", "002c"));
            }
        }
        decisions.add(new Difference(0, "locking", "1b", UNICODE, "00a0", "001b"));
        decisions.add(new Difference(0, "locking", "09", UNICODE, "00e7", "00c7"));
        decisions.add(new Difference(7, "locking", "24", AOSP, "0ca1", "0caa"));
        decisions.add(new Difference(12, "single", "65", AOSP, "20ac", "none"));
        return decisions;
    }

    /// The list above is complete: every `differs` of the vectors is decided, and ours is what was decided.
    @Test
    void everyDifferenceOfTheSourcesIsDecided() {
        Map<String, String> decided = new HashMap<>();
        decisions().forEach(d -> decided.put(d.language() + d.table() + d.code(), d.decided()));
        for (JsonNode line : Vectors.gsmTables()) {
            if (!line.has("differs")) {
                continue;
            }
            int id = line.get("language_id").asInt();
            String table = line.get("table").asString();
            char[] ours = table.equals("single")
                    ? GsmTables.single(NationalLanguage.of(id))
                    : GsmTables.locking(NationalLanguage.of(id));
            line.get("differs").properties().forEach(cell -> {
                char our = ours[Integer.parseInt(cell.getKey(), 16)];
                assertThat(decided)
                        .containsEntry(
                                id + table + cell.getKey(),
                                our == GsmTables.NONE ? "none" : "%04x".formatted((int) our));
            });
        }
    }

    @Test
    void kannadaPaIsWrittenWhereAllSourcesAgreeAndDdaNotAtAll() {
        GsmAlphabet kannada = GsmAlphabet.of(NationalLanguage.KANNADA, NationalLanguage.KANNADA);
        assertThat(kannada.encode("\u0caa", Alphabet.OMIT)).containsExactly(0x3d);
        assertThat(kannada.decode(new byte[] {0x24})).isEqualTo("\u0caa");
        assertThat(kannada.cost(0x0ca1)).isEqualTo(-1);
    }

    @Test
    void lockingAndSingleTablesAreCompleteInNumber() {
        for (NationalLanguage language : NationalLanguage.values()) {
            assertThat(GsmTables.locking(language)).hasSize(128);
            assertThat(GsmTables.single(language)).hasSize(128);
        }
    }
}
