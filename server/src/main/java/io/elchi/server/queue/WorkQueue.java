package io.elchi.server.queue;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A bounded queue with classes, fair between accounts, with items for later. Thread-safe.
///
/// What is taken and neither done nor given back when its consumer dies is delivered again; so an item may be
/// delivered twice, and consumers are idempotent.
public interface WorkQueue<T> {
    /// Adds an item at the end of its lane.
    ///
    /// @return false when the queue is full; the item is not in it
    boolean offer(T item, Lane lane);

    /// Adds an item that is delivered after a delay, whatever the wall clock does meanwhile. Those who come later
    /// do not wait for it.
    ///
    /// @return false when the queue is full; the item is not in it
    boolean offerLater(T item, Lane lane, Duration delay);

    /// Puts back what was taken and done, perhaps changed, to be delivered after a delay. Never refused: it was in
    /// the queue before.
    void again(T item, Lane lane, Duration delay);

    /// Takes what comes first, waiting for the first item at most so long.
    ///
    /// @return between none and `max` items
    List<Claimed<T>> take(int max, Duration atMost) throws InterruptedException;

    /// Removes what waits, items for later included.
    void clear();

    /// Takes items out that fit, those for later included; nobody else takes them any more. Must be quick.
    ///
    /// @param most so many at most
    List<T> remove(Predicate<T> fits, int most);

    /// Calls the action with the first item of each lane, not with items for later. Must be quick.
    void forEachFirst(Consumer<T> action);

    /// Items that wait, those for later included.
    int size();

    /// Items of one account that wait, those for later included.
    int sizeOf(long account);

    /// The maximum of items.
    int capacity();
}
