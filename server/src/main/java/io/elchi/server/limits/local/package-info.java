/// Rate limits in memory (Bucket4j).
package io.elchi.server.limits.local;
