/// Times as SMPP writes them (SMPP 3.4, 7.1.1; SMPP 5.0, 4.7.23.4 and .5): absolute, relative, and the bare digits
/// of responses and receipts. An unreadable time is a value with its defect; nothing here reads a clock.
package io.elchi.smstext.time;
