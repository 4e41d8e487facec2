/// Delivery receipts: reads an operator's text and TLVs, and writes the text for our own clients
/// (SMPP 3.4, Appendix B, 5.3.2.12, 5.3.2.35 and 5.3.2.31; SMPP 5.0, 4.7.15).
///
/// [io.elchi.smstext.receipt.ReceiptPolicy] is the interface for a link: deliver_sm or data_sm in plain values in,
/// a [io.elchi.smstext.receipt.DeliveryReport] out. [io.elchi.smstext.receipt.Receipt] is the text alone,
/// [io.elchi.smstext.receipt.IdMode] turns ids into keys that match, [io.elchi.smstext.receipt.ReceiptFormat]
/// writes.
///
/// Invariants: reading never throws, is one pass over the text, and loses nothing, because the raw text is kept;
/// missing facts are never invented.
package io.elchi.smstext.receipt;
