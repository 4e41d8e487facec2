package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import tools.jackson.databind.JsonNode;

/// Reads operations that are marked as [Needs#watched] again and again, through their controllers and their checks.
public final class WatchedReads {
    private final RequestMappingHandlerMapping mappings;
    private final RequestMappingHandlerAdapter controllers;
    private final OperationPermissions permissions;

    WatchedReads(
            RequestMappingHandlerMapping mappings,
            RequestMappingHandlerAdapter controllers,
            OperationPermissions permissions) {
        this.mappings = mappings;
        this.controllers = controllers;
        this.permissions = permissions;
    }

    /// What a read answered.
    ///
    /// @param body null: it was refused
    /// @param refusal null: it was not
    public record WatchedAnswer(JsonNode body, Refusal refusal) {}

    /// Reads it once, for this caller.
    ///
    /// @param address path and query as a client writes them, `/admin/v1/queues?limit=50`
    /// @param request of the stream that it is read for
    public WatchedAnswer read(
            String address, HttpServletRequest request, HttpServletResponse response, Authentication caller) {
        SecurityContext before = SecurityContextHolder.getContext();
        SecurityContextHolder.setContext(new SecurityContextImpl(caller));
        try {
            int end = address.indexOf('?');
            InnerRequest asked = new InnerRequest(
                    request,
                    new ApprovedRequests.StoredOperation("GET", end < 0 ? address : address.substring(0, end), null),
                    end < 0 ? null : address.substring(end + 1));
            KeptAnswer answer = new KeptAnswer(response);
            run(asked, answer, caller);
            return new WatchedAnswer(answer.json(), null);
        } catch (Exception e) {
            return new WatchedAnswer(null, ProblemAdvice.refusal(e, request));
        } finally {
            SecurityContextHolder.setContext(before);
        }
    }

    private void run(InnerRequest asked, KeptAnswer answer, Authentication caller) throws Exception {
        ServletRequestPathUtils.parseAndCache(asked);
        HandlerExecutionChain chain = mappings.getHandler(asked);
        if (chain == null || !permissions.isWatched(asked)) {
            throw Refusal.of(Failure.NOT_FOUND, "it cannot be watched").exception();
        }
        if (!permissions.isAllowed(asked, caller)) {
            throw permissions.denied(asked, caller).exception();
        }
        for (HandlerInterceptor each : chain.getInterceptorList()) {
            if (!each.preHandle(asked, answer, chain.getHandler())) {
                throw Refusal.of(Failure.NOT_FOUND).exception();
            }
        }
        controllers.handle(asked, answer, chain.getHandler());
    }
}
