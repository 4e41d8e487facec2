/// Values without I/O for every module: ids, numbers, money, the error catalogue, the clock.
///
/// Invariants: values are immutable; nothing here reads a file, a socket or the system clock except
/// [Clock#SYSTEM].
package io.elchi.server.core;
