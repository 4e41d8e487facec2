/// Times as SMPP writes them (SMPP 3.4, 7.1.1; SMPP 5.0, 4.7.23.4 and .5): absolute, relative, and the bare digits of
/// responses and receipts. What cannot be read is a value that says why; nothing here asks a clock.
package io.elchi.smstext.time;
