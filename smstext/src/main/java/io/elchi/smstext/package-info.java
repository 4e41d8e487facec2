/// What a short message says and how it is carried, without any SMPP PDU: `java.base` only, no I/O, no threads.
///
/// - [io.elchi.smstext.alphabet]: characters to septets or octets and back (3GPP TS 23.038, UTF-16BE, charsets)
/// - [io.elchi.smstext.coding]: the data_coding octet, and what a link means by it
/// - [io.elchi.smstext.udh]: user data headers (3GPP TS 23.040, 9.2.3.24)
/// - [io.elchi.smstext.parts]: a text into parts, and parts back into a text
/// - [io.elchi.smstext.receipt]: delivery receipts as text (SMPP 3.4, Appendix B)
/// - [io.elchi.smstext.time]: SMPP times (SMPP 3.4, 7.1.1)
///
/// Dependencies: `parts` -> `coding`, `udh`, `alphabet`; `coding` -> `udh`, `alphabet`; `receipt` ->
/// `alphabet`, `time`, for dates; nothing else.
///
/// Invariant: whatever comes from the wire becomes a value. Exceptions are for a caller's mistake only.
package io.elchi.smstext;
