package io.elchi.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.People;
import io.elchi.server.contract.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is not of the platform names the certificate that it shows, and no other: a hash is no secret.
class OwnCertificateTest {
    @TempDir
    private static Path folder;

    private static String sha256(TestCertificates.Made made) throws Exception {
        return HexFormat.of()
                .formatHex(ClientCertificate.hash(PemFiles.certificates(Files.readAllBytes(made.certificate()))
                        .getFirst()));
    }

    private static Wire.Answer post(Wire wire, String path, String headers, String json) throws IOException {
        String body = json.replace('\'', '"');
        return wire.write("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + headers
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .read();
    }

    @Test
    void anOwnerBindsAKeyToTheCertificateOfTheRequestOnly() throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        TestCertificates.Made server = certificates.make("server", "EC", 10);
        TestCertificates.Made ca = certificates.make("ca", "EC", 10);
        TestCertificates.Made shown = certificates.sign(ca, "shown", "CN=shown", 10);
        TestCertificates.Made other = certificates.sign(ca, "other", "CN=other", 10);
        Map<String, String> settings = Map.of(
                "http.tls_certificate", server.certificate().toString(),
                "http.tls_key", server.key().toString(),
                "http.tls_client_ca", ca.certificate().toString(),
                "http.tls_client_certificates", "wanted");
        try (Platform platform = Platform.start(settings, TestCertificates.client(server, null))) {
            long bank = platform.account("client", platform.root(), "bank");
            new People(platform).person(bank, "owner@bank.example", "owner");
            int port = platform.server().uri("/").getPort();
            try (Wire wire = new Wire(
                    TestCertificates.client(server, shown).getSocketFactory().createSocket("127.0.0.1", port))) {
                String signIn = "{'email':'owner@bank.example','password':'%s'}".formatted(People.PASSWORD);
                Wire.Answer session = post(wire, "/console/session", "", signIn);
                String cookie = "Cookie: " + session.header("Set-Cookie").split(";")[0] + "\r\nX-CSRF-Token: "
                        + session.json().get("csrf_token").stringValue() + "\r\n";
                String key = "{'account_id':%d,'name':'k','scopes':['sms:send'],'certificate_sha256':'%s'}";
                assertThat(post(wire, "/admin/v1/api-keys", cookie, key.formatted(bank, sha256(shown)))
                                .status())
                        .isEqualTo(201);
                Wire.Answer foreign = post(wire, "/admin/v1/api-keys", cookie, key.formatted(bank, sha256(other)));
                assertThat(foreign.status()).isEqualTo(400);
                assertThat(foreign.json().get("field").stringValue()).isEqualTo("certificate_sha256");
            }
        }
    }
}
