package io.elchi.bench;

import java.util.Map;
import java.util.TreeMap;

/// Arguments of the form `name=value`.
public final class Options {
    private final Map<String, String> values;

    private Options(Map<String, String> values) {
        this.values = values;
    }

    /// Reads arguments.
    ///
    /// @param defaults of every name there is
    /// @throws IllegalArgumentException for another name
    public static Options parse(Map<String, String> defaults, String... arguments) {
        Map<String, String> values = new TreeMap<>(defaults);
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 0 || !defaults.containsKey(argument.substring(0, equals))) {
                throw new IllegalArgumentException("'" + argument + "': options and their defaults are "
                        + new TreeMap<>(defaults) + ", to be given as name=value");
            }
            values.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return new Options(values);
    }

    public String text(String name) {
        return values.get(name);
    }

    public int number(String name) {
        return Integer.parseInt(values.get(name));
    }

    public long large(String name) {
        return Long.parseLong(values.get(name));
    }

    public boolean flag(String name) {
        return Boolean.parseBoolean(values.get(name));
    }
}
