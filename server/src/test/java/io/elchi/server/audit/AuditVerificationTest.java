package io.elchi.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import io.elchi.server.db.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AuditVerificationTest {
    private Platform platform;
    private Database database;

    @BeforeEach
    void start() {
        platform = Platform.start();
        database = platform.server().part(Database.class);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    private AuditLog.Verification verified() {
        platform.server().part(AuditChain.class).extend();
        return platform.server().part(AuditLog.class).verify();
    }

    /// As somebody who owns the tables.
    private void tamper(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("entries", "chain")) {
                statement.execute("ALTER TABLE audit." + table + " DISABLE TRIGGER USER");
            }
            statement.execute(sql);
        }
    }

    @Test
    void whatIsChangedRemovedAddedOrMovedIsFound(@TempDir Path folder) throws Exception {
        for (int i = 0; i < 10; i++) {
            platform.account("client", platform.root(), "bank " + i);
        }
        AuditLog.Verification whole = verified();
        assertThat(whole.faults()).isEmpty();
        assertThat(whole.waiting()).isZero();
        assertThat(whole.verified()).isGreaterThanOrEqualTo(10);
        assertThat(script(folder, whole.head())).contains("are as they were written");

        String body = body(3);
        tamper("UPDATE audit.entries SET body = body || ' ' WHERE id = " + id(3));
        assertThat(verified().faults()).singleElement().asString().contains("entry 3 of the chain");
        assertThat(script(folder, whole.head())).contains("entry 3 or its place is changed");
        tamper("UPDATE audit.entries SET body = $$" + body + "$$ WHERE id = " + id(3));
        assertThat(verified().faults()).isEmpty();

        tamper("UPDATE audit.entries SET body = 'x' WHERE id = " + id(3));
        assertThat(verified().faults()).singleElement().asString().contains("entry 3 of the chain");
        assertThat(platform.admin().get("/admin/v1/audit?limit=500").is(200).toString())
                .contains("\"unreadable\":\"x\"");
        tamper("UPDATE audit.entries SET body = $$" + body + "$$ WHERE id = " + id(3));
        tamper("UPDATE audit.entries SET at = at + interval '1 day' WHERE id = " + id(4));
        assertThat(verified().faults()).singleElement().asString().contains("are not those of its body");
        tamper("UPDATE audit.entries SET at = at - interval '1 day' WHERE id = " + id(4));
        tamper("UPDATE audit.entries SET api_key_id = 999 WHERE id = " + id(4));
        assertThat(verified().faults()).singleElement().asString().contains("are not those of its body");
        tamper("UPDATE audit.entries SET api_key_id = (body::jsonb -> 'actor' ->> 'api_key_id')::bigint WHERE id = "
                + id(4));

        long five = id(5);
        long six = id(6);
        tamper("UPDATE audit.chain SET entry_id = -1 WHERE n = 5; UPDATE audit.chain SET entry_id = " + five
                + " WHERE n = 6; UPDATE audit.chain SET entry_id = " + six + " WHERE n = 5");
        assertThat(verified().faults()).hasSize(2).allMatch(fault -> fault.contains("its place is changed"));
        assertThat(script(folder, whole.head())).contains("entry 5 or its place", "entry 6 or its place");
    }

    @Test
    void whatIsRemovedOrWrittenAnewIsFound(@TempDir Path folder) throws Exception {
        for (int i = 0; i < 5; i++) {
            platform.account("client", platform.root(), "bank " + i);
        }
        AuditLog.Verification whole = verified();
        // Of three hours ago: what has no place now was added.
        tamper("UPDATE audit.entries SET at = at - interval '3 hours', body ="
                + " replace(body, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'),"
                + " to_char((at - interval '3 hours') AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'));"
                + " DELETE FROM audit.chain");
        whole = verified();
        assertThat(whole.faults()).isEmpty();
        tamper("INSERT INTO audit.entries (id, at, object, body) OVERRIDING SYSTEM VALUE"
                + " VALUES (-200000, now() - interval '2 hours', 'a.b', '{\"object\":\"a.b\",\"actor\":{}}')");
        assertThat(verified().faults()).singleElement().asString().contains("is not in the chain");
        tamper("DELETE FROM audit.entries WHERE id = -200000");
        tamper("DELETE FROM audit.entries WHERE id = " + id(2));
        assertThat(verified().faults()).singleElement().asString().contains("entry 2 of the chain", "is removed");
        assertThat(script(folder, whole.head())).contains("entry 2 is removed");
        tamper("DELETE FROM audit.chain");
        assertThat(verified().faults())
                .as("a chain that is made anew is right in itself")
                .isEmpty();
        assertThat(script(folder, whole.head())).contains("that was written down is not there");
    }

    private long id(int n) {
        return database.jdbc()
                .sql("SELECT entry_id FROM audit.chain WHERE n = ?")
                .param(n)
                .query(Long.class)
                .single();
    }

    private String body(int n) {
        return database.jdbc()
                .sql("SELECT body FROM audit.entries WHERE id = ?")
                .param(id(n))
                .query(String.class)
                .single();
    }

    /// Verifies an export without the server.
    private String script(Path folder, String head) throws IOException, InterruptedException {
        Path export = folder.resolve("audit.jsonl");
        StringBuilder lines = new StringBuilder();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = platform.admin()
                    .get("/admin/v1/audit/chain?limit=4" + cursor)
                    .is(200);
            page.get("items").forEach(item -> lines.append(item).append('\n'));
            cursor = page.has("next") ? "&cursor=" + page.get("next").stringValue() : null;
        }
        Files.writeString(export, lines);
        Process python = new ProcessBuilder(
                        "python3",
                        Path.of(System.getProperty("elchi.root"), "tools", "verify-audit.py")
                                .toString(),
                        export.toString(),
                        head)
                .redirectErrorStream(true)
                .start();
        String said = new String(python.getInputStream().readAllBytes());
        assertThat(python.waitFor() == 0).as(said).isEqualTo(said.contains("are as they were written"));
        return said;
    }
}
