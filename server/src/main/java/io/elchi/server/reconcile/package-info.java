/// Watches that the money adds up: each balance is the sum of its transactions, each reservation is held by unfinished
/// messages, each entry of the ledger is the sum of the events it charges. All three are read in one snapshot.
///
/// Invariant: it changes nothing but its own bookmarks. What it finds is logged as an error and shown in
/// `elchi_reconcile_differences`, which must be 0.
package io.elchi.server.reconcile;
