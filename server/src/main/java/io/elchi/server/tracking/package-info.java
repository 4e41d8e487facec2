/// Settles outcomes: charges, events, final states, call detail records. One thread settles, with one transaction
/// per batch. Requests of operators are acknowledged after the commit.
///
/// Continue with [io.elchi.server.tracking.Settlement]. The sweeper ([io.elchi.server.tracking.Sweeper]) restores
/// work that memory lost, and ends messages whose time is over.
///
/// It does so for messages of its process's shards alone. What comes of others goes to their owner
/// ([io.elchi.server.tracking.ShardWriter]).
///
/// Invariants: a part is charged once; a message has one final state; nothing is acknowledged before it is stored;
/// a receipt that arrives before its submit_sm_resp is matched later; an unmatched receipt is kept.
package io.elchi.server.tracking;
