package io.elchi.server.http;

import io.elchi.server.core.Actor;
import io.elchi.server.core.CredentialKind;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
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
    /// @param path as the contract has it, `/admin/v1/operators/{id}`
    /// @param needs null: it is for everybody
    public record Operation(String method, String path, Needs needs, RequestMatcher anyMethod) {
        /// null: it needs none.
        public Permission permission() {
            return needs == null ? null : needs.value();
        }

        boolean isFor(Set<String> authorities) {
            boolean reaches = !authorities.contains(SessionAuthenticator.TENANT)
                    || needs.tenant()
                    || Permission.OWN.contains(needs.value())
                    || needs.value() == Permission.SELF;
            return reaches && authorities.contains(needs.value().text());
        }

        /// People have authorities for each of their sign-ins; keys have not.
        boolean isTooLate(Authentication caller, Set<String> authorities) {
            return needs.recent()
                    && caller.getDetails() instanceof Actor actor
                    && actor.credential().kind() == CredentialKind.USER
                    && !authorities.contains(SessionAuthenticator.RECENT_SIGN_IN);
        }

        boolean isAsked(HttpServletRequest request) {
            String asked = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
            return method.equals(asked) && anyMethod.matches(request);
        }
    }

    /// @throws IllegalStateException when an operation names no permission, or asks for no approval although it
    ///     is marked so; says which
    OperationPermissions(RequestMappingHandlerMapping mappings) {
        for (Map.Entry<RequestMappingInfo, HandlerMethod> each :
                mappings.getHandlerMethods().entrySet()) {
            Needs needs = each.getValue().getMethodAnnotation(Needs.class);
            boolean open = each.getValue().hasMethodAnnotation(NeedsNothing.class);
            if (needs == null && !open) {
                throw new IllegalStateException("the operation " + each.getKey() + " names no permission");
            }
            boolean asks = Arrays.asList(each.getValue().getMethod().getParameterTypes())
                    .contains(Approval.class);
            if (asks != (needs != null && needs.draft())) {
                throw new IllegalStateException(
                        "the operation " + each.getKey() + " has an approval, or is marked as a draft, not both");
            }
            for (RequestMethod method : each.getKey().getMethodsCondition().getMethods()) {
                for (String path : each.getKey().getPatternValues()) {
                    operations.add(new Operation(
                            method.name(),
                            path,
                            needs,
                            PathPatternRequestMatcher.withDefaults().matcher(path)));
                }
            }
        }
        operations.sort(Comparator.comparingInt(OperationPermissions::variables));
    }

    /// A path without variables goes before one with: `/admin/v1/routes/lint` is no route's id.
    private static int variables(Operation operation) {
        return operation.path.indexOf('{') < 0 ? 0 : 1;
    }

    public List<Operation> all() {
        return List.copyOf(operations);
    }

    @Override
    public AuthorizationDecision authorize(
            Supplier<? extends Authentication> authentication, RequestAuthorizationContext context) {
        HttpServletRequest request = context.getRequest();
        Authentication caller = authentication.get();
        Optional<Operation> asked = asked(request);
        if (asked.isPresent() && asked.get().needs == null) {
            return new AuthorizationDecision(true);
        }
        if (caller == null || !caller.isAuthenticated()) {
            return new AuthorizationDecision(false);
        }
        Set<String> authorities = authorities(caller);
        if (asked.isPresent()) {
            return new AuthorizationDecision(
                    asked.get().isFor(authorities) && !asked.get().isTooLate(caller, authorities));
        }
        // Another method of a path that is there: who may do anything with it learns that there is no such method.
        return new AuthorizationDecision(operations.stream()
                .filter(operation -> operation.anyMethod.matches(request))
                .anyMatch(operation -> operation.needs == null || operation.isFor(authorities)));
    }

    private static Set<String> authorities(Authentication caller) {
        return caller.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet());
    }

    /// Whether it makes or changes something that the caller may change. What takes away is never too much.
    boolean isChange(HttpServletRequest request, Authentication caller) {
        boolean changes = Set.of("POST", "PUT", "PATCH").contains(request.getMethod());
        return changes
                && asked(request)
                        .filter(operation -> operation.needs != null
                                && operation.needs.counted()
                                && operation.isFor(authorities(caller)))
                        .isPresent();
    }

    /// Whether it is an operation for everybody: a key or a session that comes with it does not matter.
    boolean isForEverybody(HttpServletRequest request) {
        return asked(request).filter(operation -> operation.needs == null).isPresent();
    }

    /// Whether its answer may be had again and again over a stream.
    boolean isWatched(HttpServletRequest request) {
        return asked(request)
                .filter(operation -> operation.needs != null && operation.needs.watched())
                .isPresent();
    }

    /// Whether the caller may have the answer of an operation that needs a permission.
    boolean isAllowed(HttpServletRequest request, Authentication caller) {
        Set<String> authorities = authorities(caller);
        return asked(request)
                .filter(operation -> operation.isFor(authorities) && !operation.isTooLate(caller, authorities))
                .isPresent();
    }

    private Optional<Operation> asked(HttpServletRequest request) {
        return operations.stream()
                .filter(operation -> operation.isAsked(request))
                .findFirst();
    }

    /// What was asked for, or another operation of the same path.
    Optional<Operation> nearest(HttpServletRequest request) {
        return asked(request)
                .or(() -> operations.stream()
                        .filter(operation -> operation.anyMethod.matches(request))
                        .findFirst());
    }

    /// The answer to a request that was not allowed.
    Refusal denied(HttpServletRequest request, Authentication caller) {
        Optional<Operation> asked = nearest(request);
        Set<String> authorities = authorities(caller);
        return asked.map(operation -> operation.isFor(authorities) && operation.isTooLate(caller, authorities)
                        ? Refusal.of(Failure.CONFIRMATION_NEEDED)
                        : Refusal.of(
                                Failure.SCOPE_MISSING,
                                "needs " + operation.permission().text()))
                .orElseGet(() -> Refusal.of(Failure.NOT_FOUND));
    }
}
