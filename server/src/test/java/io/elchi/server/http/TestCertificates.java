package io.elchi.server.http;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Certificates that the JDK's keytool makes, as key stores and as PEM files.
public final class TestCertificates {
    private static final String PASSWORD = "testing";

    private final Path folder;

    public TestCertificates(Path folder) {
        this.folder = folder;
    }

    /// A self-signed certificate, its key store and its PEM files.
    public record Made(Path store, Path certificate, Path key) {
        KeyStore load() {
            try (InputStream in = new FileInputStream(store.toFile())) {
                KeyStore loaded = KeyStore.getInstance("PKCS12");
                loaded.load(in, PASSWORD.toCharArray());
                return loaded;
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// A certificate for 127.0.0.1.
    ///
    /// @param algorithm `RSA`, `EC` or `Ed25519`
    public Made make(String name, String algorithm, int days) {
        Path store = folder.resolve(name + ".p12");
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name + ",O=Bank",
                "-validity",
                Integer.toString(days),
                "-ext",
                "san=ip:127.0.0.1",
                "-ext",
                "bc:c",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD);
        try {
            KeyStore loaded = new Made(store, null, null).load();
            Key key = loaded.getKey(name, PASSWORD.toCharArray());
            return new Made(
                    store,
                    pem(
                            name + ".pem",
                            "CERTIFICATE",
                            loaded.getCertificate(name).getEncoded()),
                    pem(name + "-key.pem", "PRIVATE KEY", key.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path pem(String file, String type, byte[] octets) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        try {
            return Files.writeString(
                    folder.resolve(file), "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// A client that trusts one certificate.
    ///
    /// @param own what it shows; null: nothing
    public static SSLContext client(Made trusted, Made own) {
        try {
            KeyStore roots = KeyStore.getInstance("PKCS12");
            roots.load(null, null);
            KeyStore server = trusted.load();
            String alias = server.aliases().nextElement();
            roots.setCertificateEntry(alias, server.getCertificate(alias));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(roots);
            KeyManager[] keys = null;
            if (own != null) {
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(own.load(), PASSWORD.toCharArray());
                keys = factory.getKeyManagers();
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
