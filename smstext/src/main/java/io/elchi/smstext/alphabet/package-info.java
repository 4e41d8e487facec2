/// Alphabets: tables that turn characters into septets or octets and back. [io.elchi.smstext.alphabet.Alphabet] is
/// the entry point; every alphabet is immutable and shared.
package io.elchi.smstext.alphabet;
