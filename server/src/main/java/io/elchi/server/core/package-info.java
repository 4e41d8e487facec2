/// Values without I/O that every module speaks in: ids, numbers, money, the error catalogue, the clock.
///
/// Invariants: immutable; nothing here reads a file, a socket or the system clock except [Clock#SYSTEM].
package io.elchi.server.core;
