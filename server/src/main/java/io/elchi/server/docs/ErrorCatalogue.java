package io.elchi.server.docs;

import io.elchi.server.core.Failure;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// Cause and fix of each error, from `docs/errors.properties`.
public final class ErrorCatalogue {
    private static final String FILE = "/docs/errors.properties";

    private final Map<Failure, ErrorHelp> all = new EnumMap<>(Failure.class);

    private ErrorCatalogue(Properties texts) {
        for (Failure failure : Failure.values()) {
            ErrorHelp.Acting acting = ErrorHelp.Acting.valueOf(
                    taken(texts, failure.code() + ".acts").toUpperCase(Locale.ROOT));
            all.put(
                    failure,
                    new ErrorHelp(
                            failure,
                            acting,
                            taken(texts, failure.code() + ".cause"),
                            taken(texts, failure.code() + ".fix")));
        }
        if (!texts.isEmpty()) {
            throw new IllegalStateException(FILE + ": there is no error for " + texts.keySet());
        }
    }

    private static String taken(Properties texts, String key) {
        Object text = texts.remove(key);
        if (text == null) {
            throw new IllegalStateException(FILE + ": " + key + " is missing");
        }
        return (String) text;
    }

    /// @throws IllegalStateException when the file does not have exactly the codes; says what is wrong
    public static ErrorCatalogue load() {
        try (Reader reader =
                new InputStreamReader(ErrorCatalogue.class.getResourceAsStream(FILE), StandardCharsets.UTF_8)) {
            Properties texts = new Properties();
            texts.load(reader);
            return new ErrorCatalogue(texts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ErrorHelp of(Failure failure) {
        return all.get(failure);
    }

    /// @param code as a problem document has it
    Optional<ErrorHelp> of(String code) {
        return all.values().stream()
                .filter(help -> help.failure().code().equals(code))
                .findFirst();
    }

    Iterable<ErrorHelp> errors() {
        return all.values();
    }
}
