package io.elchi.server.routing;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// A text with variables: `{id}`. A brace that begins no name is text.
///
/// Who expands it gives escaped values, or escapes the whole.
public final class VariableText {
    private final List<String> literals;
    private final List<HttpVariable> variables;

    private VariableText(List<String> literals, List<HttpVariable> variables) {
        this.literals = List.copyOf(literals);
        this.variables = List.copyOf(variables);
    }

    /// @throws IllegalArgumentException if a variable is unknown, or one beside `{receipt_url}` would be escaped once
    ///     where it is read twice
    public static VariableText of(String text) {
        List<String> literals = new ArrayList<>();
        List<HttpVariable> variables = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = text.charAt(at) == '{' ? nameEnd(text, at + 1) : -1;
            if (end < 0) {
                literal.append(text.charAt(at++));
                continue;
            }
            String name = text.substring(at + 1, end);
            HttpVariable variable = HttpVariable.of(name);
            if (variable == null) {
                throw new IllegalArgumentException("there is no variable {" + name + "}");
            }
            literals.add(literal.toString());
            literal.setLength(0);
            variables.add(variable);
            at = end + 1;
        }
        literals.add(literal.toString());
        if (variables.contains(HttpVariable.RECEIPT_URL)
                && !variables.stream().allMatch(each -> each == HttpVariable.RECEIPT_URL || each.isPlain())) {
            throw new IllegalArgumentException("a text with {receipt_url} has no variables but id, part and parts");
        }
        return new VariableText(literals, variables);
    }

    /// Behind a name in small letters, digits and low lines; -1: there is none.
    private static int nameEnd(String text, int from) {
        int at = from;
        while (at < text.length()
                && (Character.isLowerCase(text.charAt(at)) || "_0123456789".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return at > from && at < text.length() && text.charAt(at) == '}' ? at : -1;
    }

    public Set<HttpVariable> variables() {
        return variables.isEmpty() ? Set.of() : EnumSet.copyOf(variables);
    }

    /// @param value of a variable; never null
    public String expand(Function<HttpVariable, String> value) {
        if (variables.isEmpty()) {
            return literals.getFirst();
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < variables.size(); i++) {
            text.append(literals.get(i)).append(value.apply(variables.get(i)));
        }
        return text.append(literals.getLast()).toString();
    }
}
