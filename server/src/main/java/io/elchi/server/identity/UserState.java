package io.elchi.server.identity;

/// Whether a person may sign in.
public enum UserState {
    /// Has no password yet.
    INVITED,
    ACTIVE,
    SUSPENDED
}
