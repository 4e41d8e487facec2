package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Which part of a list a client asks for: `?limit=50&cursor=...`.
///
/// @param cursor of the page before; null: from the beginning
public record PageQuery(String cursor, int limit) {
    static final List<String> PARAMETERS = List.of("cursor", "limit");

    private static final int MAX_CURSOR = 64;

    /// Makes them for controllers that have one as a parameter.
    static final class Resolver implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == PageQuery.class;
        }

        @Override
        public PageQuery resolveArgument(
                MethodParameter parameter,
                ModelAndViewContainer container,
                NativeWebRequest request,
                WebDataBinderFactory binders) {
            return of(request.getParameter("cursor"), request.getParameter("limit"));
        }
    }

    /// @throws io.elchi.server.core.RefusedException when one of them cannot be
    static PageQuery of(String cursor, String limit) {
        if (cursor != null && (cursor.isEmpty() || cursor.length() > MAX_CURSOR)) {
            throw Page.noCursor();
        }
        try {
            int wanted = limit == null ? Page.DEFAULT_LIMIT : Integer.parseInt(limit);
            if (wanted >= 1 && wanted <= Page.MAX_LIMIT) {
                return new PageQuery(cursor, wanted);
            }
        } catch (NumberFormatException ignored) {
            // The answer is the same.
        }
        throw Refusal.ofField(Failure.INVALID_FIELD, "limit", "1 to " + Page.MAX_LIMIT)
                .exception();
    }
}
