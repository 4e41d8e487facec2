package io.elchi.server.adminapi;

import io.elchi.server.cluster.ProcessEntry;
import io.elchi.server.cluster.Processes;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Needs;
import io.elchi.server.routing.LinkSessions;
import io.elchi.server.routing.LinkSessions.LinkSession;
import io.elchi.server.routing.LinkSettings;
import io.elchi.server.routing.LinkStore;
import io.elchi.server.routing.OperatorStore;
import io.elchi.server.routing.ShardSessions;
import io.elchi.server.routing.ShardSessions.SessionReport;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The SMPP sessions of all links, in whichever process they are.
@RestController
final class BindController {
    private final LinkStore links;
    private final OperatorStore operators;
    private final ShardSessions sessions;
    private final Processes processes;

    BindController(LinkStore links, OperatorStore operators, ShardSessions sessions, Processes processes) {
        this.links = links;
        this.operators = operators;
        this.sessions = sessions;
        this.processes = processes;
    }

    /// A link with its sessions.
    ///
    /// @param wanted sessions that shall be bound; 0 when the link is stopped, or the operator connects by outbind
    /// @param process that has the link; null: none said so lately
    /// @param address of its HTTP
    /// @param reportedAt when it said so
    /// @param problem what went wrong last; null while nothing did
    /// @param limitedBy what sending to the operator waited for over the last seconds; null: nobody said so lately
    record LinkBinds(
            long linkId,
            String link,
            long operatorId,
            String operator,
            String status,
            int wanted,
            UUID process,
            String address,
            Instant reportedAt,
            String problem,
            String limitedBy,
            List<SessionView> sessions) {}

    /// @param inFlight submit_sm without a response
    /// @param perSecond submit_sm a second, over the last seconds
    /// @param responseMs mean time to a response, over the last seconds; null: there was none
    /// @param ceilingPerSecond submit_sm a second that the window allows at this time; null likewise
    record SessionView(
            int n,
            String state,
            Instant since,
            int inFlight,
            int sendWindow,
            BigDecimal perSecond,
            BigDecimal responseMs,
            BigDecimal ceilingPerSecond) {
        static SessionView of(LinkSession session) {
            return new SessionView(
                    session.n(),
                    session.state(),
                    session.since(),
                    session.inFlight(),
                    session.window(),
                    rounded(session.perSecond()),
                    rounded(session.responseMillis()),
                    rounded(session.ceilingPerSecond()));
        }

        private static BigDecimal rounded(Double value) {
            return value == null ? null : BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP);
        }
    }

    record BindList(List<LinkBinds> items) {}

    private record Reported(SessionReport report, LinkSessions sessions) {}

    @GetMapping("/admin/v1/binds")
    @Needs(value = Permission.LINKS_READ, watched = true)
    BindList list() {
        Map<Long, Reported> reported = new HashMap<>();
        for (SessionReport report : sessions.read()) {
            if (report.fresh()) {
                report.links().forEach(link -> reported.put(link.linkId(), new Reported(report, link)));
            }
        }
        Map<Long, String> names = operators.names();
        Map<UUID, String> addresses =
                processes.list().stream().collect(Collectors.toMap(ProcessEntry::id, ProcessEntry::address));
        return new BindList(links.configured().stream()
                .map(configured ->
                        view(configured.link(), reported.get(configured.link().id()), names, addresses))
                .toList());
    }

    /// @param reported null: nobody said anything of it lately
    private static LinkBinds view(
            LinkSettings link, Reported reported, Map<Long, String> names, Map<UUID, String> addresses) {
        LinkSessions sessions = reported == null ? null : reported.sessions;
        UUID process = reported == null ? null : reported.report.process();
        return new LinkBinds(
                link.id(),
                link.name(),
                link.operatorId(),
                names.get(link.operatorId()),
                link.started() ? "started" : "stopped",
                sessions == null ? 0 : sessions.wanted(),
                process,
                process == null ? null : addresses.get(process),
                reported == null ? null : reported.report.at(),
                sessions == null ? null : sessions.problem(),
                sessions == null ? null : sessions.limitedBy(),
                sessions == null
                        ? List.of()
                        : sessions.sessions().stream().map(SessionView::of).toList());
    }
}
