package io.elchi.server.routing;

import io.elchi.server.core.Secret;

/// The settings of an operator's link, as they are wanted. Over SMPP, `sessions` binds are opened with them. Over
/// HTTP, host, port and tls are those of the address in the options, and there is one session.
///
/// @param started whether it shall be bound
/// @param throughput parts a second over all sessions; 0: as fast as the window allows
public record LinkSettings(
        long id,
        long operatorId,
        String name,
        boolean started,
        Protocol protocol,
        String host,
        int port,
        boolean tls,
        BindAs bindAs,
        int sessions,
        String systemId,
        Secret password,
        String systemType,
        String version,
        int window,
        int throughput,
        LinkOptions options) {
    /// The protocol of a link.
    public enum Protocol {
        SMPP,
        HTTP
    }

    /// The bind mode of a link.
    public enum BindAs {
        TRANSCEIVER,
        TRANSMITTER,
        RECEIVER
    }
}
