/// Settles what operators say of messages: charges, events, final states, call detail records. One thread, one
/// transaction a batch; what an operator sent on its own is acknowledged after the commit.
///
/// Reads on in [io.elchi.server.tracking.Settlement]; the sweeper ([io.elchi.server.tracking.Sweeper]) brings back what
/// memory lost and ends what nobody reports on.
///
/// Invariants: a part is charged once; a message ends once; nothing is acknowledged before it is stored; a receipt that
/// comes before its submit_sm_resp waits for it, and one that fits nothing is kept.
package io.elchi.server.tracking;
