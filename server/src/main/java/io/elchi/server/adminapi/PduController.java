package io.elchi.server.adminapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.elchi.server.accounts.SmppLogins;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.messages.MessageView;
import io.elchi.server.routing.LinkStore;
import io.elchi.server.traces.PduSearch;
import io.elchi.server.traces.StoredPdu;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The PDUs of traces: those of a link, of a login, and of a message.
@RestController
final class PduController {
    private static final String COMMAND = "[a-z_]{1,32}";

    private final PduSearch pdus;
    private final LinkStore links;
    private final SmppLogins logins;
    private final MessageSearch messages;
    private final Clock clock;

    PduController(PduSearch pdus, LinkStore links, SmppLogins logins, MessageSearch messages, Clock clock) {
        this.logins = logins;
        this.pdus = pdus;
        this.links = links;
        this.messages = messages;
        this.clock = clock;
    }

    /// A PDU.
    ///
    /// @param linkId null: of a session of a client
    /// @param loginId null: of a session with an operator
    /// @param operatorId null: of a session of a client
    /// @param direction `sent` by us, or `received`
    /// @param part null: not known
    record PduView(
            long id,
            Instant at,
            Long linkId,
            Long loginId,
            Long operatorId,
            String direction,
            String command,
            String status,
            long sequence,
            String session,
            UUID process,
            UUID messageId,
            Integer part,
            String operatorMessageId,
            String octets,
            boolean shortened,
            @JsonProperty("fields") @JsonRawValue String fields) {
        static PduView of(StoredPdu pdu) {
            return new PduView(
                    pdu.id(),
                    pdu.at(),
                    CdrController.orNull(pdu.linkId()),
                    CdrController.orNull(pdu.loginId()),
                    CdrController.orNull(pdu.operatorId()),
                    pdu.sent() ? "sent" : "received",
                    pdu.command(),
                    pdu.status(),
                    pdu.sequence(),
                    pdu.session(),
                    pdu.process(),
                    pdu.messageId(),
                    pdu.part() == 0 ? null : pdu.part(),
                    pdu.operatorMessageId(),
                    pdu.octets(),
                    pdu.shortened(),
                    pdu.fields());
        }
    }

    /// A page of the PDUs of a link or a login.
    ///
    /// @param missing PDUs of its traces of the last day that are not stored
    record TracedPdus(List<PduView> items, String next, long missing) {}

    /// @param traced whether a link to one of its operators was traced before its final state
    record PdusOfMessage(boolean traced, List<PduView> items) {}

    @GetMapping("/admin/v1/smpp-links/{id}/pdus")
    @Needs(Permission.LINKS_TRACE)
    TracedPdus ofLink(
            @PathVariable("id") long id,
            @RequestParam(name = "message_id", required = false) String message,
            @RequestParam(name = "command", required = false) String command,
            PageQuery page) {
        links.find(id).orElseThrow(() -> ReferenceChecks.missing("link", id));
        Page<StoredPdu> found = pdus.ofLink(id, filter(message, command), page.cursor(), page.limit());
        return new TracedPdus(found.items().stream().map(PduView::of).toList(), found.next(), pdus.missing(id));
    }

    @GetMapping("/admin/v1/smpp-logins/{id}/pdus")
    @Needs(Permission.LINKS_TRACE)
    TracedPdus ofLogin(
            @PathVariable("id") long id,
            @RequestParam(name = "message_id", required = false) String message,
            @RequestParam(name = "command", required = false) String command,
            PageQuery page) {
        logins.find(id).orElseThrow(() -> ReferenceChecks.missing("SMPP login", id));
        Page<StoredPdu> found = pdus.ofLogin(id, filter(message, command), page.cursor(), page.limit());
        return new TracedPdus(found.items().stream().map(PduView::of).toList(), found.next(), pdus.missingOfLogin(id));
    }

    private static PduSearch.PduFilter filter(String message, String command) {
        if (command != null && !command.matches(COMMAND)) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "command", "must be like submit_sm")
                    .exception();
        }
        UUID messageId = message == null
                ? null
                : MessageId.parse(message)
                        .map(MessageId::uuid)
                        .orElseThrow(() -> Refusal.ofField(
                                        Failure.INVALID_FIELD, "message_id", "must be the id of a message")
                                .exception());
        return new PduSearch.PduFilter(messageId, command);
    }

    @GetMapping("/admin/v1/messages/{id}/pdus")
    @Needs(Permission.LINKS_TRACE)
    PdusOfMessage ofMessage(@PathVariable("id") String id) {
        MessageView view = MessageId.parse(id)
                .flatMap(messages::message)
                .orElseThrow(() -> ReferenceChecks.missing("message", id));
        PduSearch.MessagePdus found = pdus.ofMessage(traced(view));
        return new PdusOfMessage(
                found.traced(), found.pdus().stream().map(PduView::of).toList());
    }

    private PduSearch.TracedMessage traced(MessageView view) {
        return new PduSearch.TracedMessage(
                view.message().id().uuid(),
                view.message().candidates().stream()
                        .map(RouteCandidate::operatorId)
                        .distinct()
                        .toList(),
                view.steps().stream()
                        .filter(step -> step.operatorId() > 0
                                && step.operatorMessageId() != null
                                && !step.operatorMessageId().isEmpty())
                        .map(step -> new PduSearch.OperatorMessage(step.operatorId(), step.operatorMessageId()))
                        .distinct()
                        .toList(),
                view.message().acceptedAt(),
                view.endedAt() == null ? clock.now() : view.endedAt());
    }
}
