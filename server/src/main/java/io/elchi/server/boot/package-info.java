/// The process: command line, roles, and the order of start and stop. Only this module wires the others.
package io.elchi.server.boot;
