/// PDUs of traced links and logins, stored for people to read.
///
/// Tables (schema `traces`): `runs`, the traces with the number of their PDUs; `pdus`, for a day. Sessions give
/// their PDUs to a [io.elchi.server.traces.PduRecorder], in which one thread writes them.
///
/// Invariants: no password and no text of a message is stored; a session never waits for a trace; a trace has a
/// limited number of rows, in all processes together; what is missing is counted.
package io.elchi.server.traces;
