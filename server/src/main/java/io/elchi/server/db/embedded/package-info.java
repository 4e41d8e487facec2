/// Starts a PostgreSQL of our own when none is configured: binaries from a jar, data in a folder that stays.
package io.elchi.server.db.embedded;
