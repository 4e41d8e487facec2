package io.elchi.server.smppserver;

import io.elchi.server.config.Setting;
import java.time.Duration;

/// Addresses and limits of the SMPP server.
public record SmppServerProperties(
        @Setting(value = "whether clients may bind by SMPP", is = "false", local = true)
        boolean enabled,

        @Setting(value = "address to listen on; loopback unless configured", is = "127.0.0.1", local = true)
        String address,

        @Setting(value = "port to listen on; 0 takes a free one", is = "2775", min = 0, max = 65_535, local = true)
        int port,

        @Setting(
                value =
                        "port for TLS, with the certificate and key of `tls_certificate` and `tls_key`; 0 takes a free one",
                is = "3550",
                min = 0,
                max = 65_535,
                local = true)
        int tlsPort,

        @Setting(value = "PEM file of the certificate chain; empty: no port for TLS", is = "", local = true)
        String tlsCertificate,

        @Setting(value = "PEM file of its private key, PKCS#8", is = "", local = true)
        String tlsKey,

        @Setting(value = "system_id in answers to binds", is = "elchi")
        String systemId,

        @Setting(
                value = "threads for the I/O of sessions; 0: one per processor",
                is = "0",
                min = 0,
                max = 64,
                local = true)
        int eventLoops,

        @Setting(
                value = "maximum of connections of a port; further ones are closed at once",
                is = "2000",
                min = 1,
                max = 100_000)
        int maxConnections,

        @Setting(
                value = "wrong passwords from one address within a minute, after which its connections are closed",
                is = "10",
                min = 1,
                max = 10_000)
        int maxFailedBinds,

        @Setting(
                value = "time after which an idle session is asked by enquire_link; 0: never",
                is = "30s",
                min = 0,
                max = 3_600_000)
        Duration enquireLink,

        @Setting(
                value = "time that a session waits for deliver_sm_resp; then the deliver_sm is sent again",
                is = "10s",
                min = 100,
                max = 600_000)
        Duration responseTimeout,

        @Setting(
                value = "age after which a receipt or a message of a handset is not sent to a login any more;"
                        + " `events.retention_days` is another limit",
                is = "48h",
                min = 1_000,
                max = 604_800_000)
        Duration deliveryExpiry) {}
