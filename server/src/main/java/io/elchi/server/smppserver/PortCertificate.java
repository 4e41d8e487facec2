package io.elchi.server.smppserver;

import io.elchi.smpp.session.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate of the port for TLS, which follows its files. Files that cannot be used leave the former one in
/// force.
final class PortCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(PortCertificate.class);

    private final Path chain;
    private final Path key;
    private final Tls tls;
    /// What the files had at the last look, usable or not; null: they could not be read.
    private byte[] seenChain;
    private byte[] seenKey;
    private String problem;

    private PortCertificate(Path chain, Path key) throws IOException {
        this.chain = chain;
        this.key = key;
        seenChain = Files.readAllBytes(chain);
        seenKey = Files.readAllBytes(key);
        tls = Tls.serverAsking(chain, key);
    }

    /// @throws IOException when the files cannot be read or used; its message has the setting's name
    static PortCertificate read(SmppServerProperties properties) throws IOException {
        if (properties.tlsKey().isEmpty()) {
            throw new IOException("tls_certificate needs tls_key");
        }
        Path chain = Path.of(properties.tlsCertificate());
        Path key = Path.of(properties.tlsKey());
        for (Path file : new Path[] {chain, key}) {
            if (!Files.isReadable(file)) {
                throw new IOException((file == chain ? "tls_certificate" : "tls_key") + ": cannot read " + file);
            }
        }
        return new PortCertificate(chain, key);
    }

    Tls tls() {
        return tls;
    }

    synchronized void reload() {
        try {
            byte[] nowChain = Files.readAllBytes(chain);
            byte[] nowKey = Files.readAllBytes(key);
            if (Arrays.equals(nowChain, seenChain) && Arrays.equals(nowKey, seenKey)) {
                return;
            }
            seenChain = nowChain;
            seenKey = nowKey;
            tls.reload();
            problem = null;
            LOG.info("the SMPP port for TLS has a new certificate");
        } catch (IOException e) {
            if (!e.toString().equals(problem)) {
                LOG.error("the SMPP port for TLS keeps its former certificate: {}", e.getMessage());
            }
            problem = e.toString();
        }
    }
}
