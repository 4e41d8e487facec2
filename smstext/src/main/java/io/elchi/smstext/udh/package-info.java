/// User data headers: the information elements in front of a text (3GPP TS 23.040, 9.2.3.24), read without ever failing
/// and written.
package io.elchi.smstext.udh;
