package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import io.elchi.simulator.Simulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/// The commands about messages from handsets.
class InboundCommandsTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    @AutoClose
    private static Simulator simulator;

    @TempDir
    private static Path data;

    @BeforeAll
    static void demo() throws IOException, InterruptedException {
        simulator = Simulator.start(List.of("beeline"), 1, true, 0);
        DemoData demo = new DemoData(PLATFORM.server().server());
        DemoData.Keys keys = demo.make();
        demo.connect(Map.of("beeline", simulator.ports().get("beeline")));
        CliFile.in(data).write(PLATFORM.server().uri("").toString(), keys);
        PLATFORM.as(keys.admin().reveal());
        Platform.await("the link is bound", () -> run("operators", "list").out.contains("true"));
    }

    /// What a run printed.
    private record Run(int code, String out, String err) {
        String done() {
            assertThat(err).isEmpty();
            assertThat(code).isZero();
            return out;
        }
    }

    private static Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(data.toString());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] line = all.toArray(String[]::new);
        CommandLine command =
                Main.commandLine(line).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Run(command.execute(line), out.toString(), err.toString());
    }

    @Test
    void numbersAreGivenAndTaken() {
        String root = String.valueOf(PLATFORM.root());
        String given = run("inbound", "give", root, "1700").done();
        assertThat(given).endsWith("belongs to account " + root + "\n");
        assertThat(run("inbound", "numbers", "--account", root).done()).contains("1700");
        assertThat(run("inbound", "take", given.replaceAll("(?s)number ([0-9]+) .*", "$1"))
                        .done())
                .isEqualTo("taken\n");
        assertThat(run("inbound", "list").done()).contains("RECEIVED");
    }

    @Test
    void routesOfMessagesFromHandsetsAreAddedTestedAndRemoved() {
        String root = String.valueOf(PLATFORM.root());
        String operator = PLATFORM.admin()
                .post("/admin/v1/operators", "{'name':'mo','default_cost':{'amount':'1','currency':'UZS'}}")
                .is(201)
                .get("id")
                .toString();
        String added = run(
                        "inbound",
                        "add-route",
                        root,
                        "--number",
                        "1750",
                        "--keyword",
                        "Саҳифа",
                        "--between",
                        "18:00-17:59")
                .done();
        String id = added.replaceAll("(?s)route ([0-9]+) .*", "$1");
        assertThat(run("inbound", "routes", "--number", "1750").done()).contains("саҳифа", "18:00", "17:59");
        assertThat(run("inbound", "test-route", "998901234567", "1750", "САҲИФА 2", "--operator", operator)
                        .done())
                .contains("саҳифа")
                .contains(id);
        assertThat(run("inbound", "remove-route", id).done()).isEqualTo("removed\n");
    }

    /// A handset's text, and the sender of an answer that nobody checked, in a terminal.
    @Test
    void aTextOfAHandsetSteersNoTerminal() {
        String hostile = "\u001B[2J\u001B]0;title\u0007СТОП\r\nfake row\u009B31m\u202Eolleh'; DROP TABLE x; --<b>";
        simulator.operator("beeline").sendMo("998901234567", "1951", hostile);
        Platform.await("it is listed", () -> run("inbound", "list").out.contains("DROP TABLE"));
        String listed = run("inbound", "list").done();
        assertThat(listed.lines().filter(line -> line.contains("1951")))
                .singleElement()
                .asString()
                .contains("\\u001b[*J", "\\u000d\\u000afake row", "\\u009b", "\\u202eolleh'; DROP TABLE x; --<b>");
        String json = run("inbound", "list", "--json").done();
        assertThat(JsonMapper.shared()
                        .readTree(json)
                        .get("items")
                        .valueStream()
                        .map(item -> item.get("text").stringValue()))
                .contains(hostile.replaceAll("[0-9]", "*"));
        assertThat((listed + json).replaceAll("\\R", "").chars().anyMatch(Character::isISOControl))
                .isFalse();
    }

    @Test
    void keywordsAndOptOutsAreListedAddedAndRemoved() {
        assertThat(run("inbound", "keywords", "--account", "0").done()).contains("to'xta", "стоп", "opt_out");
        String added = run("inbound", "add-keyword", "Хватит!", "opt_out", "--language", "ru", "--reply", "Хорошо")
                .done();
        assertThat(run("inbound", "keywords").done()).contains("хватит", "Хорошо");
        assertThat(run("inbound", "remove-keyword", added.replaceAll("(?s)keyword ([0-9]+) .*", "$1"))
                        .done())
                .isEqualTo("removed\n");
        assertThat(run("inbound", "replies", "--state", "failed").done()).contains("ANSWERS");
        assertThat(run("blocklist", "opt-outs").done()).contains("NUMBER");
        assertThat(run("blocklist", "remove-opt-out", "999").err).contains("there is no opt-out 999");
    }
}
