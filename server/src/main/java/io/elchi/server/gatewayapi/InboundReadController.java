package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Dates;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.inbound.InboundMessage;
import io.elchi.server.inbound.InboundSearch;
import java.time.Instant;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Messages from handsets to the numbers of the caller's account.
@RestController
final class InboundReadController {
    private final InboundSearch messages;

    InboundReadController(InboundSearch messages) {
        this.messages = messages;
    }

    /// A message from a handset, as its owner sees it.
    ///
    /// @param text null while it waits for parts, or when its octets are no text
    record OwnedMessageView(
            String id,
            String from,
            String to,
            String state,
            String text,
            int parts,
            int partsReceived,
            Instant receivedAt,
            Instant endedAt) {
        static OwnedMessageView of(InboundMessage message) {
            return new OwnedMessageView(
                    message.id().toString(),
                    message.from(),
                    message.to(),
                    message.state().text(),
                    message.text(),
                    message.parts(),
                    message.partsReceived(),
                    message.receivedAt(),
                    message.endedAt());
        }
    }

    @GetMapping("/v1/inbound")
    @Needs(Permission.SMS_READ)
    Page<OwnedMessageView> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "received_from", required = false) Instant from,
            @RequestParam(name = "received_before", required = false) Instant before,
            PageQuery page) {
        InboundSearch.InboundFilter filter = new InboundSearch.InboundFilter(
                caller.account().id(),
                0,
                null,
                null,
                Dates.checked("received_from", from),
                Dates.checked("received_before", before));
        return messages.delivered(filter, page.cursor(), page.limit()).map(OwnedMessageView::of);
    }
}
