package io.elchi.smpp.session;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedTrustManager;

/// TLS of an endpoint, 1.2 and 1.3, from PEM files. SMPP has no STARTTLS: a port is TLS or it is not. [#reload]
/// reads the files again; later connections use the new files, open connections keep theirs.
public final class Tls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final boolean client;
    private final boolean asking;
    private final Path trusted;
    private final Path chain;
    private final Path key;
    private volatile SslContext context;

    private Tls(boolean client, boolean asking, Path trusted, Path chain, Path key) throws IOException {
        this.client = client;
        this.asking = asking;
        this.trusted = trusted;
        this.chain = chain;
        this.key = key;
        reload();
    }

    /// A client that checks the server's certificate, name included, against these roots.
    ///
    /// @param trusted PEM certificates; null: the JDK's
    public static Tls client(Path trusted) throws IOException {
        return new Tls(true, false, trusted, null, null);
    }

    /// As [#client(Path)], showing a certificate of its own (mutual TLS).
    public static Tls client(Path trusted, Path chain, Path key) throws IOException {
        return new Tls(true, false, trusted, chain, key);
    }

    /// A server with this certificate chain and PKCS#8 key.
    public static Tls server(Path chain, Path key) throws IOException {
        return new Tls(false, false, null, chain, key);
    }

    /// As [#server(Path, Path)], taking only clients whose certificate these roots sign (mutual TLS).
    public static Tls server(Path chain, Path key, Path trustedClients) throws IOException {
        return new Tls(false, false, trustedClients, chain, key);
    }

    /// As [#server(Path, Path)], asking clients for a certificate. Any is taken, and none, too: the handshake
    /// proves that the client has its key, and the bind has to be decided by [SmppSession#peerCertificate].
    public static Tls serverAsking(Path chain, Path key) throws IOException {
        return new Tls(false, true, null, chain, key);
    }

    /// Reads the files again.
    ///
    /// @throws IOException when they cannot be read or used; the former ones stay in force
    public void reload() throws IOException {
        for (Path file : new Path[] {trusted, chain, key}) {
            if (file != null && !Files.isReadable(file)) {
                throw new IOException("cannot read " + file);
            }
        }
        try {
            context = build();
        } catch (IllegalArgumentException e) {
            throw new IOException("not a usable certificate or key: " + e.getMessage(), e);
        }
    }

    private SslContext build() throws SSLException {
        SslContextBuilder builder =
                client ? SslContextBuilder.forClient() : SslContextBuilder.forServer(chain.toFile(), key.toFile());
        if (client && chain != null) {
            builder.keyManager(chain.toFile(), key.toFile());
        }
        if (trusted != null) {
            builder.trustManager(trusted.toFile());
        }
        if (asking) {
            builder.trustManager(new AnyClient()).clientAuth(ClientAuth.OPTIONAL);
        } else if (!client) {
            builder.clientAuth(trusted == null ? ClientAuth.NONE : ClientAuth.REQUIRE);
        }
        return builder.protocols(PROTOCOLS).build();
    }

    /// Takes every certificate of a client.
    private static final class AnyClient extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type, Socket socket) {
            // The bind decides.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type, SSLEngine engine) {
            // The bind decides.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] shown, String type) {
            // The bind decides.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("for clients only");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("for clients only");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] shown, String type) throws CertificateException {
            throw new CertificateException("for clients only");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /// The handler for one connection; a client's checks `host` and names it to the server (SNI).
    SslHandler handler(ByteBufAllocator allocator, String host, int port) {
        if (!client) {
            return context.newHandler(allocator);
        }
        SslHandler handler = context.newHandler(allocator, host, port);
        SSLEngine engine = handler.engine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return handler;
    }
}
