package io.elchi.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
    private enum Color {
        RED,
        DARK_BLUE
    }

    private record Inner(
            @Setting(value = "a number below", is = "7", min = 1, max = 9)
            int depth) {}

    private record Sample(
            @Setting(value = "a number", is = "5", min = -3, max = 10)
            int count,

            @Setting(value = "a large number", is = "1_000_000")
            long total,

            @Setting(value = "yes or no", is = "false") boolean flag,

            @Setting(value = "how long", is = "2s", min = 10, max = 60_000)
            Duration pause,

            @Setting(value = "which", is = "dark_blue") Color color,

            @Setting(value = "a word", is = "") String word,

            @Setting(value = "a password", is = "") Secret password,

            @Setting(value = "a folder", is = "data") Path folder,

            @Setting(value = "words", is = "a, b") List<String> words,

            Inner inner) {
        Sample {
            if (word.equals("forbidden")) {
                throw new IllegalArgumentException("word: must not be forbidden");
            }
        }
    }

    private record Needs(@Setting("must be given") String name) {}

    private static final List<Section> SECTIONS = List.of(new Section("sample", Sample.class));

    @TempDir
    private Path folder;

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("elchi.yaml"), yaml);
    }

    private static Sample load(Path file, Map<String, String> environment, Map<String, String> overrides) {
        return Config.load(file, environment, overrides, SECTIONS).get(Sample.class);
    }

    private static List<String> problems(org.assertj.core.api.ThrowableAssert.ThrowingCallable load) {
        List<String> found = new java.util.ArrayList<>();
        assertThatThrownBy(load)
                .isInstanceOfSatisfying(ConfigException.class, failed -> found.addAll(failed.problems()));
        return found;
    }

    @Test
    void everythingHasItsDefault() {
        assertThat(load(null, Map.of(), Map.of()))
                .isEqualTo(new Sample(
                        5,
                        1_000_000,
                        false,
                        Duration.ofSeconds(2),
                        Color.DARK_BLUE,
                        "",
                        new Secret(""),
                        Path.of("data"),
                        List.of("a", "b"),
                        new Inner(7)));
    }

    @Test
    void anEmptyFileIsAllDefaults() throws IOException {
        assertThat(load(file(""), Map.of(), Map.of())).isEqualTo(load(null, Map.of(), Map.of()));
        assertThat(load(file("# nothing\n"), Map.of(), Map.of())).isEqualTo(load(null, Map.of(), Map.of()));
        assertThat(load(file("sample:\n"), Map.of(), Map.of())).isEqualTo(load(null, Map.of(), Map.of()));
    }

    @Test
    void everyKindOfValueIsReadFromTheFile() throws IOException {
        Path yaml = file("""
                sample:
                  count: -3
                  total: 9_000_000_000
                  flag: true
                  pause: 60s
                  color: red
                  word: "a: b"
                  password: s3cret
                  folder: /var/lib/elchi
                  words: [x, "y, z"]
                  inner:
                    depth: 9
                """);
        assertThat(load(yaml, Map.of(), Map.of()))
                .isEqualTo(new Sample(
                        -3,
                        9_000_000_000L,
                        true,
                        Duration.ofMinutes(1),
                        Color.RED,
                        "a: b",
                        new Secret("s3cret"),
                        Path.of("/var/lib/elchi"),
                        List.of("x", "y, z"),
                        new Inner(9)));
    }

    @Test
    void theEnvironmentWinsOverTheFileAndTheCommandLineOverBoth() throws IOException {
        Path yaml = file("sample:\n  count: 1\n  word: file\n  inner:\n    depth: 2\n");
        Map<String, String> environment = Map.of(
                "ELCHI_SAMPLE_COUNT",
                "2",
                "ELCHI_SAMPLE_INNER_DEPTH",
                "3",
                "ELCHI_SAMPLE_WORDS",
                "p,q",
                "PATH",
                "/bin");
        Sample sample = load(yaml, environment, Map.of("sample.count", "3"));
        assertThat(sample.count()).isEqualTo(3);
        assertThat(sample.word()).isEqualTo("file");
        assertThat(sample.inner().depth()).isEqualTo(3);
        assertThat(sample.words()).containsExactly("p", "q");
    }

    @Test
    void aVariableWithOurPrefixThatSetsNothingIsAnError() {
        Map<String, String> environment = new HashMap<>(Map.of("ELCHI_SAMPLE_COUNTS", "2"));
        environment.put("ELCHI_CONFIG", "x");
        environment.put("ELCHI_URL", "x");
        environment.put("ELCHI_KEY", "x");
        environment.put("ELCHI_JAVA_OPTS", "x");
        assertThat(problems(() -> load(null, environment, Map.of())))
                .containsExactly("ELCHI_SAMPLE_COUNTS: no setting has this variable");
    }

    @Test
    void everyProblemIsNamedAtOnce() throws IOException {
        Path yaml = file("""
                sample:
                  count: 11
                  total: many
                  flag: yes!
                  pause: 2 seconds
                  color: green
                  word: [a]
                  words: {a: b}
                  inner: 7
                  cuont: 1
                sampel:
                  count: 1
                """);
        assertThat(problems(() -> load(yaml, Map.of("ELCHI_NOTHING", ""), Map.of())))
                .containsExactlyInAnyOrder(
                        "ELCHI_NOTHING: no setting has this variable",
                        "sample.count: must be at most 10, not 11",
                        "sample.total: must be a whole number, not 'many'",
                        "sample.flag: must be true or false, not 'yes!'",
                        "sample.pause: must be a duration like 20ms, 5s, 2m, 48h or 30d, not '2 seconds'",
                        "sample.color: must be one of [red, dark_blue], not 'green'",
                        "sample.word: must be a single value",
                        "sample.words: must be a list",
                        "sample.inner: must have settings below it",
                        "sample.cuont: there is no such setting",
                        "sampel: there is no such setting");
    }

    @ParameterizedTest
    @CsvSource({"-4,at least -3", "11,at most 10", "99999999999,at most 10", "1.5,a whole number", "'',a whole number"})
    void aNumberKeepsToItsRange(String count, String problem) {
        assertThat(problems(() -> load(null, Map.of(), Map.of("sample.count", count))))
                .singleElement()
                .asString()
                .startsWith("sample.count: must be " + problem);
    }

    @ParameterizedTest
    @CsvSource({
        "9ms,at least 10 ms",
        "61s,at most 60000 ms",
        "-5s,a duration",
        "5,a duration",
        "999999999d,at most 60000 ms",
        "9999999999ms,a duration"
    })
    void aDurationKeepsToItsRange(String pause, String problem) {
        assertThat(problems(() -> load(null, Map.of(), Map.of("sample.pause", pause))))
                .singleElement()
                .asString()
                .startsWith("sample.pause: must be " + problem);
    }

    @Test
    void aSettingWithoutADefaultMustBeGiven() {
        List<Section> sections = List.of(new Section("needs", Needs.class));
        assertThat(problems(() -> Config.load(null, Map.of(), Map.of(), sections)))
                .containsExactly("needs.name: must be set");
        assertThat(Config.load(null, Map.of(), Map.of("needs.name", ""), sections)
                        .get(Needs.class)
                        .name())
                .isEmpty();
    }

    @Test
    void whatTheRecordItselfRefusesIsAProblem() {
        assertThat(problems(() -> load(null, Map.of(), Map.of("sample.word", "forbidden"))))
                .containsExactly("sample: word: must not be forbidden");
    }

    @Test
    void aFileThatCannotBeReadIsAProblem() throws IOException {
        assertThat(problems(() -> load(folder.resolve("nothing.yaml"), Map.of(), Map.of())))
                .singleElement()
                .asString()
                .contains("nothing.yaml: cannot be read");
        assertThat(problems(() -> load(file("sample: ["), Map.of(), Map.of())))
                .singleElement()
                .asString()
                .contains("is not the YAML it should be");
        assertThat(problems(() -> load(file("- sample"), Map.of(), Map.of())))
                .singleElement()
                .asString()
                .contains("is not the YAML it should be");
        assertThat(problems(() -> load(file("sample: {count: 1}\nsample: {count: 2}\n"), Map.of(), Map.of())))
                .singleElement()
                .asString()
                .contains("is not the YAML it should be");
    }

    @Test
    void settingsOfARowAreCheckedAlike() {
        assertThat(Config.record("settings", Inner.class, new HashMap<>(Map.of("depth", 3))))
                .isEqualTo(new Inner(3));
        assertThat(problems(() -> Config.record("settings", Inner.class, new HashMap<>(Map.of("depth", 0, "dept", 1)))))
                .containsExactlyInAnyOrder(
                        "settings.depth: must be at least 1, not 0", "settings.dept: there is no such setting");
    }

    @Test
    void aSecretIsNotInTheRecordsText() {
        assertThat(load(null, Map.of(), Map.of("sample.password", "s3cret")).toString())
                .doesNotContain("s3cret")
                .contains("[redacted]");
    }

    /// What Kubernetes sets in each container, for services named elchi, elchi-gateway and elchi-sample.
    @Test
    void variablesOfAPlatformAreIgnored() {
        Map<String, String> environment = new HashMap<>();
        for (String service : List.of("ELCHI", "ELCHI_GATEWAY", "ELCHI_SAMPLE_INNER")) {
            environment.put(service + "_SERVICE_HOST", "10.96.0.7");
            environment.put(service + "_SERVICE_PORT", "8080");
            environment.put(service + "_SERVICE_PORT_HTTP", "8080");
            environment.put(service + "_SERVICE_PORT_HTTP_ALT", "8081");
            environment.put(service + "_PORT", "tcp://10.96.0.7:8080");
            environment.put(service + "_PORT_8080_TCP", "tcp://10.96.0.7:8080");
            environment.put(service + "_PORT_8080_TCP_PROTO", "tcp");
            environment.put(service + "_PORT_8080_TCP_PORT", "8080");
            environment.put(service + "_PORT_8080_TCP_ADDR", "10.96.0.7");
            environment.put(service + "_PORT_2775_SCTP", "sctp://[fd00::7]:2775");
            environment.put(service + "_PORT_2775_SCTP_ADDR", "fd00::7");
        }
        Config config = Config.load(null, environment, Map.of(), SECTIONS);
        assertThat(config.ignoredVariables()).containsExactlyInAnyOrderElementsOf(environment.keySet());
        assertThat(config.get(Sample.class)).isEqualTo(load(null, Map.of(), Map.of()));
    }

    /// A service named elchi-ported sets a variable that is also a setting's.
    @Test
    void aPlatformsVariableWithTheNameOfASettingIsIgnoredByItsValue() {
        List<Section> sections = List.of(new Section("ported", Ported.class));
        assertThat(Config.load(null, Map.of("ELCHI_PORTED_PORT", "tcp://10.0.0.1:80"), Map.of(), sections)
                        .get(Ported.class)
                        .port())
                .isEqualTo(1);
        assertThat(Config.load(null, Map.of("ELCHI_PORTED_PORT", "80"), Map.of(), sections)
                        .get(Ported.class)
                        .port())
                .isEqualTo(80);
    }

    private record Ported(
            @Setting(value = "a port", is = "1") int port) {}

    @ParameterizedTest
    @CsvSource({
        "ELCHI_SAMPEL_PORT,8080",
        "ELCHI_SAMPLE_SERVICE_HOST,db.internal",
        "ELCHI_SERVICE_PORT,http",
        "ELCHI_PORT_8080_TCP_NAME,tcp",
        "ELCHI_PORT,8080",
        "ELCHI_PORT_TCP,tcp://10.0.0.1:80",
    })
    void whatOnlyLooksLikeAPlatformsVariableIsStillAnError(String variable, String value) {
        assertThat(problems(() -> load(null, Map.of(variable, value), Map.of())))
                .containsExactly(variable + ": no setting has this variable");
    }

    private Path secret(String name, String content, String rights) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        return file;
    }

    @Test
    void aSecretIsReadFromAFileWithoutItsLineEnd() throws IOException {
        for (String end : List.of("", "\n", "\r\n")) {
            Path file = secret("password", " s3cret \nß" + end, "rw-------");
            Config config =
                    Config.load(null, Map.of("ELCHI_SAMPLE_PASSWORD_FILE", file.toString()), Map.of(), SECTIONS);
            assertThat(config.get(Sample.class).password()).isEqualTo(new Secret(" s3cret \nß"));
            assertThat(config.warnings()).isEmpty();
        }
        Path open = secret("open", "s", "rw-r--r--");
        assertThat(Config.load(null, Map.of("ELCHI_SAMPLE_PASSWORD_FILE", open.toString()), Map.of(), SECTIONS)
                        .warnings())
                .singleElement()
                .asString()
                .contains("ELCHI_SAMPLE_PASSWORD_FILE", "every user of this machine can read");
    }

    @Test
    void aSecretFromAFileHasThePlaceOfItsVariable() throws IOException {
        Path yaml = file("sample:\n  password: file\n");
        Map<String, String> environment = Map.of(
                "ELCHI_SAMPLE_PASSWORD_FILE",
                secret("p", "variable", "rw-------").toString());
        assertThat(load(yaml, environment, Map.of()).password()).isEqualTo(new Secret("variable"));
        assertThat(load(yaml, environment, Map.of("sample.password", "line")).password())
                .isEqualTo(new Secret("line"));
    }

    @Test
    void secretsThatCannotBeReadStopTheStart() throws IOException {
        String variable = "ELCHI_SAMPLE_PASSWORD_FILE";
        Path fine = secret("fine", "s3cret", "rw-------");
        assertThat(problems(
                        () -> load(null, Map.of(variable, fine.toString(), "ELCHI_SAMPLE_PASSWORD", "x"), Map.of())))
                .containsExactly(
                        "ELCHI_SAMPLE_PASSWORD and ELCHI_SAMPLE_PASSWORD_FILE are both set: remove one of them");
        assertThat(problems(() -> load(null, Map.of(variable, folder + "/none"), Map.of())))
                .containsExactly(variable + ": there is no file " + folder + "/none");
        Path empty = secret("empty", "\n", "rw-------");
        assertThat(problems(() -> load(null, Map.of(variable, empty.toString()), Map.of())))
                .containsExactly(variable + ": " + empty + " is empty");
        assertThat(problems(() -> load(null, Map.of("ELCHI_SAMPLE_WORD_FILE", fine.toString()), Map.of())))
                .containsExactly("ELCHI_SAMPLE_WORD_FILE: sample.word is not a secret, and is not read from a file");
    }

    /// A vault is another adapter of the port.
    @Test
    void secretsComeThroughAPort() {
        SecretStore vault = path -> path.equals("sample.password")
                ? new SecretStore.Found.Value("from the vault", "")
                : new SecretStore.Found.Nothing();
        assertThat(Config.load(null, Map.of(), vault, Map.of(), SECTIONS)
                        .get(Sample.class)
                        .password())
                .isEqualTo(new Secret("from the vault"));
        assertThat(problems(() -> Config.load(
                        null, Map.of(), _ -> new SecretStore.Found.Failed("the vault is sealed"), Map.of(), SECTIONS)))
                .containsExactly("the vault is sealed");
        assertThat(new SecretStore.Found.Value("from the vault", "").toString()).doesNotContain("vault");
    }
}
