/// Queues between the modules of the message path: `outbound.<operator>`, `outcomes`, `events`.
///
/// [io.elchi.server.queue.WorkQueue] is the port. Its contract is a test that every adapter passes
/// (`WorkQueueContract`). [io.elchi.server.queue.local] keeps items in the memory of one process. The database has
/// a row for each accepted message, from which the sweeper restores lost items.
///
/// [io.elchi.server.queue.Handoff] brings items to the process that has the queue, by
/// [io.elchi.server.queue.postgres]; its contract is `HandoffContract`. Tables: `queue.inbox`,
/// and `queue.dead_letters`, which are kept for `messages.received_days`.
///
/// Invariants: a queue is bounded; a lane (class and account) keeps its order; a lower class never goes before a
/// higher one; accounts of a class share by weight.
package io.elchi.server.queue;
