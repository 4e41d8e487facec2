package io.elchi.server.gatewayapi;

import io.elchi.server.core.RefusedException;
import io.elchi.server.intake.SendRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Any octets are a message, a batch, or a refusal; and what is read is what a reader of whole trees reads.
public final class SendJsonFuzz {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private SendJsonFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            SendRequest read = SendJson.send(input);
            tree(input).ifPresent(tree -> check(read, tree));
        } catch (RefusedException ignored) {
            // The answer that bad input gets.
        }
        try {
            List<SendRequest> batch = SendJson.batch(input);
            tree(input).ifPresent(tree -> {
                for (int i = 0; i < batch.size(); i++) {
                    check(batch.get(i), tree.get("messages").get(i));
                }
            });
        } catch (RefusedException ignored) {
            // Likewise.
        }
    }

    /// Empty when a number has an exponent that no tree can hold.
    private static Optional<JsonNode> tree(byte[] input) {
        try {
            return Optional.of(JSON.readTree(input));
        } catch (NumberFormatException | StreamReadException ignored) {
            return Optional.empty();
        }
    }

    private static void check(SendRequest read, JsonNode tree) {
        same(read.to(), tree.get("to").stringValue());
        same(read.from(), tree.get("from").stringValue());
        same(read.text(), tree.get("text").stringValue());
        same(read.reference(), tree.path("reference").asString(null));
        same(read.messageClass().text(), tree.path("class").asString("transactional"));
        if (read.validity() != null) {
            same(read.validity().toSeconds(), tree.get("validity_seconds").longValue());
        }
        if (read.meta() != null) {
            same(JSON.readTree(read.meta()), tree.get("meta"));
            if (read.meta().getBytes(StandardCharsets.UTF_8).length > 8_192) {
                throw new AssertionError("meta is too long: " + read.meta().length());
            }
        }
    }

    private static void same(Object one, Object other) {
        if (!Objects.equals(one, other)) {
            throw new AssertionError(one + " is not " + other);
        }
    }
}
