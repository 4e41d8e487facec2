/// A text into parts ([io.elchi.smstext.parts.Segmenter]) and parts back into one message
/// ([io.elchi.smstext.parts.Reassembly]), after 3GPP TS 23.040, 9.2.3.24.1 and the SAR parameters of SMPP.
///
/// Invariants: `count` is always the number of parts that `segment` makes; no part splits an escape pair, a surrogate
/// pair, or a grapheme that fits into one part; no part is longer than its 140 octets.
package io.elchi.smstext.parts;
