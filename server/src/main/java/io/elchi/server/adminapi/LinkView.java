package io.elchi.server.adminapi;

import io.elchi.server.routing.LinkSettings;
import io.elchi.server.routing.LinkStatus;
import io.elchi.server.routing.LinkStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A link as it is wanted, without its passwords, and as it is.
///
/// @param tracedUntil until when its PDUs are written to the log; null: they are not
/// @param receiptPath with the token for receipts over HTTP: where a token is made or changed, and never later
/// @param live null when this process does not run links
record LinkView(
        long id,
        long operatorId,
        String name,
        String status,
        String protocol,
        String host,
        int port,
        boolean tls,
        String bindMode,
        int sessions,
        String systemId,
        String systemType,
        String version,
        int sendWindow,
        int throughput,
        Map<String, Object> options,
        Live live,
        Instant tracedUntil,
        String receiptPath,
        Instant createdAt,
        Instant updatedAt) {
    /// The current state.
    ///
    /// @param state `stopped`, `binding`, `bound` (all sessions are), `partly_bound`,
    ///     `listening` (for outbind)
    /// @param inFlight submit_sm without a response
    /// @param window submit_sm that may be without one
    /// @param problem what went wrong last; null while nothing did
    /// @param since when the number of bound sessions changed last; null while stopped
    record Live(String state, int bound, int wanted, int inFlight, int window, String problem, Instant since) {
        private static final Live STOPPED = new Live("stopped", 0, 0, 0, 0, null, null);

        private static String state(LinkStatus status) {
            if (status.bound() == 0) {
                return status.wanted() == 0 ? "listening" : "binding";
            }
            return status.bound() < status.wanted() ? "partly_bound" : "bound";
        }

        private static Live of(LinkStatus status) {
            return new Live(
                    state(status),
                    status.bound(),
                    status.wanted(),
                    status.inFlight(),
                    status.window(),
                    status.problem(),
                    status.since());
        }
    }

    private static Map<String, Object> withoutSecrets(Map<String, Object> options) {
        return without(without(without(options, "outbind", "password"), "http", "headers"), "http_receipt", "token");
    }

    private static Map<String, Object> without(Map<String, Object> options, String group, String member) {
        if (!(options.get(group) instanceof Map<?, ?> members) || !members.containsKey(member)) {
            return options;
        }
        Map<Object, Object> shown = new HashMap<>(members);
        shown.remove(member);
        Map<String, Object> all = new HashMap<>(options);
        all.put(group, shown);
        return all;
    }

    /// @param status null: the link is not started where links run
    /// @param known whether this process runs links
    static LinkView of(
            LinkStore.Configured configured,
            Instant tracedUntil,
            LinkStatus status,
            boolean known,
            String receiptPath) {
        LinkSettings link = configured.link();
        return new LinkView(
                link.id(),
                link.operatorId(),
                link.name(),
                link.started() ? "started" : "stopped",
                link.protocol().name().toLowerCase(Locale.ROOT),
                link.host(),
                link.port(),
                link.tls(),
                link.bindAs().name().toLowerCase(Locale.ROOT),
                link.sessions(),
                link.systemId(),
                link.systemType(),
                link.version(),
                link.window(),
                link.throughput(),
                withoutSecrets(configured.options()),
                !known ? null : status == null ? Live.STOPPED : Live.of(status),
                tracedUntil,
                receiptPath,
                configured.createdAt(),
                configured.updatedAt());
    }
}
