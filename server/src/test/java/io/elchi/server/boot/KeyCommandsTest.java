package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import io.elchi.server.http.TestCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KeyCommandsTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    @TempDir
    private static Path folder;

    /// What it wrote.
    private static String run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(
                "--key", PLATFORM.adminKey(), "--url", PLATFORM.server().uri("").toString()));
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine(arguments.toArray(String[]::new))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true));
        line.execute(arguments.toArray(String[]::new));
        return out.toString();
    }

    private static String sha256(Path pem) throws IOException, NoSuchAlgorithmException {
        String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----|\\s", "");
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(Base64.getDecoder().decode(base64)));
    }

    @Test
    void aKeyIsBoundToTheCertificateInAFile() throws Exception {
        String bank = Long.toString(PLATFORM.account("client", PLATFORM.root(), "bank"));
        TestCertificates.Made made = new TestCertificates(folder).make("client", "EC", 10);
        String issued = run(
                "keys",
                "create",
                bank,
                "core",
                "--certificate",
                made.certificate().toString());
        assertThat(issued).contains("shown this once");
        assertThat(run("keys", "list", bank)).contains(sha256(made.certificate()));
        assertThat(run(
                        "keys",
                        "create",
                        bank,
                        "b",
                        "--certificate",
                        made.certificate().toString()))
                .contains("conflict");
        assertThat(run("keys", "create", bank, "b", "--certificate", made.key().toString()))
                .contains("client-key.pem has no certificate in PEM");
        assertThat(run(
                        "keys",
                        "create",
                        bank,
                        "b",
                        "--certificate",
                        folder.resolve("no.pem").toString()))
                .contains("there is no file");
    }

    /// The thumbprint of RFC 8705 is the same hash in other letters.
    @Test
    void theContractTakesBothForms() {
        long bank = PLATFORM.account("client", PLATFORM.root(), "forms");
        byte[] hash = new byte[32];
        hash[0] = (byte) 0xFB;
        hash[31] = 1;
        String body = "{'account_id':%d,'name':'a','scopes':['sms:send'],'certificate_sha256':'%s'}";
        String base64 = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        String hex = HexFormat.of().formatHex(hash);
        assertThat(PLATFORM.admin()
                        .post("/admin/v1/api-keys", body.formatted(bank, base64))
                        .is(201)
                        .at("/key/certificate_sha256")
                        .stringValue())
                .isEqualTo(hex);
        String upper = HexFormat.of().withUpperCase().formatHex(hash);
        PLATFORM.admin().post("/admin/v1/api-keys", body.formatted(bank, upper)).isProblem(409, "conflict");
        for (String wrong : List.of("", hex + "0", base64 + "=", "g".repeat(64))) {
            PLATFORM.admin()
                    .post("/admin/v1/api-keys", body.formatted(bank, wrong))
                    .isProblem(400, "invalid_field", "certificate_sha256");
        }
    }
}
