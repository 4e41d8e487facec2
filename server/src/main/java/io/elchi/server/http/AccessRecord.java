package io.elchi.server.http;

import io.elchi.server.core.Actor;

/// Where it is recorded what known callers asked for; the module audit implements it.
public interface AccessRecord {
    /// A caller asked for what it may not. Does not fail: the answer is the same in any case.
    ///
    /// @param operation as the contract has it, `GET /admin/v1/operators/{id}`
    /// @param why `needs operators:read`
    void refused(Actor caller, String operation, String why);

    /// A caller reads something whose reading is recorded.
    ///
    /// @param path with the query, as the client wrote it
    /// @throws RuntimeException when it cannot be recorded: it must not be read then
    void read(Actor caller, String operation, String path);
}
