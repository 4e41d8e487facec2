package io.elchi.server.http;

import io.elchi.server.core.Actor;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/// Hands on what known callers asked for without the permission.
final class RefusedRequests {
    private final Supplier<AccessRecord> record;

    RefusedRequests(Supplier<AccessRecord> record) {
        this.record = record;
    }

    /// @param refusal of any kind: others than of permission are passed over
    void add(HttpServletRequest request, String operation, Refusal refusal) {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (refusal.failure() == Failure.SCOPE_MISSING
                && caller != null
                && caller.getDetails() instanceof Actor actor) {
            String correlation = (String) request.getAttribute(EdgeValve.CORRELATION_ATTRIBUTE);
            record.get().refused(actor.in(correlation, null), operation, refusal.detail());
        }
    }
}
