package io.elchi.server.http;

import io.elchi.server.core.Actor;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import tools.jackson.databind.JsonNode;

/// Carries out a request that was stored, through its controller and its checks, in the name of its author.
public final class ApprovedRequests {
    private static final String JSON = "application/json";

    private final RequestMappingHandlerMapping mappings;
    private final RequestMappingHandlerAdapter controllers;

    ApprovedRequests(RequestMappingHandlerMapping mappings, RequestMappingHandlerAdapter controllers) {
        this.mappings = mappings;
        this.controllers = controllers;
    }

    /// A request as it was stored.
    ///
    /// @param body null: it has none
    public record StoredOperation(String method, String path, String body) {}

    /// What came of it.
    ///
    /// @param answer of the controller; null: none
    /// @param refusal null: it was done
    public record ApprovedResult(JsonNode answer, Refusal refusal) {}

    /// @param request with which somebody approved it
    /// @param author with an [Actor] as its details
    public ApprovedResult run(
            StoredOperation stored, HttpServletRequest request, HttpServletResponse response, Authentication author) {
        SecurityContext approver = SecurityContextHolder.getContext();
        InnerRequest asked = new InnerRequest(request, stored, null);
        KeptAnswer answer = new KeptAnswer(response);
        SecurityContextHolder.setContext(new SecurityContextImpl(author));
        try {
            ScopedValue.where(Actor.CURRENT, (Actor) author.getDetails()).call(() -> {
                ServletRequestPathUtils.parseAndCache(asked);
                HandlerExecutionChain chain = mappings.getHandler(asked);
                if (chain == null) {
                    throw Refusal.of(Failure.NOT_FOUND).exception();
                }
                return controllers.handle(asked, answer, chain.getHandler());
            });
            return new ApprovedResult(answer.json(), null);
        } catch (Exception e) {
            return new ApprovedResult(null, ProblemAdvice.refusal(e, asked));
        } finally {
            SecurityContextHolder.setContext(approver);
        }
    }
}
