/// The process: command line, roles, the order in which things start and stop. Every feature is wired here and nowhere
/// else.
package io.elchi.server.boot;
