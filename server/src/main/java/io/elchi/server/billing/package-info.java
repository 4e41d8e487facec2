/// Money: balances, reservations and the ledger.
///
/// A charge has two phases. Acceptance reserves the amount for the account and each reseller above it. When an
/// operator accepts a part, its amount is posted; otherwise it is released. Available is balance - reserved +
/// credit limit.
///
/// Other systems charge accounts through the same balances and the same ledger: [Charges]. What they reserve
/// counts as reserved until they post or void it, or it expires. Payments, corrections, refunds and transfers are
/// entries of their own.
///
/// Tables (schema `billing`): `account_balances`, `account_transactions` (append-only; one entry for each account
/// and batch, whose `batch` also stands in the events of the parts it charges), `charges`, `ledger_checkpoints`.
///
/// Invariants: balance = sum of the account's transactions; reserved = sum of the reservations of unfinished
/// messages and open charges; a reservation never makes available negative; amounts are millionths in a long,
/// NUMERIC(18,6) in the tables.
package io.elchi.server.billing;
