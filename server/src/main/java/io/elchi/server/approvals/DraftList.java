package io.elchi.server.approvals;

/// Which drafts somebody asks for.
public enum DraftList {
    ALL("true"),
    /// They wait.
    OPEN("state = 'open' AND expires_at > :now"),
    /// The caller's own.
    MINE("user_id = :user"),
    /// They wait, and are not the caller's own.
    TO_APPROVE("state = 'open' AND expires_at > :now AND user_id <> :user");

    private final String sql;

    DraftList(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }
}
