package io.elchi.server.accounts;

import java.util.Set;

/// An authenticated caller.
public record Caller(Account account, long apiKeyId, Set<Scope> scopes) {
    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}
