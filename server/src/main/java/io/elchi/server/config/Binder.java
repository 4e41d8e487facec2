package io.elchi.server.config;

import io.elchi.server.core.Secret;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Binds trees of maps, lists and scalars to records, and collects all errors instead of stopping at the first.
final class Binder {
    private final List<String> problems;

    Binder(List<String> problems) {
        this.problems = problems;
    }

    /// The record, or null when it has problems.
    Record record(String path, Class<? extends Record> type, Object value) {
        if (value != null && !(value instanceof Map<?, ?>)) {
            problems.add(path + ": must have settings below it");
            return null;
        }
        Map<String, Object> given = value == null ? new LinkedHashMap<>() : map(value);
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        int before = problems.size();
        for (int i = 0; i < components.length; i++) {
            String key = snake(components[i].getName());
            arguments[i] = component(path + "." + key, components[i], given.remove(key));
        }
        given.keySet().forEach(key -> problems.add(path + "." + key + ": " + ConfigException.UNKNOWN));
        return problems.size() > before ? null : create(path, type, components, arguments);
    }

    private Record create(String path, Class<? extends Record> type, RecordComponent[] components, Object[] arguments) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            problems.add(path + ": " + e.getCause().getMessage());
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private Object component(String path, RecordComponent component, Object given) {
        Class<?> type = component.getType();
        if (type.isRecord()) {
            return record(path, type.asSubclass(Record.class), given);
        }
        Setting setting = setting(component);
        Object value = given != null ? given : setting.is();
        if (Setting.REQUIRED.equals(value)) {
            problems.add(path + ": must be set");
            return null;
        }
        try {
            return parse(path, component.getGenericType(), type, value, setting);
        } catch (IllegalArgumentException e) {
            problems.add(path + ": " + e.getMessage());
            return null;
        }
    }

    private Object parse(String path, Type generic, Class<?> type, Object value, Setting setting) {
        if (type == List.class) {
            return list(path, generic, value, setting);
        }
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            throw new IllegalArgumentException("must be a single value");
        }
        if (type == Secret.class) {
            // Spaces are a part of a password.
            return new Secret(value.toString());
        }
        String text = value.toString().strip();
        if (type == int.class) {
            return (int) ranged(
                    number(text),
                    Math.max(setting.min(), Integer.MIN_VALUE),
                    Math.min(setting.max(), Integer.MAX_VALUE),
                    "");
        }
        if (type == long.class || type == Long.class) {
            return ranged(number(text), setting.min(), setting.max(), "");
        }
        if (type == boolean.class) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("must be true or false, not '" + text + "'");
            };
        }
        if (type == Duration.class) {
            Duration duration = Durations.parse(text);
            ranged(duration.toMillis(), setting.min(), setting.max(), " ms");
            return duration;
        }
        if (type.isEnum()) {
            return constant(type, text);
        }
        return type == Path.class ? Path.of(text) : text;
    }

    private List<Object> list(String path, Type generic, Object value, Setting setting) {
        if (value instanceof Map<?, ?>) {
            throw new IllegalArgumentException("must be a list");
        }
        Class<?> element = (Class<?>) ((ParameterizedType) generic).getActualTypeArguments()[0];
        List<?> items = value instanceof List<?> many
                ? many
                : Arrays.stream(value.toString().split(","))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList();
        List<Object> list = new ArrayList<>();
        for (Object item : items) {
            if (item == null) {
                throw new IllegalArgumentException("must be a list without null");
            }
            list.add(parse(path, element, element, item, setting));
        }
        return List.copyOf(list);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number, not '" + text + "'", e);
        }
    }

    private static long ranged(long value, long min, long max, String unit) {
        if (value < min) {
            throw new IllegalArgumentException("must be at least " + min + unit + ", not " + value + unit);
        }
        if (value > max) {
            throw new IllegalArgumentException("must be at most " + max + unit + ", not " + value + unit);
        }
        return value;
    }

    private static Object constant(Class<?> type, String text) {
        for (Object constant : type.getEnumConstants()) {
            if (constant.toString().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("must be one of "
                + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT) + ", not '" + text + "'");
    }

    static Setting setting(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalStateException(component + " of " + component.getDeclaringRecord() + " has no @Setting");
        }
        return setting;
    }

    /// `maxPoolSize` to `max_pool_size`.
    static String snake(String name) {
        StringBuilder snake = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) {
                snake.append('_').append(Character.toLowerCase(c));
            } else {
                snake.append(c);
            }
        }
        return snake.toString();
    }

    /// A copy with text keys, which may be changed.
    static Map<String, Object> map(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("must have settings below it");
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, item) -> copy.put(key.toString(), item));
        return copy;
    }
}
