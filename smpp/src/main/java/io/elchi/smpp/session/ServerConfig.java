package io.elchi.smpp.session;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;

/// The address and the settings of a message centre.
///
/// @param address where; port 0 takes a free one
/// @param systemId our name in bind responses, at most 15 octets
/// @param session settings of every session
/// @param tls null: none
/// @param eventLoops threads for the sockets
/// @param maxConnections connections at a time; more are closed at once
/// @param maxBindsPerSystemId sessions bound by one system_id; more are refused with ESME_RALYBND
/// @param failedBindDelay how long the answer to wrong credentials waits
/// @param maxFailedBinds wrong credentials from one address within `failedBindWindow`, after which its connections
///     are closed at once until the window is over
public record ServerConfig(
        InetSocketAddress address,
        String systemId,
        SessionConfig session,
        Tls tls,
        int eventLoops,
        int maxConnections,
        int maxBindsPerSystemId,
        Duration failedBindDelay,
        int maxFailedBinds,
        Duration failedBindWindow) {
    public ServerConfig {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(systemId, "systemId");
        Objects.requireNonNull(session, "session");
        if (eventLoops < 1 || maxConnections < 1 || maxBindsPerSystemId < 1 || maxFailedBinds < 1) {
            throw new IllegalArgumentException(
                    "eventLoops, maxConnections, maxBindsPerSystemId and maxFailedBinds must" + " be at least 1");
        }
        if (failedBindDelay.isNegative() || failedBindWindow.isNegative()) {
            throw new IllegalArgumentException("failedBindDelay and failedBindWindow must not be negative");
        }
    }

    /// Plain TCP on loopback with default limits.
    public static ServerConfig loopback(int port, String systemId) {
        return new ServerConfig(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                systemId,
                SessionConfig.DEFAULTS,
                null,
                Runtime.getRuntime().availableProcessors(),
                10_000,
                100,
                Duration.ofSeconds(1),
                10,
                Duration.ofMinutes(1));
    }

    public ServerConfig session(SessionConfig newSession) {
        return new ServerConfig(
                address,
                systemId,
                newSession,
                tls,
                eventLoops,
                maxConnections,
                maxBindsPerSystemId,
                failedBindDelay,
                maxFailedBinds,
                failedBindWindow);
    }

    public ServerConfig tls(Tls newTls) {
        return new ServerConfig(
                address,
                systemId,
                session,
                newTls,
                eventLoops,
                maxConnections,
                maxBindsPerSystemId,
                failedBindDelay,
                maxFailedBinds,
                failedBindWindow);
    }

    public ServerConfig limits(int connections, int bindsPerSystemId) {
        return new ServerConfig(
                address,
                systemId,
                session,
                tls,
                eventLoops,
                connections,
                bindsPerSystemId,
                failedBindDelay,
                maxFailedBinds,
                failedBindWindow);
    }

    public ServerConfig failedBinds(Duration delay, int max, Duration window) {
        return new ServerConfig(
                address, systemId, session, tls, eventLoops, maxConnections, maxBindsPerSystemId, delay, max, window);
    }
}
