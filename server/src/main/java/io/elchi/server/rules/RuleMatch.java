package io.elchi.server.rules;

import io.elchi.server.core.MessageClass;
import java.util.List;

/// Which messages a rule is for: those that fit everything that is named. What is null or empty fits all.
///
/// @param classes any of them
/// @param hours null: always
/// @param operators of messages from handsets: any of them
public record RuleMatch(
        List<MessageClass> classes,
        FromMatch from,
        ToMatch to,
        BodyMatch text,
        ContentForm content,
        RuleTlv tlv,
        RuleHours hours,
        List<Long> operators) {
    /// Every message.
    public static final RuleMatch ALL =
            new RuleMatch(List.of(), FromMatch.ALL_SENDERS, ToMatch.ALL_NUMBERS, BodyMatch.ALL_TEXTS, null, null, null);

    public RuleMatch {
        classes = List.copyOf(classes);
        operators = List.copyOf(operators);
    }

    /// For messages of any operator.
    public RuleMatch(
            List<MessageClass> classes,
            FromMatch from,
            ToMatch to,
            BodyMatch text,
            ContentForm content,
            RuleTlv tlv,
            RuleHours hours) {
        this(classes, from, to, text, content, tlv, hours, List.of());
    }

    /// The sender id.
    ///
    /// @param equal any of these, by the case of the letters, too
    /// @param pattern a regular expression that is found in it
    public record FromMatch(List<String> equal, String pattern) {
        /// Every sender id.
        public static final FromMatch ALL_SENDERS = new FromMatch(List.of(), null);

        public FromMatch {
            equal = List.copyOf(equal);
        }
    }

    /// The destination: of each list any item.
    ///
    /// @param prefixes digits that begin with a country code
    /// @param pattern a regular expression that is found in the digits
    /// @param countries of ISO 3166
    /// @param networks of the handset: an mcc, or an mcc and an mnc in one
    public record ToMatch(List<String> prefixes, String pattern, List<String> countries, List<String> networks) {
        /// Every destination.
        public static final ToMatch ALL_NUMBERS = new ToMatch(List.of(), null, List.of(), List.of());

        public ToMatch {
            prefixes = List.copyOf(prefixes);
            countries = List.copyOf(countries);
            networks = List.copyOf(networks);
        }
    }

    /// The text. What names any of it matches no octets and no OTP.
    ///
    /// @param contains any of these, in capital or small letters
    /// @param pattern a regular expression that is found in it
    public record BodyMatch(List<String> contains, String pattern) {
        /// Every content.
        public static final BodyMatch ALL_TEXTS = new BodyMatch(List.of(), null);

        public BodyMatch {
            contains = List.copyOf(contains);
        }

        boolean isAll() {
            return contains.isEmpty() && pattern == null;
        }
    }

    /// What a message consists of.
    public enum ContentForm {
        TEXT,
        /// Octets.
        DATA
    }

    /// How many patterns it has.
    int patterns() {
        return (from.pattern == null ? 0 : 1) + (to.pattern == null ? 0 : 1) + (text.pattern == null ? 0 : 1);
    }

    /// The member of the first of its patterns.
    String patternField() {
        return text.pattern != null ? "text" : from.pattern != null ? "from" : "to";
    }

    /// The content that it is for, by the text matcher, too; null: both.
    ContentForm form() {
        return text.isAll() ? content : ContentForm.TEXT;
    }
}
