package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// The table of operations and permissions, behind the fast path: made from the [Needs] of all controllers, and
/// asked for each request before its body is read.
public final class OperationPermissions implements AuthorizationManager<RequestAuthorizationContext> {
    private final List<Operation> operations = new ArrayList<>();

    /// @param method in upper case
    /// @param path as the contract has it, `/operators/{id}`
    public record Operation(String method, String path, Permission permission, RequestMatcher anyMethod) {
        boolean isAsked(HttpServletRequest request) {
            String asked = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
            return method.equals(asked) && anyMethod.matches(request);
        }
    }

    /// @throws IllegalStateException when an operation names no permission; says which
    OperationPermissions(RequestMappingHandlerMapping mappings) {
        for (Map.Entry<RequestMappingInfo, HandlerMethod> each :
                mappings.getHandlerMethods().entrySet()) {
            Needs needs = each.getValue().getMethodAnnotation(Needs.class);
            if (needs == null) {
                throw new IllegalStateException("the operation " + each.getKey() + " names no permission");
            }
            for (RequestMethod method : each.getKey().getMethodsCondition().getMethods()) {
                for (String path : each.getKey().getPatternValues()) {
                    operations.add(new Operation(
                            method.name(),
                            path,
                            needs.value(),
                            PathPatternRequestMatcher.withDefaults().matcher(path)));
                }
            }
        }
    }

    public List<Operation> all() {
        return List.copyOf(operations);
    }

    @Override
    public AuthorizationDecision authorize(
            Supplier<? extends Authentication> authentication, RequestAuthorizationContext context) {
        HttpServletRequest request = context.getRequest();
        Authentication caller = authentication.get();
        if (caller == null || !caller.isAuthenticated()) {
            return new AuthorizationDecision(false);
        }
        Optional<Operation> asked = asked(request);
        if (asked.isPresent()) {
            String needed = asked.get().permission.text();
            return new AuthorizationDecision(
                    caller.getAuthorities().stream().anyMatch(authority -> needed.equals(authority.getAuthority())));
        }
        // Another method of a path that is there: who may do anything with it learns that there is no such method.
        return new AuthorizationDecision(operations.stream()
                .filter(operation -> operation.anyMethod.matches(request))
                .anyMatch(operation -> caller.getAuthorities().stream()
                        .anyMatch(authority -> operation.permission.text().equals(authority.getAuthority()))));
    }

    private Optional<Operation> asked(HttpServletRequest request) {
        return operations.stream()
                .filter(operation -> operation.isAsked(request))
                .findFirst();
    }

    /// The answer to a request that was not allowed.
    Refusal denied(HttpServletRequest request) {
        Optional<Operation> asked = asked(request)
                .or(() -> operations.stream()
                        .filter(operation -> operation.anyMethod.matches(request))
                        .findFirst());
        return asked.map(operation -> Refusal.of(Failure.SCOPE_MISSING, "needs " + operation.permission.text()))
                .orElseGet(() -> Refusal.of(Failure.NOT_FOUND));
    }
}
