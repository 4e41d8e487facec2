/// Drives the packaged product from outside: the server as a process with its PostgreSQL, the simulator as another,
/// load over HTTP, what /proc says of them.
package io.elchi.e2e;
