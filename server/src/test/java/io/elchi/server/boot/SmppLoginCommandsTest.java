package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SmppLoginCommandsTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private int code;

    private String run(String... command) {
        List<String> arguments = new ArrayList<>(List.of("smpp-logins"));
        arguments.addAll(List.of(command));
        arguments.addAll(List.of(
                "--key", PLATFORM.adminKey(), "--url", PLATFORM.server().uri("").toString()));
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine(arguments.toArray(String[]::new))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true));
        code = line.execute(arguments.toArray(String[]::new));
        return out.toString();
    }

    private String done(String... command) {
        String out = run(command);
        assertThat(code).as(out).isZero();
        return out;
    }

    private JsonNode login(String id) {
        return PLATFORM.admin().get("/admin/v1/smpp-logins/" + id).is(200);
    }

    @Test
    void aLoginIsMadeChangedAndRemoved() {
        String account = Long.toString(PLATFORM.root());
        String made = done("add", account, "bank", "--from", "10.0.0.0/8", "--binds", "2", "--json");
        JsonNode issued = JsonMapper.shared().readTree(made);
        assertThat(issued.get("password").stringValue()).hasSize(8);
        String id = issued.at("/login/id").toString();
        assertThat(done("list", account)).contains("MAX_BINDS", "bank", "10.0.0.0/8");
        assertThat(login(id).at("/submits/parts").stringValue()).isEqualTo("as_sent");
        done(
                "set",
                id,
                "--parts",
                "joined",
                "--http",
                "true",
                "--data-codings",
                "0,8",
                "--certificate",
                "ab".repeat(32));
        JsonNode changed = login(id);
        assertThat(changed.at("/submits/http").booleanValue()).isTrue();
        assertThat(changed.at("/submits/parts").stringValue()).isEqualTo("joined");
        assertThat(changed.at("/submits/data_codings").toString()).isEqualTo("[0,8]");
        assertThat(changed.at("/binds/certificate_sha256").stringValue()).isEqualTo("ab".repeat(32));
        assertThat(changed.at("/binds/max").intValue())
                .as("what is not named stays")
                .isEqualTo(2);
        done("set", id, "--http", "false", "--data-codings", "", "--certificate", "");
        JsonNode open = login(id);
        assertThat(open.at("/submits/http").booleanValue()).isFalse();
        assertThat(open.at("/submits/data_codings").size()).isZero();
        assertThat(open.at("/binds/certificate_sha256").isValueNode()
                        && !open.at("/binds/certificate_sha256").isNull())
                .isFalse();
        assertThat(done("rotate", id)).doesNotContain(issued.get("password").stringValue());
        assertThat(done("binds", id)).contains("UNANSWERED");
        assertThat(run("set", id, "--data-codings", "x")).contains("'x' is not a number");
        assertThat(code).isEqualTo(1);
        assertThat(done("remove", id)).isEqualTo("removed\n");
        run("binds", id);
        assertThat(code).isEqualTo(1);
    }
}
