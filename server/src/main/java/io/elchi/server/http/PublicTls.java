package io.elchi.server.http;

import io.elchi.server.config.SecretFiles;
import io.elchi.server.core.Clock;
import io.elchi.server.observe.Health;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// TLS of the public port, 1.2 and 1.3, from PEM files. A job calls [#reload] every few seconds: later connections
/// get the new certificate, open connections keep theirs. Files that cannot be used leave the former certificate
/// in force.
///
/// Links to operators have `io.elchi.smpp.session.Tls`, on Netty. The two have the protocols and the form of the
/// files in common, and no code: this one hands Tomcat key stores.
public final class PublicTls {
    /// Between two looks at the files.
    public static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(PublicTls.class);
    private static final String PROTOCOLS = "TLSv1.2+TLSv1.3";
    /// The key stores are in memory only; Tomcat wants a password for them.
    private static final String NO_SECRET = "memory";

    private final HttpProperties properties;
    private final Clock clock;
    /// null: the port is plain.
    private volatile Loaded loaded;
    /// What was in the files at the last look, usable or not.
    private Content seen;
    private volatile String problem;
    private AbstractHttp11Protocol<?> protocol;
    private Metrics.Count reloaded;
    private Metrics.Count failed;

    private PublicTls(HttpProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
    }

    /// The content of the files. null: no such file is configured.
    private record Content(byte[] certificate, byte[] key, byte[] clientCa) {
        boolean isSame(Content other) {
            return other != null
                    && Arrays.equals(certificate, other.certificate)
                    && Arrays.equals(key, other.key)
                    && Arrays.equals(clientCa, other.clientCa);
        }
    }

    private record Loaded(KeyStore keys, KeyStore clientCas, Instant expires) {}

    /// Reads the configured files.
    ///
    /// @throws IllegalArgumentException with the setting's name, when they cannot be used
    public static PublicTls of(HttpProperties properties, Clock clock) {
        PublicTls tls = new PublicTls(properties, clock);
        if (tls.isOn()) {
            try {
                tls.seen = tls.read();
                tls.loaded = tls.load(tls.seen);
            } catch (IOException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
            Path key = Path.of(properties.tlsKey());
            if (SecretFiles.isReadableByAll(key)) {
                LOG.warn("http.tls_key: every user of this machine can read {}: take that right away", key);
            }
        }
        return tls;
    }

    /// Whether the public port is TLS.
    public boolean isOn() {
        return !properties.tlsCertificate().isEmpty();
    }

    /// When the certificate, or one of its chain, expires; only of a port with TLS.
    public Instant expires() {
        return loaded.expires;
    }

    /// Whether clients are asked for a certificate.
    boolean asksClients() {
        return !properties.tlsClientCa().isEmpty();
    }

    /// To be called before the port is opened.
    void apply(AbstractHttp11Protocol<?> to, Metrics metrics, Health health) {
        protocol = to;
        to.setSSLEnabled(true);
        to.addSslHostConfig(hostConfig(loaded));
        reloaded = metrics.count(Metric.HTTP_CERTIFICATE_RELOADS, "loaded");
        failed = metrics.count(Metric.HTTP_CERTIFICATE_RELOADS, "failed");
        metrics.gauge(Metric.HTTP_CERTIFICATE_EXPIRES, () -> left().toMillis() / 1e3);
        health.ready("certificate", this::health);
    }

    /// Looks at the files, and uses them for later connections when they changed.
    public synchronized void reload() {
        if (!isOn()) {
            return;
        }
        try {
            Content now = read();
            if (now.isSame(seen)) {
                return;
            }
            seen = now;
            Loaded next = load(now);
            protocol.addSslHostConfig(hostConfig(next), true);
            loaded = next;
            problem = null;
            reloaded.one();
            LOG.info("the public port has a new certificate, which expires at {}", next.expires);
        } catch (IOException | IllegalArgumentException e) {
            if (!e.getMessage().equals(problem)) {
                LOG.error("the public port keeps its former certificate: {}", e.getMessage());
                failed.one();
            }
            problem = e.getMessage();
        }
    }

    private Duration left() {
        return Duration.between(clock.now(), loaded.expires);
    }

    private Health.Status health() {
        List<String> inside = problem == null ? List.of() : List.of(problem);
        Duration left = left();
        if (!left.isPositive()) {
            return Health.Status.degraded("expired at " + loaded.expires).withInside(inside);
        }
        return problem == null
                ? Health.Status.up("expires in " + left.toDays() + " days")
                : Health.Status.degraded("the files changed and cannot be used; the former certificate is in use")
                        .withInside(inside);
    }

    private Content read() throws IOException {
        return new Content(
                read("http.tls_certificate", properties.tlsCertificate()),
                read("http.tls_key", properties.tlsKey()),
                asksClients() ? read("http.tls_client_ca", properties.tlsClientCa()) : null);
    }

    private static byte[] read(String setting, String file) throws IOException {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new IOException(setting + ": there is no file " + file, e);
        } catch (IOException e) {
            throw new IOException(setting + ": " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Loaded load(Content files) throws IOException {
        List<X509Certificate> chain =
                certificates("http.tls_certificate", properties.tlsCertificate(), files.certificate);
        PrivateKey key;
        try {
            key = PemFiles.key(files.key);
        } catch (IOException e) {
            throw new IOException("http.tls_key: " + properties.tlsKey() + " " + e.getMessage(), e);
        }
        if (!PemFiles.match(key, chain.getFirst().getPublicKey())) {
            throw new IOException("http.tls_key: " + properties.tlsKey()
                    + " is not the key of the first certificate in " + properties.tlsCertificate());
        }
        Instant expires = chain.stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
        try {
            KeyStore keys = empty();
            keys.setKeyEntry("server", key, NO_SECRET.toCharArray(), chain.toArray(Certificate[]::new));
            return new Loaded(keys, files.clientCa == null ? null : clientCas(files.clientCa), expires);
        } catch (GeneralSecurityException e) {
            throw new IOException("http.tls_certificate: cannot be used: " + e.getMessage(), e);
        }
    }

    private KeyStore clientCas(byte[] pem) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        int number = 0;
        for (X509Certificate each : certificates("http.tls_client_ca", properties.tlsClientCa(), pem)) {
            store.setCertificateEntry("ca" + number++, each);
        }
        return store;
    }

    private static List<X509Certificate> certificates(String setting, String file, byte[] pem) throws IOException {
        try {
            return PemFiles.certificates(pem);
        } catch (IOException e) {
            throw new IOException(setting + ": " + file + " " + e.getMessage(), e);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private SSLHostConfig hostConfig(Loaded wanted) {
        SSLHostConfig config = new SSLHostConfig();
        config.setProtocols(PROTOCOLS);
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(config, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystore(wanted.keys);
        certificate.setCertificateKeystorePassword(NO_SECRET);
        config.addCertificate(certificate);
        if (wanted.clientCas != null) {
            config.setTrustStore(wanted.clientCas);
            config.setCertificateVerification(
                    properties.tlsClientCertificates() == HttpProperties.ClientCertificates.REQUIRED
                            ? "required"
                            : "optional");
        }
        return config;
    }
}
