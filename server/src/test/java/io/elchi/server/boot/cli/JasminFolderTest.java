package io.elchi.server.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.boot.cli.JasminConfig.JasminRoute;
import io.elchi.server.boot.cli.JasminConfig.JasminUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What jcli prints, and what it never prints.
class JasminFolderTest {
    private static final Path FIXTURE = Path.of("src/test/resources/jasmin");
    private static final String GROUPS = "#Group id        \n#a               \n\nTotal Groups: 1\n";

    @TempDir
    private Path folder;

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void theFixtureIsRead() {
        JasminConfig config = JasminFolder.read(FIXTURE);
        assertThat(config.groups()).hasSize(3);
        assertThat(config.groups().getLast().enabled()).isFalse();
        JasminUser news = config.users().get(1);
        assertThat(news.quotas()).containsExactly("ND (!)", "ND (!)", "10/4.5");
        assertThat(news.shown()).isNull();
        assertThat(config.users().getFirst().shown())
                .containsEntry("smpps_cred quota max_bindings", "2")
                .containsEntry("mt_messaging_cred valuefilter validity_period", "^\\d+$");
        assertThat(config.users().get(3).enabled()).isFalse();
        assertThat(config.connectors().getFirst().started()).isTrue();
        assertThat(config.connectors().getFirst().shown()).containsEntry("systype", "");
        assertThat(config.mtRoutes().getFirst())
                .isEqualTo(new JasminRoute(
                        60,
                        "StaticMTRoute",
                        "0.05000",
                        List.of("smppc(beeline)"),
                        List.of("G (gid=marketing)", "DA (dst_addr=^(99890|99891)\\d*)")));
        assertThat(config.mtRoutes().getLast().filters()).isEmpty();
        assertThat(config.moRoutes().get(1).filters()).hasSize(3);
        assertThat(config.https().getFirst().url()).isEqualTo("http://127.0.0.1:8000/mo");
        assertThat(config.scripts()).hasSize(3);
    }

    /// The layout of older releases.
    @Test
    void narrowerTablesAreRead() throws IOException {
        write("mtroutes.txt", """
                jcli : mtrouter -l
                #Order Type                    Rate    Connector ID(s)                     Filter(s)
                #20    RandomRoundrobinMTRoute 0.00    smppc(c_2), smppc(c_3)    <TransparentFilter>
                #0     DefaultRoute            0.00    smppc(c_1)
                Total MT Routes: 2
                jcli :
                """.replace("\n", "\r\n"));
        JasminConfig config = JasminFolder.read(folder);
        assertThat(config.mtRoutes().getFirst().connectors()).containsExactly("smppc(c_2)", "smppc(c_3)");
        assertThat(config.mtRoutes().getLast().order()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "#Group id|#a|Total Groups: 2; groups.txt:3: says another number",
                "#Group id|#a; groups.txt:2: ends without a line such as",
                "#Group id|#a b|Total Groups: 1; groups.txt:2: is not a row",
                "#User id|#a|Total Groups: 1; groups.txt:1: is not the head",
                "#Group id|#a|#a|Total Groups: 2; groups.txt:3: is there twice",
                "#Group id|#a\t|Total Groups: 1; groups.txt:2: has a control character",
                "#Group id|#\u00e9|Total Groups: 1; groups.txt:2: is not UTF-8",
                "''; groups.txt:1: ends without"
            })
    void whatIsWrongIsSaidWithItsLine(String text, String error) throws IOException {
        write("groups.txt", text.replace("|", "\n").replace("\\t", "\t"));
        assertThatThrownBy(() -> JasminFolder.read(folder))
                .isInstanceOf(CliException.class)
                .hasMessageContaining(error);
    }

    @Test
    void controlCharactersAreRefused() throws IOException {
        write("groups.txt", "#Group id\n#a\u001b[2J\nTotal Groups: 1\n");
        assertThatThrownBy(() -> JasminFolder.read(folder)).hasMessage("groups.txt:2: has a control character");
    }

    @Test
    void whatIsTooLargeIsRefused() throws IOException {
        write("groups.txt", "#Group id\n#" + "a".repeat(JasminFile.MAX_LINE) + "\n");
        assertThatThrownBy(() -> JasminFolder.read(folder)).hasMessageContaining("groups.txt:2: has more than 10000");
        write("groups.txt", "#Group id\n" + "#a b\n".repeat(JasminFile.MAX_OCTETS / 4));
        assertThatThrownBy(() -> JasminFolder.read(folder)).hasMessageContaining("has more than 4194304 octets");
        StringBuilder rows = new StringBuilder("#Group id\n");
        for (int i = 0; i <= JasminFile.MAX_ROWS; i++) {
            rows.append('#').append(i).append('\n');
        }
        write("groups.txt", rows.toString());
        assertThatThrownBy(() -> JasminFolder.read(folder)).hasMessageContaining("is beyond 20000 rows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret", "/etc/passwd", "a/b", ".."})
    void anIdIsNoPath(String uid) throws IOException {
        write("users.txt", "#User id Group id\n#" + uid + " g name ND ND ND/ND\nTotal Users: 1\n");
        Files.writeString(folder.getParent().resolve("secret.txt"), "uid ../secret\n");
        assertThat(JasminFolder.read(folder).users().getFirst().shown()).isNull();
    }

    /// As a terminal shows it.
    @Test
    void promptsAreNoSettings() throws IOException {
        write("smppccms.txt", "#Connector id\n#one started None 1 0\nTotal connectors: 1\n");
        write("smppccm-one.txt", "jcli : smppccm -s one\ncid one\npassword a b\nsystype \njcli : quit\njcli :\n");
        assertThat(JasminFolder.read(folder).connectors().getFirst().shown())
                .containsOnlyKeys("cid", "password", "systype")
                .containsEntry("password", "a b");
        write("smppccm-one.txt", "cid one\nport 1\nport 2\n");
        assertThatThrownBy(() -> JasminFolder.read(folder))
                .hasMessage("smppccm-one.txt:3: has a name that was there before");
    }

    @Test
    void aFileOfAnotherUserIsRefused() throws IOException {
        write("users.txt", "#User id Group id\n#foo g name ND ND ND/ND\nTotal Users: 1\n");
        write("user-foo.txt", "Unknown User: foo\n");
        assertThatThrownBy(() -> JasminFolder.read(folder))
                .hasMessage("user-foo.txt:1: the file has no line 'uid foo'");
    }

    @Test
    void aFolderWithoutFilesIsRefused() {
        assertThatThrownBy(() -> JasminFolder.read(folder)).hasMessageContaining("has no file as");
        assertThatThrownBy(() -> JasminFolder.read(folder.resolve("x"))).hasMessageContaining("is no folder");
    }

    /// Any octets are read, or refused with file and line.
    @Test
    void randomOctetsAreAnError() throws IOException {
        Random random = new Random(17);
        byte[] pieces = "#Group id\nUser Order Total Groups: 10()<>,! smppc http\r\t\u001b%s$^*+"
                .getBytes(StandardCharsets.UTF_8);
        String[] names = {
            "groups.txt",
            "users.txt",
            "smppccms.txt",
            "httpccms.txt",
            "filters.txt",
            "mtroutes.txt",
            "moroutes.txt",
            "mtinterceptors.txt"
        };
        int refused = 0;
        for (int i = 0; i < 4_000; i++) {
            String name = names[random.nextInt(names.length)];
            boolean any = random.nextBoolean();
            byte[] octets = any ? new byte[random.nextInt(200)] : Files.readAllBytes(FIXTURE.resolve(name));
            int changes = any ? octets.length : 1 + random.nextInt(5);
            for (int j = 0; j < changes; j++) {
                int at = any ? j : random.nextInt(octets.length);
                octets[at] =
                        random.nextInt(4) == 0 ? (byte) random.nextInt(256) : pieces[random.nextInt(pieces.length)];
            }
            Files.write(folder.resolve(name), octets);
            try {
                JasminFolder.read(folder);
            } catch (CliException e) {
                assertThat(e.getMessage()).matches("(?s)[a-z]+\\.txt:[0-9]+: .+");
                refused++;
            }
            Files.delete(folder.resolve(name));
        }
        assertThat(refused).isBetween(1_000, 3_999);
    }

    @Test
    void randomOctetsOfAUserAreAnError() throws IOException {
        Random random = new Random(18);
        write("users.txt", "#User id Group id\n#promo g name ND ND ND/ND\nTotal Users: 1\n");
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            byte[] octets = Files.readAllBytes(FIXTURE.resolve("user-promo.txt"));
            for (int j = random.nextInt(4); j >= 0; j--) {
                octets[random.nextInt(octets.length)] = random.nextBoolean() ? (byte) '\n' : (byte) random.nextInt(256);
            }
            Files.write(folder.resolve("user-promo.txt"), octets);
            try {
                assertThat(JasminFolder.read(folder).users().getFirst().shown()).containsEntry("uid", "promo");
            } catch (CliException e) {
                assertThat(e.getMessage()).matches("user-promo\\.txt:[0-9]+: .+");
                refused++;
            }
        }
        assertThat(refused).isBetween(300, 999);
    }

    /// Backtracking would take longer than any test.
    @Test
    void longLinesAreReadInOneGo() throws IOException {
        String spaces = "#1" + " a".repeat(4_990);
        for (String name : List.of("mtroutes.txt", "moroutes.txt")) {
            write(name, "#Order\n" + spaces + "\nTotal MT Routes: 1\n");
            assertThatThrownBy(() -> JasminFolder.read(folder)).hasMessageContaining(name + ":2: is not a row");
            write(name, "#Order\n#1 a 0 " + "h(a), ".repeat(1_600) + "\nTotal MT Routes: 1\n");
            assertThatThrownBy(() -> JasminFolder.read(folder)).hasMessageContaining(name + ":2: is not a row");
            Files.delete(folder.resolve(name));
        }
        write("groups.txt", GROUPS);
        assertThat(JasminFolder.read(folder).groups()).hasSize(1);
    }
}
