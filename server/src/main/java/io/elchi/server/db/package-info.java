/// PostgreSQL: pools, transactions with a known or explicitly unknown result, COPY, migrations, notifications.
/// [io.elchi.server.db.embedded] starts a PostgreSQL if none is configured.
///
/// Each module has its own schema and its migrations in `db/migration/<module>`. A test checks that a module's SQL
/// names only its own schema.
package io.elchi.server.db;
