/// The SMPP codec. Every PDU of SMPP 3.3, 3.4 and 5.0 is an immutable record. [io.elchi.smpp.pdu.PduCodec] turns
/// octets into [io.elchi.smpp.pdu.Frame]s and back.
///
/// Invariants:
///
/// - The package uses `java.base` alone. It has no I/O, no clock and no shared mutable state.
/// - Decoding is lenient: no octets make the decoder throw. It reports a deviation as a [io.elchi.smpp.pdu.Defect]
///   beside the value, with the `command_status` of a refusal. The session decides whether to refuse.
/// - Encoding is strict: a value that the specification forbids ends in [io.elchi.smpp.pdu.PduEncodeException],
///   and nothing of it stays in the buffer.
/// - Raw values are kept. TON, NPI, data_coding, command_status and interface_version are plain ints. Unknown and
///   repeated TLVs keep their octets and order. Unknown commands keep their body. A C-octet string is a String of
///   ISO-8859-1, so every octet except NUL passes unchanged.
/// - No `toString` shows a password or the content of a message.
///
/// Clause numbers are those of "SMPP Protocol Specification v3.4 issue 1.2" unless 5.0 is named.
package io.elchi.smpp.pdu;
