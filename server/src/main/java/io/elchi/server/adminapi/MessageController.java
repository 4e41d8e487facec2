package io.elchi.server.adminapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.Reach;
import io.elchi.server.core.Masking;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Money;
import io.elchi.server.core.Permission;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.http.Needs;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.messages.MessageView;
import io.elchi.server.messages.TimelineEntry;
import io.elchi.server.messages.WaitReasons;
import io.elchi.server.routing.LinkStatusSource;
import io.elchi.server.routing.OperatorStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// One message of any account, with its timeline; of a reseller's people one of its own or its clients'.
@RestController
final class MessageController {
    private final MessageSearch messages;
    private final OperatorStore operators;
    private final WaitReasons reasons;
    private final LinkStatusSource links;
    private final Reach reach;

    MessageController(
            MessageSearch messages, OperatorStore operators, WaitReasons reasons, LinkStatusSource links, Reach reach) {
        this.reach = reach;
        this.messages = messages;
        this.operators = operators;
        this.reasons = reasons;
        this.links = links;
    }

    /// A message; its text is masked, one-time passwords wholly.
    ///
    /// @param content the kind of content; only a `text` has text and encoding
    /// @param waiting why it is not sent or ended yet; null when that is not known here
    /// @param route the operators that were to be tried, in order, with what a part costs there; empty for people
    ///     of resellers
    /// @param decision the rows that the route follows from; null for people of resellers
    record AdminMessageView(
            String id,
            long accountId,
            Long apiKeyId,
            Long smppLoginId,
            String state,
            String to,
            String from,
            String content,
            String text,
            @JsonProperty("class") String messageClass,
            String encoding,
            int parts,
            int partsCharged,
            Money price,
            Money reserved,
            String country,
            String mcc,
            String mnc,
            String reference,
            @JsonRawValue String meta,
            String correlationId,
            String operatorStatus,
            String errorCode,
            Instant acceptedAt,
            Instant notBefore,
            Instant submittedAt,
            Instant deliveredAt,
            Instant finalAt,
            Instant validUntil,
            List<CandidateView> route,
            StoredDecisionView decision,
            List<PartStateView> partStates,
            List<TimelineEntryView> timeline,
            WaitingView waiting) {}

    /// The state of a part.
    record PartStateView(int part, String state, String operatorMessageId) {
        static PartStateView of(MessageView.PartState part) {
            return new PartStateView(part.part(), part.state().text(), part.operatorMessageId());
        }
    }

    record CandidateView(long operatorId, String operator, Money price, Money cost) {}

    record TimelineEntryView(
            Instant at,
            long afterMs,
            String event,
            Integer part,
            Long operatorId,
            String operator,
            String operatorMessageId,
            String commandStatus,
            String detail,
            Money amount) {}

    @GetMapping("/admin/v1/messages/{id}")
    @Needs(value = Permission.MESSAGES_READ, tenant = true, watched = true)
    AdminMessageView message(@AuthenticationPrincipal Caller caller, @PathVariable("id") String id) {
        MessageView view = MessageId.parse(id)
                .flatMap(messages::message)
                .filter(found -> reach.covers(caller, found.message().accountId()))
                .orElseThrow(() -> ReferenceChecks.missing("message", id));
        return caller.isStaff() ? forStaff(view) : view(view, List.of(), null, null);
    }

    private AdminMessageView forStaff(MessageView view) {
        Message message = view.message();
        Map<Long, String> names = operators.namesInMessages();
        return view(
                view,
                message.candidates().stream()
                        .map(candidate -> candidate(candidate, message.currency(), names))
                        .toList(),
                message.isTest() ? null : StoredDecisionView.of(message, names),
                names);
    }

    /// @param names of operators; null for a caller that is not shown operators
    private AdminMessageView view(
            MessageView view, List<CandidateView> route, StoredDecisionView decision, Map<Long, String> names) {
        Message message = view.message();
        String currency = message.currency();
        Message.Recipient recipient = message.recipient();
        Message.ClientData clientData = message.clientData();
        Content.Text text = message.content() instanceof Content.Text own ? own : null;
        return new AdminMessageView(
                message.id().toString(),
                message.accountId(),
                CdrController.orNull(message.owner().apiKeyId()),
                CdrController.orNull(message.owner().smppLoginId()),
                view.state().text(),
                message.to().toString(),
                message.sender(),
                message.content().kind().text(),
                text == null ? null : Masking.text(message.messageClass(), text.text()),
                message.messageClass().text(),
                text == null ? null : text.encoding().text(),
                message.parts(),
                view.partsCharged(),
                new Money(currency, view.priceMicros()),
                new Money(currency, message.reservedMicros(0) * message.parts()),
                recipient.country(),
                recipient.mcc(),
                recipient.mnc(),
                clientData.reference(),
                clientData.meta(),
                clientData.correlationId(),
                view.smscStatus(),
                view.errorCode(),
                message.acceptedAt(),
                message.times().notBefore(),
                view.submittedAt(),
                view.deliveredAt(),
                view.endedAt(),
                message.validUntil(),
                route,
                decision,
                view.partStates().stream().map(PartStateView::of).toList(),
                view.steps().stream().map(step -> step(step, message, names)).toList(),
                waiting(reasons.of(view), names));
    }

    private WaitingView waiting(WaitReasons.Waiting waiting, Map<Long, String> names) {
        return names == null ? WaitingView.withoutOperator(waiting) : WaitingView.of(waiting, names, links);
    }

    private static CandidateView candidate(RouteCandidate candidate, String currency, Map<Long, String> names) {
        return new CandidateView(
                candidate.operatorId(),
                names.get(candidate.operatorId()),
                new Money(currency, candidate.priceMicros()[0]),
                new Money(candidate.costCurrency(), candidate.costMicros()));
    }

    private static TimelineEntryView step(TimelineEntry step, Message message, Map<Long, String> names) {
        return new TimelineEntryView(
                step.at(),
                Duration.between(message.acceptedAt(), step.at()).toMillis(),
                step.what(),
                step.part() == 0 ? null : step.part(),
                names == null ? null : CdrController.orNull(step.operatorId()),
                names == null ? null : names.get(step.operatorId()),
                step.operatorMessageId(),
                step.status() > 0 ? "0x%08X".formatted(step.status()) : null,
                step.detail(),
                step.amount());
    }
}
