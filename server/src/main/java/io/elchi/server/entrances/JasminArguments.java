package io.elchi.server.entrances;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The arguments of Jasmin's paths, and the order in which Jasmin finds their mistakes.
final class JasminArguments {
    private static final Pattern NAME = Pattern.compile("[^\n]{1,16}");
    private static final Argument TO = new Argument("to", true, Pattern.compile("\\+?[0-9]+"));
    private static final Argument FROM = new Argument("from", false, null);
    private static final Argument CODING =
            new Argument("coding", false, Pattern.compile("0|1|2|3|4|5|6|7|8|9|10|13|14"));
    private static final Argument USERNAME = new Argument("username", true, NAME);
    private static final Argument PASSWORD = new Argument("password", true, NAME);
    private static final Argument PRIORITY = new Argument("priority", false, Pattern.compile("[0-3]"));
    private static final Argument VALIDITY = new Argument("validity-period", false, Pattern.compile("[0-9]+"));
    private static final Argument TAGS = new Argument("tags", false, Pattern.compile("[-a-zA-Z0-9,]*"));
    private static final Argument CONTENT = new Argument("content", false, null);
    private static final Argument HEX_CONTENT = new Argument("hex-content", false, null);

    static final JasminArguments SEND = new JasminArguments(List.of(
            TO,
            FROM,
            CODING,
            USERNAME,
            PASSWORD,
            PRIORITY,
            new Argument("sdt", false, Pattern.compile("[0-9]{15}[-+R]")),
            VALIDITY,
            new Argument("dlr", true, Pattern.compile("yes|no")),
            new Argument("dlr-url", false, Pattern.compile("https?://[^\n]*")),
            new Argument("dlr-level", false, Pattern.compile("[1-3]")),
            new Argument("dlr-method", false, Pattern.compile("GET|POST")),
            TAGS,
            CONTENT,
            HEX_CONTENT,
            new Argument("custom_tlvs", false, null)));

    static final JasminArguments RATE = new JasminArguments(
            List.of(TO, FROM, CODING, USERNAME, PASSWORD, PRIORITY, VALIDITY, TAGS, CONTENT, HEX_CONTENT));

    static final JasminArguments BALANCE = new JasminArguments(List.of(USERNAME, PASSWORD));

    private final Map<String, Argument> arguments;
    private final List<Argument> order;

    /// @param pattern of its octets; null: any
    private record Argument(String name, boolean mandatory, Pattern pattern) {}

    private JasminArguments(List<Argument> order) {
        this.order = order;
        arguments = order.stream().collect(Collectors.toMap(Argument::name, Function.identity()));
    }

    static boolean isDestination(String to) {
        return TO.pattern.matcher(to).matches();
    }

    /// @throws JasminException for the first mistake
    void check(Parameters given) throws JasminException {
        if (given.names().isEmpty()) {
            throw new JasminException(
                    JasminErrors.BAD, "Mandatory arguments not found, please refer to the HTTPAPI specifications.");
        }
        boolean isFirst = true;
        for (String name : given.names()) {
            if (!arguments.containsKey(name)) {
                throw new JasminException(
                        JasminErrors.BAD, "Argument [" + JasminException.quoted(name) + "] is unknown.");
            }
            if (isFirst) {
                checkValues(given);
                isFirst = false;
            }
        }
    }

    private void checkValues(Parameters given) throws JasminException {
        for (Argument argument : order) {
            String value = given.get(argument.name);
            if (value == null) {
                if (argument.mandatory) {
                    throw new JasminException(
                            JasminErrors.BAD, "Mandatory argument [" + argument.name + "] is not found.");
                }
            } else if (argument.pattern != null
                    && !argument.pattern.matcher(value).matches()) {
                throw JasminException.invalid(argument.name, value);
            }
        }
    }
}
