/// Queues in memory.
package io.elchi.server.queue.local;
