/// Starts our own PostgreSQL if none is configured: binaries from a jar, data in a permanent folder.
package io.elchi.server.db.embedded;
