/// Text, coding and parts of short messages, without SMPP PDUs: `java.base` only, no I/O, no threads.
///
/// - [io.elchi.smstext.alphabet]: characters to septets or octets and back (3GPP TS 23.038, UTF-16BE, charsets)
/// - [io.elchi.smstext.coding]: the data_coding octet, and its meaning on a link
/// - [io.elchi.smstext.udh]: user data headers (3GPP TS 23.040, 9.2.3.24)
/// - [io.elchi.smstext.parts]: a text into parts, and parts back into a text
/// - [io.elchi.smstext.receipt]: delivery receipts as text (SMPP 3.4, Appendix B)
/// - [io.elchi.smstext.time]: SMPP times (SMPP 3.4, 7.1.1)
///
/// Dependencies: `parts` -> `coding`, `udh`, `alphabet`; `coding` -> `udh`, `alphabet`; `receipt` ->
/// `alphabet`, `time`, for dates; nothing else.
///
/// Invariant: every input from the wire becomes a value. Exceptions report mistakes of the caller only.
package io.elchi.smstext;
