/// Large tables that the server keeps in memory: how long they load, and what a change of one row costs.
package io.elchi.bench.loading;
