package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.messages.Reveals;
import java.time.Instant;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Which texts of the caller's account the platform's staff could read, when, and why.
@RestController
final class OwnRevealController {
    private final Reveals reveals;

    OwnRevealController(Reveals reveals) {
        this.reveals = reveals;
    }

    /// @param endsAt until when one person of the staff could read the text
    record OwnRevealView(String messageId, String ticket, String reason, Instant createdAt, Instant endsAt) {
        static OwnRevealView of(Reveals.Reveal reveal) {
            return new OwnRevealView(
                    reveal.messageId().toString(),
                    reveal.ticket(),
                    reveal.reason(),
                    reveal.createdAt(),
                    reveal.endsAt());
        }
    }

    @GetMapping("/v1/reveals")
    @Needs(Permission.SMS_READ)
    Page<OwnRevealView> list(@AuthenticationPrincipal Caller caller, PageQuery page) {
        return reveals.ofAccount(caller.account().id(), page.cursor(), page.limit())
                .map(OwnRevealView::of);
    }
}
