/// Several processes on one database: their leases, the shards that they own by these, and a row of each. At most
/// one process holds a lease; the others wait for it.
///
/// Tables: `cluster.leases`, `cluster.processes`, `cluster.database`.
///
/// Invariants: the database's clock alone decides about the end of a lease; an owner without a renewal for four
/// seconds does not act; a fenced transaction ([io.elchi.server.cluster.Lease#fence]) commits only under the epoch
/// of its owner; a takeover waits for fenced transactions that are committing.
package io.elchi.server.cluster;
