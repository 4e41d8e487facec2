/// The ledger in PostgreSQL.
package io.elchi.server.billing.ledger;
