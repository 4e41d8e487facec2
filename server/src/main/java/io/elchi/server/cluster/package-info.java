/// Several processes on one database: leases. At most one process has a lease; the others wait.
///
/// Table: `cluster.leases`.
///
/// Invariants: only the database's clock decides whose a lease is; an owner that could not renew for four seconds
/// does not act; a transaction that is fenced ([io.elchi.server.cluster.Lease#fence]) commits only under the epoch
/// of its owner, and a takeover waits for those that are being committed.
package io.elchi.server.cluster;
