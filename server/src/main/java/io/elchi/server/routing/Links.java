package io.elchi.server.routing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The links that operators configured. The module that opens them asks again whenever they change.
public interface Links {
    /// Every link, started or not, of operators that are there.
    List<LinkSettings> all();

    /// Options of every operator that is there, with a link or without, by the operator's id.
    Map<Long, OperatorOptions> operators();

    /// Until when the PDUs of a link are traced, by link id; links that are not traced are not in it.
    Map<Long, Instant> traces();

    /// Ids of the operators that are suspended.
    Set<Long> suspendedOperatorIds();

    /// Runs the task whenever links or operators changed, and once soon.
    void onChange(Runnable task);
}
