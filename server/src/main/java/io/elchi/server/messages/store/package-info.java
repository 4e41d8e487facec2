/// Messages in PostgreSQL.
package io.elchi.server.messages.store;
