package io.elchi.server.accounts;

import java.util.Set;

/// Whoever asks for something, proved by a key.
public record Caller(Account account, long apiKeyId, Set<Scope> scopes) {
    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}
