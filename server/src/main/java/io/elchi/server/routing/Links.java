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

    /// A bound session that is to be bound anew.
    ///
    /// @param n its number among the sessions of its link
    /// @param since when it was bound
    record SessionRebind(long linkId, int n, Instant since) {}

    /// The sessions that somebody wants to be bound anew, those that are gone among them.
    List<SessionRebind> rebinds();

    /// Ids of the operators that are suspended.
    Set<Long> suspendedOperatorIds();

    /// Ids of the operators that are held: they get nothing, and what waits for them stays.
    Set<Long> heldOperatorIds();

    /// Runs the task whenever links or operators changed, and once soon.
    void onChange(Runnable task);
}
