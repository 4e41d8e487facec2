package io.elchi.server.http;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

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

    /// A certificate that another one signed, for any number of days.
    ///
    /// @param file of its files
    /// @param subject `CN=a,O=b`
    /// @param days until it expires
    public Made sign(Made ca, String file, String subject, int days) {
        try {
            KeyStore both = ca.load();
            String signer = both.aliases().nextElement();
            Path store = Files.copy(ca.store(), folder.resolve(file + "-both.p12"));
            keytool(("-genkeypair -alias own -keyalg EC -signer " + signer + " -dname " + subject + " -validity " + days
                            + " -keystore " + store + " -storetype PKCS12 -storepass " + PASSWORD)
                    .split(" "));
            KeyStore made = new Made(store, null, null).load();
            Key key = made.getKey("own", PASSWORD.toCharArray());
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("own", key, PASSWORD.toCharArray(), made.getCertificateChain("own"));
            Path alone = folder.resolve(file + ".p12");
            try (OutputStream out = Files.newOutputStream(alone)) {
                own.store(out, PASSWORD.toCharArray());
            }
            return new Made(
                    alone,
                    pem(file + ".pem", "CERTIFICATE", made.getCertificate("own").getEncoded()),
                    pem(file + "-key.pem", "PRIVATE KEY", key.getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
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

    /// A client that shows its certificate also to a server that names other authorities.
    public static SSLContext insistingClient(Made trusted, Made own) {
        try {
            KeyStore store = own.load();
            String alias = store.aliases().nextElement();
            PrivateKey key = (PrivateKey) store.getKey(alias, PASSWORD.toCharArray());
            X509Certificate certificate = (X509Certificate) store.getCertificate(alias);
            return client(trusted, new KeyManager[] {new Insisting(alias, key, certificate)});
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Insisting extends X509ExtendedKeyManager {
        private final String alias;
        private final PrivateKey key;
        private final X509Certificate certificate;

        Insisting(String alias, PrivateKey key, X509Certificate certificate) {
            this.alias = alias;
            this.key = key;
            this.certificate = certificate;
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return alias;
        }

        @Override
        public X509Certificate[] getCertificateChain(String wanted) {
            return new X509Certificate[] {certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String wanted) {
            return key;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {alias};
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }
    }

    /// A client that trusts one certificate.
    ///
    /// @param own what it shows; null: nothing
    public static SSLContext client(Made trusted, Made own) {
        try {
            KeyManager[] keys = null;
            if (own != null) {
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(own.load(), PASSWORD.toCharArray());
                keys = factory.getKeyManagers();
            }
            return client(trusted, keys);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext client(Made trusted, KeyManager[] keys) {
        try {
            KeyStore roots = KeyStore.getInstance("PKCS12");
            roots.load(null, null);
            KeyStore server = trusted.load();
            String alias = server.aliases().nextElement();
            roots.setCertificateEntry(alias, server.getCertificate(alias));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(roots);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
