package io.elchi.server.rules;

/// A TLV that a rule matches or sets.
///
/// @param id its tag
/// @param value octets as small hexadecimal digits; null, in a match: any value
public record RuleTlv(int id, String value) {
    boolean matches(RuleTlv other) {
        return id == other.id && (value == null || value.equals(other.value));
    }
}
