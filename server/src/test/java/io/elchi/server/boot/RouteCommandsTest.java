package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/// Commands about all routes together.
class RouteCommandsTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    @TempDir
    private static Path folder;

    private record Run(int code, String out) {
        String done() {
            assertThat(code).as(out).isZero();
            return out;
        }
    }

    private static Run run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(
                "--key", PLATFORM.adminKey(), "--url", PLATFORM.server().uri("").toString()));
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine(arguments.toArray(String[]::new))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true));
        return new Run(line.execute(arguments.toArray(String[]::new)), out.toString());
    }

    @Test
    void routesAreExportedChangedAndImported() throws IOException {
        run("operators", "add", "beeline", "--cost", "1", "--currency", "UZS").done();
        run("routes", "add", "beeline", "--country", "UZ").done();
        Path routes = folder.resolve("routes.csv");
        String exported = run("routes", "export").done();
        Files.writeString(routes, exported);
        assertThat(run("routes", "import", routes.toString()).done())
                .startsWith("0 added, 0 changed, 0 removed, 1 unchanged")
                .endsWith("; nothing is changed yet: repeat it with --yes\n");
        String more = exported.replaceFirst("#end.*", ",,beeline,,,9989912,,,,,");
        Files.writeString(routes, more);
        assertThat(run("routes", "import", routes.toString()).done())
                .startsWith("1 added")
                .contains("9989912");
        assertThat(run("routes", "export").done()).isEqualTo(exported);
        assertThat(run("routes", "import", routes.toString(), "--yes").done()).contains("; done: version ");
        assertThat(run("routes", "export").done()).contains("9989912");
        Files.writeString(routes, more.replace("9989912", "x"));
        Run failed = run("routes", "import", routes.toString(), "--yes");
        assertThat(failed.code).isEqualTo(1);
        assertThat(failed.out).contains("the file cannot be imported", "digits, or * for all numbers");
        Run none = run("routes", "import", folder.resolve("none.csv").toString());
        assertThat(none.code).isEqualTo(1);
        assertThat(none.out).contains("cannot be read");
    }

    /// The exit code says whether there is an error.
    @Test
    void mistakesAreListed() {
        run("operators", "add", "ucell", "--cost", "1", "--currency", "UZS").done();
        Run[] lint = {run("routes", "lint")};
        assertThat(lint[0].out).contains("SEVERITY");
        run("routes", "add", "ucell", "--any-destination").done();
        Platform.await("an error is found", () -> {
            lint[0] = run("routes", "lint");
            return lint[0].code == 1;
        });
        assertThat(lint[0].out).contains("operator_down", "no started link that sends");
        assertThat(JsonMapper.shared()
                        .readTree(run("routes", "lint", "--json").out)
                        .get("items"))
                .isNotEmpty();
    }
}
