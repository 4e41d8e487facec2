/// Compares three sums in one snapshot: each balance with its transactions, each reservation with the unfinished
/// messages, each ledger entry with the events that it charges, or with the records of messages from
/// handsets.
///
/// Invariant: it changes nothing but its own bookmarks. A difference is logged as an error and counted in
/// `elchi_reconcile_differences`, which must be 0.
package io.elchi.server.reconcile;
