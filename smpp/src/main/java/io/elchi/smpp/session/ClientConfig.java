package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Bind;
import io.elchi.smpp.pdu.BindMode;
import io.elchi.smpp.pdu.Tlvs;
import java.time.Duration;
import java.util.Objects;

/// The address and the settings of an ESME's bind.
///
/// @param host name or address of the message centre; what a TLS certificate must name
/// @param systemId at most 64 octets; the specification has 15
/// @param password at most 64 octets, the specification has 8; never printed
/// @param systemType at most 12 octets
/// @param addrTon type of number of `addressRange`
/// @param addrNpi numbering plan of `addressRange`
/// @param addressRange which addresses the ESME serves, at most 40 octets
/// @param connectTimeout for TCP and TLS together; the bind then has the response timer
/// @param tls null: none
public record ClientConfig(
        String host,
        int port,
        BindMode mode,
        String systemId,
        String password,
        String systemType,
        int addrTon,
        int addrNpi,
        String addressRange,
        Duration connectTimeout,
        Tls tls,
        SessionConfig session) {
    public ClientConfig {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(systemId, "systemId");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(session, "session");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
        }
        if (connectTimeout.isNegative() || connectTimeout.isZero()) {
            throw new IllegalArgumentException("connectTimeout must be positive, not " + connectTimeout);
        }
    }

    /// A transceiver with default settings.
    public static ClientConfig transceiver(String host, int port, String systemId, String password) {
        return new ClientConfig(
                host,
                port,
                BindMode.TRANSCEIVER,
                systemId,
                password,
                "",
                0,
                0,
                "",
                Duration.ofSeconds(10),
                null,
                SessionConfig.DEFAULTS);
    }

    public ClientConfig mode(BindMode newMode) {
        return new ClientConfig(
                host,
                port,
                newMode,
                systemId,
                password,
                systemType,
                addrTon,
                addrNpi,
                addressRange,
                connectTimeout,
                tls,
                session);
    }

    public ClientConfig tls(Tls newTls) {
        return new ClientConfig(
                host,
                port,
                mode,
                systemId,
                password,
                systemType,
                addrTon,
                addrNpi,
                addressRange,
                connectTimeout,
                newTls,
                session);
    }

    public ClientConfig session(SessionConfig newSession) {
        return new ClientConfig(
                host,
                port,
                mode,
                systemId,
                password,
                systemType,
                addrTon,
                addrNpi,
                addressRange,
                connectTimeout,
                tls,
                newSession);
    }

    Bind bind() {
        return new Bind(
                mode,
                systemId,
                password,
                systemType,
                session.version().code(),
                addrTon,
                addrNpi,
                addressRange,
                Tlvs.NONE);
    }

    @Override
    public String toString() {
        return "ClientConfig[" + host + ":" + port + " " + mode + " as " + systemId + "]";
    }
}
