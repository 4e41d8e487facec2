package io.elchi.server.gatewayapi;

import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.StorableText;
import io.elchi.server.intake.SendRequest;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Reads the bodies of send and batch, token by token: no tree, no reflection, and an error names its field.
final class SendJson {
    static final int MAX_BATCH = 1_000;
    private static final int MAX_TEXT = 40_000;
    private static final int MAX_WORD = 128;
    private static final int MAX_META = 2_048;
    private static final int MAX_DEPTH = 8;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private SendJson() {}

    /// `{"to": ..., "from": ..., "text": ...}`
    static SendRequest send(byte[] body) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), body)) {
            start(in.nextToken(), "");
            SendRequest request = message(in, "");
            end(in);
            return request;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /// `{"messages": [{...}, ...]}`; the other members of a message may stand beside `messages`, for all that lack
    /// them.
    static List<SendRequest> batch(byte[] body) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), body)) {
            start(in.nextToken(), "");
            List<SendRequest> messages = null;
            while (in.nextToken() != JsonToken.END_OBJECT) {
                if (!in.currentName().equals("messages")) {
                    throw Refusal.ofField(Failure.UNKNOWN_FIELD, in.currentName(), null)
                            .exception();
                }
                messages = messages(in);
            }
            end(in);
            if (messages == null || messages.isEmpty()) {
                throw Refusal.ofField(Failure.MISSING_FIELD, "messages", "at least one message")
                        .exception();
            }
            return messages;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    private static List<SendRequest> messages(JsonParser in) {
        if (in.nextToken() != JsonToken.START_ARRAY) {
            throw invalid("messages", "must be an array");
        }
        List<SendRequest> messages = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            String path = "messages[" + messages.size() + "]";
            if (messages.size() == MAX_BATCH) {
                throw invalid("messages", "at most " + MAX_BATCH);
            }
            start(in.currentToken(), path);
            messages.add(message(in, path + "."));
        }
        return messages;
    }

    private static void start(JsonToken token, String path) {
        if (token != JsonToken.START_OBJECT) {
            throw path.isEmpty()
                    ? Refusal.of(Failure.MALFORMED_BODY, "must be a JSON object")
                            .exception()
                    : invalid(path, "must be an object");
        }
    }

    private static void end(JsonParser in) {
        if (in.nextToken() != null) {
            throw Refusal.of(Failure.MALFORMED_BODY, "there is something behind the object")
                    .exception();
        }
    }

    private static SendRequest message(JsonParser in, String path) {
        Fields fields = new Fields();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "to" -> fields.to = text(in, path, name, MAX_WORD);
                case "from" -> fields.from = text(in, path, name, MAX_WORD);
                case "text" -> fields.text = text(in, path, name, MAX_TEXT);
                case "class" -> fields.messageClass = messageClass(in, path, name);
                case "not_before" -> fields.notBefore = time(in, path, name);
                case "validity_seconds" -> fields.validity = seconds(in, path, name);
                case "reference" -> fields.reference = text(in, path, name, MAX_WORD);
                case "smart_encoding" -> fields.smart = flag(in, path, name);
                case "meta" -> fields.meta = meta(in, path + name);
                default ->
                    throw Refusal.ofField(Failure.UNKNOWN_FIELD, path + name, null)
                            .exception();
            }
        }
        return new SendRequest(
                required(fields.to, path + "to"),
                required(fields.from, path + "from"),
                required(fields.text, path + "text"),
                fields.messageClass,
                fields.notBefore,
                fields.validity,
                fields.reference,
                fields.meta,
                fields.smart);
    }

    private static final class Fields {
        private String to;
        private String from;
        private String text;
        private MessageClass messageClass = MessageClass.TRANSACTIONAL;
        private Instant notBefore;
        private Duration validity;
        private String reference;
        private String meta;
        private boolean smart;
    }

    private static String required(String value, String path) {
        if (value == null) {
            throw Refusal.ofField(Failure.MISSING_FIELD, path, null).exception();
        }
        return value;
    }

    private static String text(JsonParser in, String path, String name, int max) {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw invalid(path + name, "must be a string");
        }
        if (in.getStringLength() > max) {
            throw invalid(path + name, "at most " + max + " characters");
        }
        return storable(in.getString(), path + name);
    }

    private static String storable(String text, String field) {
        if (!StorableText.is(text)) {
            throw invalid(field, StorableText.RULE);
        }
        return text;
    }

    private static MessageClass messageClass(JsonParser in, String path, String name) {
        String text = text(in, path, name, MAX_WORD);
        return MessageClass.of(text)
                .orElseThrow(() -> invalid(path + name, "must be otp, transactional, service or promotional"));
    }

    private static Duration seconds(JsonParser in, String path, String name) {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT || in.getNumberType() != JsonParser.NumberType.INT) {
            throw invalid(path + name, "must be a whole number of seconds");
        }
        return Duration.ofSeconds(in.getIntValue());
    }

    private static Instant time(JsonParser in, String path, String name) {
        try {
            // To the microsecond, as the database has it.
            return OffsetDateTime.parse(text(in, path, name, MAX_WORD))
                    .toInstant()
                    .truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException ignored) {
            throw invalid(path + name, "must be a time of RFC 3339, like 2026-11-29T09:00:00+05:00");
        }
    }

    private static boolean flag(JsonParser in, String path, String name) {
        return switch (in.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw invalid(path + name, "must be true or false");
        };
    }

    /// The client's own object, written anew without blanks.
    private static String meta(JsonParser in, String path) {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw invalid(path, "must be an object");
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            int depth = 0;
            JsonToken token = in.currentToken();
            while (true) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth > MAX_DEPTH || text.getBuffer().length() > MAX_META) {
                    throw invalid(path, "at most " + MAX_META + " characters, " + MAX_DEPTH + " levels");
                }
                if (token == JsonToken.VALUE_STRING || token == JsonToken.PROPERTY_NAME) {
                    storable(in.getString(), path);
                }
                if (token.isNumeric()) {
                    // As it is spelled: a double would make 1e999 infinite and cut long fractions.
                    out.writeNumber(in.getString());
                } else {
                    out.copyCurrentEvent(in);
                }
                if (depth == 0) {
                    break;
                }
                token = in.nextToken();
            }
        }
        if (text.getBuffer().length() > MAX_META) {
            throw invalid(path, "at most " + MAX_META + " characters");
        }
        return text.toString();
    }

    private static RefusedException invalid(String field, String why) {
        return Refusal.ofField(Failure.INVALID_FIELD, field, why).exception();
    }

    private static RefusedException malformed(JacksonException e) {
        return Refusal.of(Failure.MALFORMED_BODY, e.getOriginalMessage()).exception();
    }
}
