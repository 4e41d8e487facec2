/// Tests of the packaged product from outside: the server as a process with its PostgreSQL, the simulator as
/// another process, load over HTTP, and measurements from /proc.
package io.elchi.e2e;
