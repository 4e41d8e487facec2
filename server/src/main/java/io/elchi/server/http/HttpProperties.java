package io.elchi.server.http;

import io.elchi.server.config.Setting;
import io.elchi.server.core.Cidr;
import java.time.Duration;
import java.util.List;

/// Addresses and ports of HTTP, and the limits of connections and requests.
public record HttpProperties(
        @Setting(value = "address to listen on; loopback unless configured", is = "127.0.0.1", local = true)
        String address,

        @Setting(value = "port to listen on; 0 takes a free one", is = "8080", min = 0, max = 65_535, local = true)
        int port,

        @Setting(value = "address of the management port, for `/metrics` and `/health`", is = "127.0.0.1", local = true)
        String managementAddress,

        @Setting(
                value = "port for `/metrics`, `/health/ready` and `/health/live`; 0 takes a free one",
                is = "8081",
                min = 0,
                max = 65_535,
                local = true)
        int managementPort,

        @Setting(
                value = "maximum size of a request body in octets, on every path",
                is = "1048576",
                min = 1_024,
                max = 104_857_600)
        int maxBody,

        @Setting(
                value = "memory for request bodies, in percent of the heap; beyond it a body is"
                        + " refused with `overloaded`",
                is = "10",
                min = 1,
                max = 50)
        int bodyMemoryPercent,

        @Setting(value = "maximum of open connections", is = "4096", min = 1, max = 1_000_000, local = true)
        int maxConnections,

        @Setting(
                value =
                        "maximum of open connections from one address; further ones are closed; trusted proxies are exempt",
                is = "1024",
                min = 1,
                max = 1_000_000)
        int maxConnectionsPerAddress,

        @Setting(
                value =
                        "maximum time from a request's first octet to the end of its headers, and from the connection to the"
                                + " first octet",
                is = "10s",
                min = 100,
                max = 300_000)
        Duration headerTimeout,

        @Setting(
                value = "maximum time from the end of the headers to the end of the body, on every path",
                is = "30s",
                min = 100,
                max = 3_600_000)
        Duration bodyTimeout,

        @Setting(
                value = "maximum time that a connection stays open between requests",
                is = "60s",
                min = 100,
                max = 3_600_000)
        Duration idleTimeout,

        @Setting(
                value = "addresses of proxies, as CIDR blocks, that may name the client's address in a header",
                is = "",
                local = true)
        List<String> trustedProxies,

        @Setting(
                value = "header in which trusted proxies name the client; each of them must add to it or replace it",
                is = "x_forwarded_for")
        ForwardedHeader forwardedHeader,

        @Setting(
                value = "PEM file with the certificate chain of the public port, its own certificate first; empty: the"
                        + " port is plain HTTP. The files are read again when they change",
                is = "",
                local = true)
        String tlsCertificate,

        @Setting(value = "PEM file with the key of this certificate, PKCS#8 without encryption", is = "", local = true)
        String tlsKey,

        @Setting(
                value = "PEM file with the certificates that sign clients' certificates; empty: clients are not asked"
                        + " for a certificate",
                is = "",
                local = true)
        String tlsClientCa,

        @Setting(
                value = "with `tls_client_ca`: whether a client without a certificate is refused in the handshake",
                is = "required")
        ClientCertificates tlsClientCertificates,

        @Setting(
                value = "HTTP/2 on the TLS port; it has not the limits of time and memory that HTTP/1.1 has, so it is"
                        + " for networks that you trust",
                is = "false")
        boolean http2) {
    /// Whether a client must show a certificate.
    public enum ClientCertificates {
        REQUIRED,
        /// A client may do without; a certificate that it shows must be valid.
        WANTED
    }

    /// The header in which a proxy names the client's address.
    public enum ForwardedHeader {
        X_FORWARDED_FOR("X-Forwarded-For"),
        /// RFC 7239.
        FORWARDED("Forwarded");

        private final String headerName;

        ForwardedHeader(String headerName) {
            this.headerName = headerName;
        }

        String headerName() {
            return headerName;
        }
    }

    public HttpProperties {
        trustedProxies = List.copyOf(trustedProxies);
        trustedProxies.forEach(Cidr::parse);
        if (tlsCertificate.isEmpty() != tlsKey.isEmpty()) {
            throw new IllegalArgumentException("tls_certificate and tls_key belong together: set both or none");
        }
        if (tlsCertificate.isEmpty() && (http2 || !tlsClientCa.isEmpty())) {
            throw new IllegalArgumentException("http2 and tls_client_ca need tls_certificate");
        }
    }
}
