package io.elchi.server.db;

/// Names why a transaction failed, for metrics.
public final class FailedTransaction {
    private FailedTransaction() {}

    /// One of `commit_unknown`, `contention`, `duplicate_key`, `unavailable`, `refused`, `other`.
    public static String kind(RuntimeException failure) {
        return switch (failure) {
            case CommitUnknownException _ -> "commit_unknown";
            case NotCommittedException e when e.isContention() -> "contention";
            case NotCommittedException e when e.isDuplicateKey() -> "duplicate_key";
            case NotCommittedException e when e.isTransient() -> "unavailable";
            case NotCommittedException _ -> "refused";
            default -> "other";
        };
    }
}
