package io.elchi.server.routing;

import java.util.List;

/// The links that operators configured. The module that opens them asks again whenever they change.
public interface Links {
    /// Every link, started or not, of operators that are there.
    List<LinkSettings> all();

    /// Ids of the operators that are there, with a link or without.
    List<Long> operatorIds();

    /// Runs the task whenever links or operators changed, and once soon.
    void onChange(Runnable task);
}
