/// Queues between the modules of the message path: `outbound.<connector>`, `outcomes`, `events`.
///
/// [io.elchi.server.queue.WorkQueue] is the port; its contract is a test that every adapter passes
/// (`WorkQueueContract`). [io.elchi.server.queue.local] keeps items in memory, which is enough in one process:
/// what an accepted message waits for is its row in the database, and the sweeper brings back what memory lost.
///
/// Invariants: bounded; a lane (class and account) keeps its order; a lower class never goes before a higher one;
/// accounts of a class share by weight.
package io.elchi.server.queue;
