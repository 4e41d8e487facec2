package io.elchi.server.adminapi;

import io.elchi.server.messages.WaitReasons;
import io.elchi.server.routing.LinkStatus;
import io.elchi.server.routing.LinkStatusSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Why a message waits.
///
/// @param reason `receipt`, `account_suspended`, `operator_suspended`, `operator_held`, `operator_throttles`,
///     `no_session`, `queued`
/// @param operatorId the current candidate's operator; null for people of resellers
/// @param operator its name
/// @param detail the problem of the operator's link while no session is bound; else a sentence about the reason
record WaitingView(String reason, Long operatorId, String operator, String detail) {
    /// @param waiting null when the state is final, or this process does not have the message in memory
    /// @param names of the operators
    /// @return null like `waiting`
    static WaitingView of(WaitReasons.Waiting waiting, Map<Long, String> names, LinkStatusSource links) {
        if (waiting == null) {
            return null;
        }
        long operator = waiting.operatorId();
        WaitReasons.WaitReason reason = waiting.reason();
        String detail = reason == WaitReasons.WaitReason.NO_SESSION ? problem(operator, links) : reason.detail();
        return new WaitingView(reason.text(), operator, names.get(operator), detail);
    }

    /// As the message's client is told.
    static WaitingView withoutOperator(WaitReasons.Waiting waiting) {
        return waiting == null
                ? null
                : new WaitingView(
                        waiting.reason().text(), null, null, waiting.reason().detail());
    }

    private static String problem(long operatorId, LinkStatusSource links) {
        return links.now().orElse(List.of()).stream()
                .filter(link -> link.operatorId() == operatorId)
                .map(LinkStatus::problem)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("no link is bound");
    }
}
