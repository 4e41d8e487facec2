/// PostgreSQL: the pool, transactions whose end is known or said to be unknown, COPY, migrations, notifications; and
/// [io.elchi.server.db.embedded], which starts one where none is configured.
///
/// Each feature keeps its tables in a schema of its own and its migrations in `db/migration/<feature>`; a test checks
/// that a feature's SQL names only its own schema.
package io.elchi.server.db;
