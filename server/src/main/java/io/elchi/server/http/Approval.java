package io.elchi.server.http;

import io.elchi.server.core.Money;
import io.elchi.server.core.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.databind.JsonNode;

/// What a controller asks for before it does something that may need a second person. It asks when everything else
/// about the request is checked: a draft of what can never be done is of no use.
public final class Approval {
    /// null: somebody approved this request.
    private final TwoPersonRule rule;

    private final String method;
    private final String path;
    private final Permission permission;

    private Approval(TwoPersonRule rule, String method, String path, Permission permission) {
        this.rule = rule;
        this.method = method;
        this.path = path;
        this.permission = permission;
    }

    /// Makes them for controllers that have one as a parameter.
    static final class Resolver implements HandlerMethodArgumentResolver {
        private final Supplier<TwoPersonRule> rule;

        Resolver(Supplier<TwoPersonRule> rule) {
            this.rule = rule;
        }

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Approval.class;
        }

        @Override
        public Approval resolveArgument(
                MethodParameter parameter,
                ModelAndViewContainer container,
                NativeWebRequest request,
                WebDataBinderFactory binders) {
            HttpServletRequest asked = request.getNativeRequest(HttpServletRequest.class);
            Needs needs = parameter.getMethodAnnotation(Needs.class);
            return new Approval(
                    asked instanceof InnerRequest ? null : rule.get(),
                    asked.getMethod(),
                    asked.getRequestURI(),
                    needs.value());
        }
    }

    /// For what always needs one.
    ///
    /// @param body null: there is none
    /// @throws DraftedException when the request has to wait; nothing must be done with it
    public void ask(JsonNode body) {
        ask(body, null);
    }

    /// For what needs one from an amount on.
    public void ask(JsonNode body, Money amount) {
        if (rule != null) {
            rule.check(new TwoPersonRule.RuleQuestion(method, path, permission, body, amount));
        }
    }
}
