/// The SMPP codec: every PDU of SMPP 3.3, 3.4 and 5.0 as an immutable record, and [io.elchi.smpp.pdu.PduCodec],
/// which turns octets into [io.elchi.smpp.pdu.Frame]s and back.
///
/// Invariants:
///
/// - Nothing but `java.base` is used here; there is no I/O, no clock and no shared mutable state.
/// - Lenient in: no octets make the decoder throw. What deviates is reported as a [io.elchi.smpp.pdu.Defect]
///   beside the value, with the `command_status` a receiver would refuse it with; the session decides.
/// - Strict out: what the specification does not allow on the wire is refused with
///   [io.elchi.smpp.pdu.PduEncodeException], and nothing of it stays in the buffer.
/// - Raw values survive: TON, NPI, data_coding, command_status, interface_version are plain ints; unknown and
///   repeated TLVs keep their octets and order; unknown commands keep their body. A C-octet string is a String of
///   ISO-8859-1, so every octet but NUL passes unchanged.
/// - No `toString` shows a password or the content of a message.
///
/// Clause numbers are those of "SMPP Protocol Specification v3.4 issue 1.2" unless 5.0 is named.
package io.elchi.smpp.pdu;
