package io.elchi.server.http;

import io.elchi.server.core.Actor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Records reads of operations that are marked so, before they are answered.
final class RecordedReads implements HandlerInterceptor {
    private final Supplier<AccessRecord> record;

    RecordedReads(Supplier<AccessRecord> record) {
        this.record = record;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            Needs needs = method.getMethodAnnotation(Needs.class);
            Authentication caller = SecurityContextHolder.getContext().getAuthentication();
            if (needs != null && needs.recorded() && caller.getDetails() instanceof Actor actor) {
                String query = request.getQueryString();
                record.get()
                        .read(
                                actor.in((String) request.getAttribute(EdgeValve.CORRELATION_ATTRIBUTE), null),
                                request.getMethod() + " "
                                        + request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE),
                                request.getRequestURI() + (query == null ? "" : "?" + query));
            }
        }
        return true;
    }
}
