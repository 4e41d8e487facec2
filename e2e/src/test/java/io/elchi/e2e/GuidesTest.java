package io.elchi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.simulator.Simulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/// The examples of the guides as they stand, in one shell: each block of `bash` ends without an error, and the
/// last JSON that it prints has what the block of `json` behind it shows. Only the ports are other ones.
class GuidesTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(bash|json)\n(.*?)^```$");
    private static final String MARK = "@@@ end of block ";
    private static final long SECONDS = 400;
    /// What differs from run to run.
    private static final Set<String> VARYING =
            Set.of("id", "at", "valid_until", "detail", "version", "correlation_id", "facts");

    private Path folder;
    private Product product;
    private Simulator simulator;

    /// @param expected null: the guide does not show it
    private record Example(String commands, String expected) {}

    @BeforeEach
    void start() throws Exception {
        folder = Files.createTempDirectory("elchi-guide-");
        product = new Product(folder, List.of());
        product.start();
        assertThat(product.keys()).exists();
        simulator = Simulator.start(List.of("beeline"), 1, true, 0);
        Path launcher = folder.resolve("elchi");
        List<String> line = new ArrayList<>(Build.own().command());
        // As the launcher starts short commands.
        line.addAll(
                1,
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + folder.resolve("commands.jsa"),
                        "-Xlog:cds=off",
                        "-Xlog:cds+dynamic=off"));
        String command = line.stream().map(each -> "'" + each + "'").collect(Collectors.joining(" "));
        Files.writeString(launcher, "#!/bin/sh\nexec " + command + " \"$@\"\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        simulator.close();
        product.close();
        Product.delete(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"developer", "engineer", "finance"})
    void theExamplesDoWhatTheyShow(String guide) throws Exception {
        List<Example> examples =
                examples(Files.readString(Path.of(System.getProperty("elchi.root"), "docs", "guides", guide + ".md")));
        assertThat(examples).hasSizeGreaterThan(5);
        List<String> outputs = run(examples);
        for (int i = 0; i < examples.size(); i++) {
            String expected = examples.get(i).expected;
            if (expected != null) {
                JsonNode wanted = JsonMapper.shared().readTree(expected);
                assertShows(examples.get(i).commands, "", wanted, lastJson(outputs.get(i)));
            }
        }
    }

    private static List<Example> examples(String guide) {
        List<Example> examples = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(guide);
        while (blocks.find()) {
            if (blocks.group(1).equals("bash")) {
                examples.add(new Example(blocks.group(2), null));
            } else {
                Example last = examples.removeLast();
                assertThat(last.expected).isNull();
                examples.add(new Example(last.commands, blocks.group(2)));
            }
        }
        return examples;
    }

    /// What each example printed.
    private List<String> run(List<Example> examples) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("set -euo pipefail\n");
        for (int i = 0; i < examples.size(); i++) {
            script.append(examples.get(i).commands)
                    .append("echo; echo '")
                    .append(MARK)
                    .append(i)
                    .append("'\n");
        }
        String text = script.toString()
                .replace("127.0.0.1:8080", "127.0.0.1:" + product.httpPort())
                .replace("127.0.0.1:8081", "127.0.0.1:" + product.managementPort())
                .replace("127.0.0.1:2775", "127.0.0.1:" + simulator.ports().get("beeline"));
        Path file = folder.resolve("guide.sh");
        Files.writeString(file, text);
        Path output = folder.resolve("guide.out");
        ProcessBuilder builder = new ProcessBuilder("bash", file.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ELCHI_"));
        Process shell = builder.start();
        boolean ended = shell.waitFor(SECONDS, TimeUnit.SECONDS);
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as(said).isTrue();
        assertThat(shell.exitValue()).as(said).isZero();
        List<String> outputs = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < examples.size(); i++) {
            String mark = MARK + i + "\n";
            int end = said.indexOf(mark, begin);
            outputs.add(said.substring(begin, end));
            begin = end + mark.length();
        }
        return outputs;
    }

    private static JsonNode lastJson(String output) {
        for (int at = output.indexOf('{'); at >= 0; at = output.indexOf('{', at + 1)) {
            try (MappingIterator<JsonNode> values =
                    JsonMapper.shared().readerFor(JsonNode.class).readValues(output.substring(at))) {
                return values.readAll().getLast();
            } catch (JacksonException ignored) {
                // It begins later.
            }
        }
        throw new AssertionError("no JSON in " + output);
    }

    private static void assertShows(String commands, String path, JsonNode wanted, JsonNode actual) {
        String where = path + " of\n" + commands;
        assertThat(actual.getNodeType()).as(where).isEqualTo(wanted.getNodeType());
        if (wanted.isObject()) {
            wanted.forEachEntry((name, value) -> {
                assertThat(actual.has(name))
                        .as(path + "/" + name + " in " + actual)
                        .isTrue();
                if (!VARYING.contains(name) && !name.endsWith("_at")) {
                    assertShows(commands, path + "/" + name, value, actual.get(name));
                }
            });
        } else if (wanted.isArray()) {
            assertThat(actual.size()).as(where).isGreaterThanOrEqualTo(wanted.size());
            for (int i = 0; i < wanted.size(); i++) {
                assertShows(commands, path + "/" + i, wanted.get(i), actual.get(i));
            }
        } else {
            assertThat(actual).as(where).isEqualTo(wanted);
        }
    }
}
