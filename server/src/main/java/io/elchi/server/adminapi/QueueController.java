package io.elchi.server.adminapi;

import io.elchi.server.cluster.ProcessEntry;
import io.elchi.server.cluster.Processes;
import io.elchi.server.cluster.ShardId;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.messages.QueueMoves;
import io.elchi.server.messages.QueueMoves.QueueMove;
import io.elchi.server.messages.SuspendedAccounts;
import io.elchi.server.messages.WaitingQueues;
import io.elchi.server.messages.WaitingQueues.WaitingGroup;
import io.elchi.server.messages.WaitingQueues.WaitingGroups;
import io.elchi.server.routing.LinkSessions;
import io.elchi.server.routing.Operator;
import io.elchi.server.routing.OperatorStore;
import io.elchi.server.routing.ShardSessions;
import io.elchi.server.routing.ShardSessions.SessionReport;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The operators' queues, over all processes: what waits, holding it, moving it.
@RestController
@RequestMapping("/admin/v1/queues")
final class QueueController {
    /// Messages of one move.
    private static final int MOST_MOVED = 1_000_000;

    private final OperatorStore operators;
    private final WaitingQueues waiting;
    private final QueueMoves moves;
    private final SuspendedAccounts accounts;
    private final Owners owners;
    private final Clock clock;

    /// Who says which process has which shard.
    record Owners(ShardSessions sessions, Processes processes) {}

    QueueController(
            OperatorStore operators,
            WaitingQueues waiting,
            QueueMoves moves,
            SuspendedAccounts accounts,
            Owners owners,
            Clock clock) {
        this.operators = operators;
        this.waiting = waiting;
        this.moves = moves;
        this.accounts = accounts;
        this.owners = owners;
        this.clock = clock;
    }

    /// An operator's queue.
    ///
    /// @param heldAt null: it is not held
    /// @param process that has its shard; null: none said so lately
    /// @param oldest when the first message was accepted that waits and is not scheduled; null: there is none
    /// @param perSecond submit_sm a second of its sessions
    /// @param move the last one; null: there was none
    record QueueView(
            long operatorId,
            String operator,
            String status,
            Instant heldAt,
            UUID process,
            String address,
            WaitingMessagesView waiting,
            Instant oldest,
            BigDecimal perSecond,
            MoveView move) {}

    /// Messages of which no part was taken, each counted once.
    ///
    /// @param retry an operator refused them, or did not answer
    /// @param complete false: there are more than were counted
    record WaitingMessagesView(int queued, int scheduled, int held, int retry, boolean complete) {}

    record MoveView(
            long id, Long toOperatorId, int limit, int moved, String state, Instant createdAt, Instant endedAt) {
        static MoveView of(QueueMove move) {
            return new MoveView(
                    move.id(),
                    CdrController.orNull(move.toOperatorId()),
                    move.most(),
                    move.moved(),
                    move.endedAt() == null ? "running" : "finished",
                    move.createdAt(),
                    move.endedAt());
        }
    }

    record QueueList(List<QueueView> items) {}

    @GetMapping
    @Needs(value = Permission.OPERATORS_READ, watched = true)
    QueueList list() {
        return new QueueList(views(operators.operators()));
    }

    @PostMapping("/{operator}/hold")
    @Needs(Permission.OPERATORS_WRITE)
    QueueView hold(@PathVariable("operator") long id) {
        return hold(id, true);
    }

    @PostMapping("/{operator}/release")
    @Needs(Permission.OPERATORS_WRITE)
    QueueView release(@PathVariable("operator") long id) {
        return hold(id, false);
    }

    private QueueView hold(long id, boolean held) {
        ReferenceChecks.found(operators.hold(id, held), "operator", id);
        return views(List.of(operator(id))).getFirst();
    }

    private Operator operator(long id) {
        return operators.operator(id).orElseThrow(() -> ReferenceChecks.missing("operator", id));
    }

    @PostMapping("/{operator}/move")
    @Needs(Permission.OPERATORS_WRITE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    MoveView move(@PathVariable("operator") long id, @RequestBody JsonNode json) {
        operator(id);
        JsonBody body = JsonBody.of(json);
        long to = body.optionalId("to_operator_id").orElse(0L);
        int most = body.optionalInt("limit", 1, MOST_MOVED).orElse(MOST_MOVED);
        body.end();
        if (to == id || to != 0 && operators.operator(to).isEmpty()) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "to_operator_id", "must be another operator")
                    .exception();
        }
        Optional<QueueMove> begun = moves.begin(id, to, most, clock.now());
        return begun.map(MoveView::of)
                .orElseThrow(() -> Refusal.of(Failure.CONFLICT, "another move of this operator's queue is running")
                        .exception());
    }

    /// Ends the move that runs.
    @DeleteMapping("/{operator}/move")
    @Needs(Permission.OPERATORS_WRITE)
    QueueView cancelMove(@PathVariable("operator") long id) {
        Operator operator = operator(id);
        if (!moves.cancel(id, clock.now())) {
            throw Refusal.of(Failure.CONFLICT, "no move of this operator's queue is running")
                    .exception();
        }
        return views(List.of(operator)).getFirst();
    }

    private List<QueueView> views(List<Operator> wanted) {
        Map<Long, Instant> held = operators.held();
        Map<Long, QueueMove> last = moves.last();
        Map<Long, SessionReport> reports = new HashMap<>();
        owners.sessions.read().stream()
                .filter(SessionReport::fresh)
                .forEach(report -> reports.put(ShardId.ofNumber(report.shard()).operatorId(), report));
        Map<UUID, String> addresses =
                owners.processes.list().stream().collect(Collectors.toMap(ProcessEntry::id, ProcessEntry::address));
        WaitingGroups groups = waiting.count(wanted.stream().map(Operator::id).toList(), clock.now());
        return wanted.stream()
                .map(operator -> {
                    long id = operator.id();
                    SessionReport report = reports.get(id);
                    List<WaitingGroup> own = groups.groups().stream()
                            .filter(group -> group.operatorId() == id)
                            .toList();
                    return new QueueView(
                            id,
                            operator.name(),
                            ActiveStatus.text(operator.active()),
                            held.get(id),
                            report == null ? null : report.process(),
                            report == null ? null : addresses.get(report.process()),
                            counts(
                                    own,
                                    held.containsKey(id),
                                    !groups.incomplete().contains(id)),
                            own.stream()
                                    .filter(group -> !group.scheduled())
                                    .map(WaitingGroup::oldest)
                                    .min(Comparator.naturalOrder())
                                    .orElse(null),
                            perSecond(report),
                            last.containsKey(id) ? MoveView.of(last.get(id)) : null);
                })
                .toList();
    }

    private WaitingMessagesView counts(List<WaitingGroup> groups, boolean operatorHeld, boolean complete) {
        int queued = 0;
        int scheduled = 0;
        int held = 0;
        int retry = 0;
        for (WaitingGroup group : groups) {
            if (group.scheduled()) {
                scheduled += group.messages();
            } else if (operatorHeld || accounts.isSuspended(group.accountId())) {
                held += group.messages();
            } else if (group.tried()) {
                retry += group.messages();
            } else {
                queued += group.messages();
            }
        }
        return new WaitingMessagesView(queued, scheduled, held, retry, complete);
    }

    private static BigDecimal perSecond(SessionReport report) {
        double sum = report == null
                ? 0
                : report.links().stream()
                        .flatMap(link -> link.sessions().stream())
                        .mapToDouble(LinkSessions.LinkSession::perSecond)
                        .sum();
        return BigDecimal.valueOf(sum).setScale(1, RoundingMode.HALF_UP);
    }
}
