package io.elchi.server.accounts;

import io.elchi.server.core.Permission;
import java.util.Set;

/// An authenticated caller.
public record Caller(Account account, long apiKeyId, Set<Scope> scopes) {
    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }

    public boolean may(Permission permission) {
        return scopes.stream().anyMatch(scope -> scope.permissions().contains(permission));
    }
}
