package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Defect;
import io.elchi.smpp.pdu.InterfaceVersion;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/// The settings of a session, the same for both roles. [#DEFAULTS] suit most links; change some with [#but].
///
/// @param version the highest version to speak; the session speaks the lower one of both sides
/// @param window our requests that may be unanswered at a time, 1 to 65,536
/// @param maxInProgress the peer's requests that may be unanswered before we stop reading, or refuse, 1 to 65,536
/// @param refuseBeyond refuse further requests with ESME_RX_T_APPN, so that the peer sends them again, and go on
///     reading; else stop reading: then responses and enquire_link wait, too
/// @param maxPduOctets the largest command_length taken, 16 to 16 MiB
/// @param responseTimer how long we wait for a response
/// @param enquireLinkTimer send enquire_link after reading nothing for so long; zero: never
/// @param maxEnquireLinkMisses unanswered enquire_link in a row that end the session
/// @param inactivityTimer unbind after so long without anything but enquire_link; zero: never
/// @param sessionInitTimer a message centre closes a connection that did not bind within this time
/// @param stallTimer close when the peer has not read from a full socket for so long
/// @param drainTimer how long an unbind, ours or the peer's, waits for missing responses
/// @param maxViolations commands that the state does not allow, after which the connection is closed
/// @param tolerated defects of a request that are passed on instead of refused
/// @param reportCongestion send congestion_state to SMPP 5.0 peers (SMPP 5.0, 4.8.4.18)
/// @param slowDownAtCongestion shrink the window from this congestion_state of the peer on, 1 to 100
public record SessionConfig(
        InterfaceVersion version,
        int window,
        int maxInProgress,
        boolean refuseBeyond,
        int maxPduOctets,
        Duration responseTimer,
        Duration enquireLinkTimer,
        int maxEnquireLinkMisses,
        Duration inactivityTimer,
        Duration sessionInitTimer,
        Duration stallTimer,
        Duration drainTimer,
        int maxViolations,
        Set<Defect.Kind> tolerated,
        boolean reportCongestion,
        int slowDownAtCongestion) {
    public static final SessionConfig DEFAULTS = new SessionConfig(
            InterfaceVersion.V3_4,
            50,
            1_000,
            false,
            64 * 1024,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            2,
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            10,
            Set.of(),
            true,
            80);

    public SessionConfig {
        Objects.requireNonNull(version, "version");
        range("window", window, 1, 65_536);
        range("maxInProgress", maxInProgress, 1, 65_536);
        range("maxPduOctets", maxPduOctets, 16, 16 << 20);
        range("maxEnquireLinkMisses", maxEnquireLinkMisses, 1, 100);
        range("maxViolations", maxViolations, 1, 1_000_000);
        range("slowDownAtCongestion", slowDownAtCongestion, 1, 100);
        positive("responseTimer", responseTimer);
        positive("sessionInitTimer", sessionInitTimer);
        positive("stallTimer", stallTimer);
        positive("drainTimer", drainTimer);
        notNegative("enquireLinkTimer", enquireLinkTimer);
        notNegative("inactivityTimer", inactivityTimer);
        tolerated = Set.copyOf(tolerated);
    }

    private static void range(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", not " + value);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
    }

    /// A copy to change: `config.but().window(100).build()`.
    public SessionConfigBuilder but() {
        return new SessionConfigBuilder(this);
    }
}
