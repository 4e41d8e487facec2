package io.elchi.server.messages;

import io.elchi.server.core.Clock;
import java.util.Locale;

/// Says why a message without a final state is not sent or ended yet, from the memory of the process that sends.
public final class WaitReasons {
    private final ActiveMessages activeMessages;
    private final SuspendedAccounts accounts;
    private final OperatorStates operators;
    private final Clock clock;

    WaitReasons(ActiveMessages activeMessages, SuspendedAccounts accounts, OperatorStates operators, Clock clock) {
        this.clock = clock;
        this.activeMessages = activeMessages;
        this.accounts = accounts;
        this.operators = operators;
    }

    /// The reason for which a message waits.
    public enum WaitReason {
        SCHEDULED("it is not to be sent before the time in not_before"),
        RECEIPT("every part was submitted, and the operator's receipt is missing"),
        ACCOUNT_SUSPENDED("the account is suspended"),
        OPERATOR_SUSPENDED("the operator is suspended"),
        OPERATOR_HELD("messages to the operator are held"),
        OPERATOR_THROTTLES("the operator accepts fewer messages than wait for it"),
        NO_SESSION("there is no connection to the operator"),
        QUEUED("other messages are submitted before it");

        private final String detail;

        WaitReason(String detail) {
            this.detail = detail;
        }

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// A sentence that a client may read.
        public String detail() {
            return detail;
        }
    }

    /// @param operatorId the operator of the current candidate
    public record Waiting(WaitReason reason, long operatorId) {}

    /// null when the state is final, or this process does not have the message in memory and it is not scheduled.
    public Waiting of(MessageView view) {
        Message message = view.message();
        if (view.endedAt() == null && message.isScheduled(clock.now())) {
            return new Waiting(
                    WaitReason.SCHEDULED, message.candidates().getFirst().operatorId());
        }
        MessageProgress progress = activeMessages.get(message.id());
        if (view.endedAt() != null || progress == null || progress.isFinal()) {
            return null;
        }
        long operator = message.candidates().get(progress.candidate()).operatorId();
        return new Waiting(reason(message, progress, operator), operator);
    }

    private WaitReason reason(Message message, MessageProgress progress, long operator) {
        if (!progress.hasPending()) {
            return WaitReason.RECEIPT;
        }
        if (accounts.isSuspended(message.accountId())) {
            return WaitReason.ACCOUNT_SUSPENDED;
        }
        return switch (operators.of(operator)) {
            case SUSPENDED -> WaitReason.OPERATOR_SUSPENDED;
            case HELD -> WaitReason.OPERATOR_HELD;
            case UNREACHABLE -> WaitReason.NO_SESSION;
            case THROTTLING -> WaitReason.OPERATOR_THROTTLES;
            case SENDING -> WaitReason.QUEUED;
        };
    }
}
