/// Money: balances, reservations and the ledger.
///
/// A charge has two phases: it is reserved when a message is accepted, for the account and each reseller above it, and
/// then posted when an operator takes a part, or given back. What is available is balance - reserved + credit limit.
///
/// Tables (schema `billing`): `account_balances`, `account_transactions` (append-only; one entry for each account and
/// batch, whose `batch` names the events of the parts it charges).
///
/// Invariants: balance = sum of the account's transactions; reserved = what the unfinished messages of the account
/// still hold; available is never taken below zero; amounts are millionths in a long, NUMERIC(18,6) in the tables.
package io.elchi.server.billing;
