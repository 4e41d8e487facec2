/// Alphabets: tables that turn characters into septets or octets and back. [io.elchi.smstext.alphabet.Alphabet] is the
/// door; every alphabet is immutable and shared.
package io.elchi.smstext.alphabet;
