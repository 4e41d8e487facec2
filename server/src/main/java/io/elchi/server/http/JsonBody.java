package io.elchi.server.http;

import io.elchi.server.core.Dates;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An object of JSON that a controller reads field by field; whatever is wrong is refused with the field's name.
/// At the end [#end] refuses the fields that nobody asked for.
///
/// A field that is null counts as missing; [#has] distinguishes the two, for changes that take something away.
public final class JsonBody {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonNode object;
    /// With a dot at its end; empty for the body itself.
    private final String path;
    private final Set<String> asked = new HashSet<>();

    private JsonBody(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /// @throws RefusedException when it is no object
    public static JsonBody of(JsonNode body) {
        if (!body.isObject()) {
            throw Refusal.of(Failure.MALFORMED_BODY, "must be a JSON object").exception();
        }
        return new JsonBody(body, "");
    }

    /// Whether the field is present, even with null.
    public boolean has(String name) {
        return object.has(name);
    }

    /// Refuses the fields that were not asked for.
    public void end() {
        for (String name : object.propertyNames()) {
            if (!asked.contains(name)) {
                throw Refusal.ofField(Failure.UNKNOWN_FIELD, path + name, null).exception();
            }
        }
    }

    /// null: missing.
    private JsonNode value(String name) {
        asked.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private static <T> T required(Optional<T> value, String field) {
        return value.orElseThrow(
                () -> Refusal.ofField(Failure.MISSING_FIELD, field, null).exception());
    }

    private RefusedException invalid(String name, String why) {
        return Refusal.ofField(Failure.INVALID_FIELD, path + name, why).exception();
    }

    /// A text of 1 to `most` characters that can be stored and shown in one line.
    public String text(String name, int most) {
        return required(optionalText(name, most), path + name);
    }

    public Optional<String> optionalText(String name, int most) {
        JsonNode value = value(name);
        return value == null ? Optional.empty() : Optional.of(text(value, name, most));
    }

    private String text(JsonNode value, String name, int most) {
        if (!value.isString()) {
            throw invalid(name, "must be a string");
        }
        String text = value.stringValue();
        if (text.isBlank() || text.length() > most) {
            throw invalid(name, "must have 1 to " + most + " characters");
        }
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw invalid(name, "must have no control characters and no halves of characters");
        }
        return text;
    }

    /// A text of this form.
    ///
    /// @param form a regular expression
    /// @param what the form in words
    public Optional<String> optionalText(String name, String form, String what) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isString() || !value.stringValue().matches(form)) {
            throw invalid(name, "must be " + what);
        }
        return Optional.of(value.stringValue());
    }

    public String text(String name, String form, String what) {
        return required(optionalText(name, form, what), path + name);
    }

    /// Up to `most` texts of up to `mostCharacters` each; none when missing.
    public List<String> texts(String name, int most, int mostCharacters) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array(name, most)) {
            texts.add(text(item, name + "[" + texts.size() + "]", mostCharacters));
        }
        return List.copyOf(texts);
    }

    /// Up to `most` texts of this form; none when missing.
    ///
    /// @param form a regular expression
    /// @param what the form in words
    public List<String> texts(String name, int most, String form, String what) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array(name, most)) {
            if (!item.isString() || !item.stringValue().matches(form)) {
                throw invalid(name + "[" + texts.size() + "]", "must be " + what);
            }
            texts.add(item.stringValue());
        }
        return List.copyOf(texts);
    }

    /// Up to `most` ids.
    public List<Long> ids(String name, int most) {
        required(Optional.ofNullable(value(name)), path + name);
        List<Long> ids = new ArrayList<>();
        for (JsonNode item : array(name, most)) {
            if (!item.isIntegralNumber() || !item.canConvertToLong() || item.longValue() < 1) {
                throw invalid(name + "[" + ids.size() + "]", "must be an id");
            }
            ids.add(item.longValue());
        }
        return List.copyOf(ids);
    }

    /// As [#ids]; none when missing.
    public List<Long> optionalIds(String name, int most) {
        return value(name) == null ? List.of() : ids(name, most);
    }

    /// Up to `most` whole numbers in a range; none when missing.
    public List<Integer> ints(String name, int most, int least, int largest) {
        List<Integer> ints = new ArrayList<>();
        for (JsonNode item : array(name, most)) {
            if (!item.isIntegralNumber()
                    || !item.canConvertToInt()
                    || item.intValue() < least
                    || item.intValue() > largest) {
                throw invalid(name + "[" + ints.size() + "]", "must be from " + least + " to " + largest);
            }
            ints.add(item.intValue());
        }
        return List.copyOf(ints);
    }

    /// Objects of an array; none when missing. Each has to be brought to its own end.
    public List<JsonBody> objects(String name, int most) {
        List<JsonBody> objects = new ArrayList<>();
        for (JsonNode item : array(name, most)) {
            String at = name + "[" + objects.size() + "]";
            if (!item.isObject()) {
                throw invalid(at, "must be an object");
            }
            objects.add(new JsonBody(item, path + at + "."));
        }
        return objects;
    }

    /// An object that has to be brought to its own end; one without fields when it is missing.
    public JsonBody optionalObject(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return new JsonBody(JSON.createObjectNode(), path + name + ".");
        }
        if (!value.isObject()) {
            throw invalid(name, "must be an object");
        }
        return new JsonBody(value, path + name + ".");
    }

    private Iterable<JsonNode> array(String name, int most) {
        JsonNode value = value(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw invalid(name, "must be an array");
        }
        if (value.size() > most) {
            throw invalid(name, "must have at most " + most + " items");
        }
        return value;
    }

    /// A whole number from `least` to `most`.
    public long number(String name, long least, long most) {
        return required(optionalNumber(name, least, most), path + name);
    }

    public Optional<Long> optionalNumber(String name, long least, long most) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        boolean inRange = value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= least
                && value.longValue() <= most;
        if (!inRange) {
            throw invalid(name, "must be a whole number from " + least + " to " + most);
        }
        return Optional.of(value.longValue());
    }

    public Optional<Integer> optionalInt(String name, int least, int most) {
        return optionalNumber(name, least, most).map(Long::intValue);
    }

    /// The id of something.
    public long id(String name) {
        return number(name, 1, Long.MAX_VALUE);
    }

    public Optional<Long> optionalId(String name) {
        return optionalNumber(name, 1, Long.MAX_VALUE);
    }

    public Optional<Boolean> optionalFlag(String name) {
        JsonNode value = value(name);
        if (value != null && !value.isBoolean()) {
            throw invalid(name, "must be true or false");
        }
        return Optional.ofNullable(value).map(JsonNode::booleanValue);
    }

    /// One of the constants, by its name in small letters.
    public <E extends Enum<E>> E oneOf(String name, Class<E> type) {
        return required(optionalOneOf(name, type), path + name);
    }

    public <E extends Enum<E>> Optional<E> optionalOneOf(String name, Class<E> type) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        int place = value.isString() ? names.indexOf(value.stringValue()) : -1;
        if (place < 0) {
            throw invalid(name, "must be one of " + String.join(", ", names));
        }
        return Optional.of(type.getEnumConstants()[place]);
    }

    /// `{"amount":"12.50","currency":"UZS"}`, not below zero.
    public Money money(String name) {
        return required(optionalMoney(name), path + name);
    }

    public Optional<Money> optionalMoney(String name) {
        return optionalMoney(name, "[0-9]{1,12}(\\.[0-9]{1,6})?", "a decimal number like 12.50, as a string");
    }

    /// As [#money], and it may be below zero.
    public Money signedMoney(String name) {
        return required(
                optionalMoney(name, "-?[0-9]{1,12}(\\.[0-9]{1,6})?", "a decimal number like -12.50, as a string"),
                path + name);
    }

    private Optional<Money> optionalMoney(String name, String form, String words) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw invalid(name, "must be an object with amount and currency");
        }
        JsonBody money = new JsonBody(value, path + name + ".");
        String amount = money.text("amount", form, words);
        String currency = money.currency("currency");
        money.end();
        return Optional.of(Money.parse(amount, currency));
    }

    /// ISO 4217.
    public String currency(String name) {
        return text(name, "[A-Z]{3}", "a currency of ISO 4217");
    }

    /// A time of RFC 3339.
    public Optional<Instant> optionalTime(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            String text = value.isString() ? value.stringValue() : "";
            return Optional.of(
                    Dates.checked(path + name, OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeParseException ignored) {
            throw invalid(name, "must be a time of RFC 3339, like 2026-11-24T10:15:30Z");
        }
    }

    /// An object that is read field by field; it has to be brought to its own end.
    public Optional<JsonBody> optionalBody(String name) {
        JsonNode value = value(name);
        if (value != null && !value.isObject()) {
            throw invalid(name, "must be an object");
        }
        return Optional.ofNullable(value).map(object -> new JsonBody(object, path + name + "."));
    }

    /// An object as it is, for a library that reads it.
    public JsonNode object(String name) {
        JsonNode value = required(Optional.ofNullable(value(name)), path + name);
        if (!value.isObject()) {
            throw invalid(name, "must be an object");
        }
        return value;
    }

    /// An object as it is, for settings that are checked elsewhere; empty when missing.
    @SuppressWarnings("unchecked") // an object of JSON is a map with text keys
    public Map<String, Object> tree(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return Map.of();
        }
        if (!value.isObject()) {
            throw invalid(name, "must be an object");
        }
        return JSON.treeToValue(value, Map.class);
    }
}
