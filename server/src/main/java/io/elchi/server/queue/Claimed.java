package io.elchi.server.queue;

/// An item that was taken, until it is done or given back.
///
/// @param <T> the item
public interface Claimed<T> {
    T item();

    /// The item needs nothing more from the queue.
    void done();

    /// The item goes back to the front of its lane, also when the queue is full.
    void giveBack();
}
