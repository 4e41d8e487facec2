package io.elchi.server.core;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;

/// A regular expression of RE2: its time is linear to the text, whatever the text is. It has no back references and
/// no lookaround.
public final class LinearPattern {
    /// Characters of a pattern.
    public static final int MOST_CHARACTERS = 200;

    /// Instructions of a pattern: each may be looked at for each character of a text.
    public static final int MOST_INSTRUCTIONS = 1_000;

    /// Groups of a replacement.
    public static final int MOST_GROUPS = 10;

    /// Counted repetitions multiply when they are nested.
    private static final int MOST_REPETITIONS = 2_000;

    private static final java.util.regex.Pattern COUNTED =
            java.util.regex.Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?}");

    private final Pattern pattern;

    private LinearPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /// @throws IllegalArgumentException with the reason, for people
    public static LinearPattern of(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("must have at most " + MOST_CHARACTERS + " characters");
        }
        checkRepetitions(text);
        Pattern compiled;
        try {
            compiled = Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("must be a regular expression of RE2: " + e.getDescription(), e);
        }
        if (compiled.programSize() > MOST_INSTRUCTIONS) {
            throw new IllegalArgumentException("is too large: it has " + compiled.programSize() + " instructions, "
                    + MOST_INSTRUCTIONS + " are allowed");
        }
        return new LinearPattern(compiled);
    }

    /// Before it is compiled: a nested repetition of short text makes a large program.
    private static void checkRepetitions(String text) {
        long product = 1;
        java.util.regex.Matcher counted = COUNTED.matcher(text);
        while (counted.find()) {
            String most = counted.group(2) == null || counted.group(2).isEmpty() ? counted.group(1) : counted.group(2);
            product *= Math.max(1, Math.max(Long.parseLong(counted.group(1)), Long.parseLong(most)));
            if (product > MOST_REPETITIONS) {
                throw new IllegalArgumentException(
                        "is too large: the counts of its repetitions multiply to more than " + MOST_REPETITIONS);
            }
        }
    }

    public int groups() {
        return pattern.groupCount();
    }

    /// The first group of the first find, or the whole find when it has no group; null: it is not found.
    public String first(String text) {
        Matcher find = pattern.matcher(text);
        return find.find() ? find.group(Math.min(1, groups())) : null;
    }

    /// Whether it is found anywhere in the text.
    public boolean isIn(String text) {
        return pattern.matcher(text).find();
    }

    /// The replacement of finds: fixed texts and numbers of groups in turn.
    ///
    /// @param literals one more than groups
    public record PatternReplacement(List<String> literals, int[] groups) {
        /// @param most the highest number of a group
        /// @throws IllegalArgumentException with the reason, for people
        public static PatternReplacement of(String text, int most) {
            List<String> literals = new ArrayList<>();
            List<Integer> groups = new ArrayList<>();
            StringBuilder literal = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c != '$') {
                    literal.append(c);
                    continue;
                }
                i++;
                char next = i < text.length() ? text.charAt(i) : ' ';
                if (next == '$') {
                    literal.append('$');
                } else if (next >= '0' && next <= '9' && next - '0' <= most) {
                    literals.add(literal.toString());
                    literal.setLength(0);
                    groups.add(next - '0');
                } else {
                    throw new IllegalArgumentException("a $ is followed by another one, or by the number of a group");
                }
            }
            literals.add(literal.toString());
            if (groups.size() > MOST_GROUPS) {
                throw new IllegalArgumentException("must name at most " + MOST_GROUPS + " groups");
            }
            return new PatternReplacement(
                    literals, groups.stream().mapToInt(Integer::intValue).toArray());
        }

        void append(Matcher find, StringBuilder out) {
            for (int i = 0; i < groups.length; i++) {
                out.append(literals.get(i));
                String group = find.group(groups[i]);
                out.append(group == null ? "" : group);
            }
            out.append(literals.getLast());
        }
    }

    /// The text with each find replaced.
    ///
    /// @param most characters of the result
    /// @return null when it has more
    public String replaced(String text, PatternReplacement replacement, int most) {
        Matcher find = pattern.matcher(text);
        StringBuilder out = new StringBuilder();
        int end = 0;
        while (find.find()) {
            out.append(text, end, find.start());
            replacement.append(find, out);
            end = find.end();
            if (out.length() > most) {
                return null;
            }
        }
        out.append(text, end, text.length());
        return out.length() > most ? null : out.toString();
    }
}
