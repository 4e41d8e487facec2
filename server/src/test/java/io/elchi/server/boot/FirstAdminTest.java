package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.accounts.ApiKeys;
import io.elchi.server.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstAdminTest {
    @AutoClose
    private static final TestServer SERVER = TestServer.start(Map.of());

    private static final SetupProperties NOTHING = new SetupProperties(new Secret(""), "UZS");

    @TempDir
    private Path folder;

    @BeforeEach
    void nobody() throws SQLException {
        SERVER.database().execute("TRUNCATE accounts.accounts, accounts.api_keys, billing.account_balances CASCADE");
    }

    private boolean make(SetupProperties setup) throws IOException {
        return new FirstAdmin(SERVER.server(), setup, file()).make();
    }

    private CliFile file() {
        return CliFile.in(folder.resolve("new"));
    }

    private static void awaitOpens(String key) throws InterruptedException {
        new DemoData(SERVER.server()).awaitKey(new Secret(key));
        assertThat(SERVER.ask("GET", "/admin/v1/accounts", key, null).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aKeyIsMadeThatOnlyTheOwnerOfTheFileCanRead() throws Exception {
        assertThat(make(NOTHING)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().path())))
                .isEqualTo("rw-------");
        assertThat(file().read().getProperty("url")).isEqualTo(SERVER.server().url());
        awaitOpens(file().read().getProperty("admin_key"));
    }

    /// The command line finds server and key by the folder alone.
    @Test
    void theCommandLineWorksWithTheFile() throws Exception {
        make(NOTHING);
        awaitOpens(file().read().getProperty("admin_key"));
        assertThat(Main.execute(
                        "accounts", "list", "--data", folder.resolve("new").toString()))
                .isZero();
    }

    @Test
    void whereThereIsAKeyNothingIsMade() throws Exception {
        assertThat(make(NOTHING)).isTrue();
        String before = Files.readString(file().path());
        assertThat(make(NOTHING)).isFalse();
        assertThat(make(new SetupProperties(ApiKeys.random(), "UZS"))).isFalse();
        assertThat(Files.readString(file().path())).isEqualTo(before);
    }

    /// Whoever revoked the last key meant it.
    @Test
    void norWhereThereWasOne() throws Exception {
        make(NOTHING);
        SERVER.database().execute("UPDATE accounts.api_keys SET status = 'revoked', revoked_at = now()");
        assertThat(make(NOTHING)).isFalse();
    }

    @Test
    void aConfiguredKeyIsTakenAndWrittenNowhere() throws Exception {
        Secret key = ApiKeys.random();
        assertThat(make(new SetupProperties(key, "USD"))).isFalse();
        assertThat(file().exists()).isFalse();
        awaitOpens(key.reveal());
    }

    @Test
    void aConfiguredKeyOfAnotherFormIsRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> make(new SetupProperties(new Secret("hunter2"), "UZS")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("setup.admin_key: ")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> make(new SetupProperties(new Secret(""), "sum")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("setup.currency: ");
    }

    /// A folder that cannot be written: the next start tries again.
    @Test
    void withoutTheFileThereIsNoKey() throws Exception {
        Files.writeString(folder.resolve("new"), "a file where the folder should be");
        assertThatThrownBy(() -> make(NOTHING)).isInstanceOf(IOException.class).hasMessageContaining("setup.admin_key");
        Files.delete(folder.resolve("new"));
        assertThat(make(NOTHING)).isTrue();
    }

    @Test
    void aFileOfAnotherDatabaseIsKept() throws Exception {
        file().write("http://127.0.0.1:1", ApiKeys.random());
        String other = Files.readString(file().path());
        make(NOTHING);
        assertThat(Files.readString(folder.resolve("new/cli.properties.before")))
                .isEqualTo(other);
    }

    @Test
    void theFileFollowsTheServer() throws Exception {
        make(NOTHING);
        String key = file().read().getProperty("admin_key");
        file().moved("http://127.0.0.1:1");
        assertThat(file().read()).containsEntry("url", "http://127.0.0.1:1").containsEntry("admin_key", key);
    }

    @Test
    void aServersFolderIsNotTheDemos() throws Exception {
        make(NOTHING);
        assertThatThrownBy(() -> file().keys()).isInstanceOf(IOException.class).hasMessageContaining("another --data");
    }
}
