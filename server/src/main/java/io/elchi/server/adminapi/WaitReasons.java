package io.elchi.server.adminapi;

import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageView;
import io.elchi.server.messages.SuspendedAccounts;
import io.elchi.server.routing.LinkStatus;
import io.elchi.server.routing.LinkStatusSource;
import io.elchi.server.routing.Operator;
import io.elchi.server.routing.OperatorHealth;
import java.util.List;
import java.util.Objects;

/// Says why a message without a final state is not sent yet, from the memory of the process that sends.
final class WaitReasons {
    private final ActiveMessages inFlight;
    private final SuspendedAccounts accounts;
    private final OperatorHealth health;
    private final LinkStatusSource links;

    WaitReasons(ActiveMessages inFlight, SuspendedAccounts accounts, OperatorHealth health, LinkStatusSource links) {
        this.inFlight = inFlight;
        this.accounts = accounts;
        this.health = health;
        this.links = links;
    }

    /// Why a message waits.
    ///
    /// @param reason `receipt`, `account_suspended`, `operator_suspended`, `no_session`, `queued`
    /// @param operator whose turn it is
    /// @param detail what the operator's links say; null when they say nothing
    record Waiting(String reason, Long operatorId, String operator, String detail) {}

    /// null when the state is final, or this process does not have the message in memory.
    Waiting of(MessageView view, List<Operator> operators) {
        Message message = view.message();
        MessageProgress progress = inFlight.get(message.id());
        if (view.endedAt() != null || progress == null || progress.isFinal()) {
            return null;
        }
        long id = message.candidates().get(progress.candidate()).operatorId();
        Operator operator =
                operators.stream().filter(each -> each.id() == id).findFirst().orElse(null);
        String reason = reason(message, progress, operator, id);
        return new Waiting(
                reason,
                id,
                operator == null ? null : operator.name(),
                reason.equals("no_session") ? problem(id) : null);
    }

    private String reason(Message message, MessageProgress progress, Operator operator, long operatorId) {
        if (!progress.hasPending()) {
            return "receipt";
        }
        if (accounts.isSuspended(message.accountId())) {
            return "account_suspended";
        }
        if (operator != null && !operator.active()) {
            return "operator_suspended";
        }
        return health.reachable(operatorId) ? "queued" : "no_session";
    }

    private String problem(long operatorId) {
        return links.now().orElse(List.of()).stream()
                .filter(link -> link.operatorId() == operatorId)
                .map(LinkStatus::problem)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("no link is bound");
    }
}
