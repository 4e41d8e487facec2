package io.elchi.server.gatewayapi;

import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.StorableText;
import io.elchi.server.intake.BinaryData;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.webhooks.Webhooks;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    static final int MAX_TEXT = 40_000;
    /// Of all texts of a batch that have variables: each is a copy, however short the body is.
    private static final int MAX_FILLED = 1_000_000;
    private static final int MAX_WORD = 128;
    /// A concatenation has 8 bits for the number of a part (3GPP TS 23.040, 9.2.3.24.1).
    private static final int MAX_PARTS = 255;
    private static final int MAX_VARIABLES = 50;
    private static final int MAX_VALUE = 500;
    private static final int MAX_META = 2_048;
    private static final int MAX_DEPTH = 8;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private SendJson() {}

    /// Of a message that refers to nothing.
    static SendRequest send(byte[] body) {
        return send(body, SendReferences.NONE);
    }

    /// `{"to": ..., "from": ..., "text": ...}`
    static SendRequest send(byte[] body, SendReferences references) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), body)) {
            start(in.nextToken(), "");
            SendFields fields = message(in, "");
            end(in);
            return fields.request("", SendFields.NONE, references);
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /// Of messages that refer to nothing.
    static List<SendRequest> batch(byte[] body) {
        return batch(body, SendReferences.NONE);
    }

    /// `{"messages": [{...}, ...]}`; the other members of a message, but `to`, may stand beside `messages`, for
    /// all that lack them.
    static List<SendRequest> batch(byte[] body, SendReferences references) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), body)) {
            start(in.nextToken(), "");
            List<SendFields> messages = null;
            SendFields shared = new SendFields();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                if (name.equals("messages")) {
                    messages = messages(in);
                } else {
                    in.nextToken();
                    if (name.equals("to") || name.equals("dry_run") || !member(in, "", name, shared)) {
                        throw Refusal.ofField(Failure.UNKNOWN_FIELD, name, null).exception();
                    }
                }
            }
            end(in);
            if (messages == null || messages.isEmpty()) {
                throw Refusal.ofField(Failure.MISSING_FIELD, "messages", "at least one message")
                        .exception();
            }
            return requests(messages, shared, references);
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    private static List<SendRequest> requests(List<SendFields> messages, SendFields shared, SendReferences references) {
        List<SendRequest> requests = new ArrayList<>(messages.size());
        int filled = 0;
        for (SendFields each : messages) {
            SendRequest request = each.request("messages[" + requests.size() + "].", shared, references);
            filled += each.isFilled(shared) ? request.text().length() : 0;
            if (filled > MAX_FILLED) {
                throw invalid("messages", "texts with variables have at most " + MAX_FILLED + " characters together");
            }
            requests.add(request);
        }
        return requests;
    }

    private static List<SendFields> messages(JsonParser in) {
        if (in.nextToken() != JsonToken.START_ARRAY) {
            throw invalid("messages", "must be an array");
        }
        List<SendFields> messages = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            String path = "messages[" + messages.size() + "]";
            if (messages.size() == MAX_BATCH) {
                throw invalid("messages", "at most " + MAX_BATCH);
            }
            start(in.currentToken(), path);
            SendFields fields = message(in, path + ".");
            if (fields.dryRun) {
                throw invalid(path + ".dry_run", "only in a request of one message");
            }
            messages.add(fields);
        }
        return messages;
    }

    static void start(JsonToken token, String path) {
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

    private static SendFields message(JsonParser in, String path) {
        SendFields fields = new SendFields();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            if (!member(in, path, name, fields)) {
                throw Refusal.ofField(Failure.UNKNOWN_FIELD, path + name, null).exception();
            }
        }
        return fields;
    }

    /// Reads the value of a member.
    ///
    /// @return false when a message has no such member
    private static boolean member(JsonParser in, String path, String name, SendFields fields) {
        switch (name) {
            case "to" -> fields.to = text(in, path, name, MAX_WORD);
            case "from" -> fields.from = text(in, path, name, MAX_WORD);
            case "text" -> fields.text = text(in, path, name, MAX_TEXT);
            case "class" -> fields.messageClass = messageClass(in, path, name);
            case "not_before" -> fields.notBefore = time(in, path, name);
            case "validity_seconds" -> fields.validity = Duration.ofSeconds(whole(in, path, name));
            case "reference" -> fields.reference = text(in, path, name, MAX_WORD);
            case "smart_encoding" -> fields.smart = flag(in, path, name);
            case "max_parts" -> fields.maxParts = parts(in, path, name);
            case "truncate" -> fields.truncate = flag(in, path, name);
            case "max_price" -> fields.maxPrice = money(in, path + name);
            case "variables" -> fields.variables = variables(in, path + name);
            case "dry_run" -> fields.dryRun = flag(in, path, name);
            case "meta" -> fields.meta = meta(in, path + name);
            case "template" -> fields.template = ContentJson.template(in, path + name);
            case "locale" -> fields.locale = ContentJson.locale(in, path + name);
            case "status_url" -> fields.statusUrl = text(in, path, name, Webhooks.MAX_URL);
            case "flash" -> fields.flash = flag(in, path, name);
            case "data" -> fields.data = ContentJson.octets(in, path + name, BinaryData.MOST_OCTETS);
            case "udh" -> fields.udh = ContentJson.octets(in, path + name, BinaryData.MOST_HEADER);
            case "data_coding" -> fields.dataCoding = ContentJson.dataCoding(in, path + name);
            case "tlvs" -> fields.tlvs = ContentJson.tlvs(in, path + name);
            default -> {
                return false;
            }
        }
        return true;
    }

    static String text(JsonParser in, String path, String name, int max) {
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

    static int whole(JsonParser in, String path, String name) {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT || in.getNumberType() != JsonParser.NumberType.INT) {
            throw invalid(path + name, "must be a whole number");
        }
        return in.getIntValue();
    }

    private static int parts(JsonParser in, String path, String name) {
        int parts = whole(in, path, name);
        if (parts < 1 || parts > MAX_PARTS) {
            throw invalid(path + name, "1 to " + MAX_PARTS);
        }
        return parts;
    }

    /// `{"amount": "55.5", "currency": "UZS"}`
    private static Money money(JsonParser in, String path) {
        String amount = null;
        String currency = null;
        start(in.currentToken(), path);
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            switch (name) {
                case "amount" -> amount = text(in, path + ".", name, MAX_WORD);
                case "currency" -> currency = text(in, path + ".", name, MAX_WORD);
                default ->
                    throw Refusal.ofField(Failure.UNKNOWN_FIELD, path + "." + name, null)
                            .exception();
            }
        }
        SendFields.required(amount, path + ".amount");
        SendFields.required(currency, path + ".currency");
        try {
            Money money = Money.parse(amount, currency);
            if (money.micros() >= 0) {
                return money;
            }
        } catch (IllegalArgumentException ignored) {
            // The answer is the same.
        }
        throw invalid(path, "must be an amount of at most 6 decimals with its currency");
    }

    /// What stands in a text for `{{name}}`: strings and numbers.
    private static Map<String, String> variables(JsonParser in, String path) {
        start(in.currentToken(), path);
        Map<String, String> variables = new HashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            JsonToken token = in.nextToken();
            String value = token == JsonToken.VALUE_STRING || token.isNumeric() ? in.getString() : null;
            if (value == null || value.length() > MAX_VALUE || name.length() > MAX_WORD) {
                throw invalid(path, "must be strings or numbers of at most " + MAX_VALUE + " characters");
            }
            variables.put(storable(name, path), storable(value, path));
            if (variables.size() > MAX_VARIABLES) {
                throw invalid(path, "at most " + MAX_VARIABLES);
            }
        }
        return variables;
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

    static RefusedException invalid(String field, String why) {
        return Refusal.ofField(Failure.INVALID_FIELD, field, why).exception();
    }

    private static RefusedException malformed(JacksonException e) {
        return Refusal.of(Failure.MALFORMED_BODY, e.getOriginalMessage()).exception();
    }
}
