/// The meaning of the octets of a short message: the data_coding octet ([io.elchi.smstext.coding.DataCoding]), the
/// alphabets a link has agreed on ([io.elchi.smstext.coding.LinkCoding]), and one message read with both
/// ([io.elchi.smstext.coding.UserData]).
package io.elchi.smstext.coding;
