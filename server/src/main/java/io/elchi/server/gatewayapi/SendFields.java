package io.elchi.server.gatewayapi;

import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.intake.BinaryData;
import io.elchi.server.intake.SendExtras;
import io.elchi.server.intake.SendOptions;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.messages.DeliveryOptions;
import io.elchi.server.templates.TemplateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The members of a message in the body of a request, as far as they are there; null where they are not.
final class SendFields {
    /// Those of a request that has nothing beside its message.
    static final SendFields NONE = new SendFields();

    private static final Pattern PLACE = Pattern.compile("\\{\\{([^{}]+)}}");

    String to;
    String from;
    String text;
    MessageClass messageClass;
    Instant notBefore;
    Duration validity;
    String reference;
    Boolean smart;
    Integer maxParts;
    Boolean truncate;
    Money maxPrice;
    Map<String, String> variables;
    String meta;
    boolean dryRun;
    Boolean flash;
    byte[] data;
    byte[] udh;
    Integer dataCoding;
    List<DeliveryOptions.Tlv> tlvs;
    /// Long: its id; String: its name.
    Object template;
    String locale;
    String statusUrl;

    /// @param path of the message, as `messages[3].`
    /// @param shared what stands in place of what is missing
    SendRequest request(String path, SendFields shared, SendReferences references) {
        String number = required(to, path + "to");
        String sender = required(or(from, shared.from), path + "from");
        SendContent content = content(path, shared, references);
        String address = or(statusUrl, shared.statusUrl);
        LongSupplier endpoint = address == null ? null : references.statusEndpoint(address, path, dryRun);
        return new SendRequest(
                number,
                sender,
                content.text,
                or(or(messageClass, shared.messageClass), MessageClass.TRANSACTIONAL),
                or(notBefore, shared.notBefore),
                or(validity, shared.validity),
                or(reference, shared.reference),
                or(meta, shared.meta),
                options(shared),
                extras(content, endpoint, path, shared));
    }

    /// The content of a message, in one of its forms.
    ///
    /// @param text empty for octets
    /// @param data null: a text
    /// @param templateId 0: of no template
    private record SendContent(String text, BinaryData data, long templateId) {}

    /// Content of its own goes before that of all.
    private SendContent content(String path, SendFields shared, SendReferences references) {
        SendFields owner = text != null || data != null || template != null ? this : shared;
        refuse(owner.data != null && owner.text != null, path + "data", "not together with text");
        refuse(
                owner.template != null && (owner.text != null || owner.data != null),
                path + "template",
                "not together with text or data");
        if (owner.data != null) {
            refuse(owner.variables != null, path + "variables", "not with data");
            int coding = or(or(dataCoding, shared.dataCoding), BinaryData.OCTETS);
            return new SendContent("", BinaryData.of(or(udh, shared.udh), owner.data, coding, path), 0);
        }
        Map<String, String> values = or(variables, shared.variables);
        refuse(or(udh, shared.udh) != null, path + "udh", "only with data");
        refuse(or(dataCoding, shared.dataCoding) != null, path + "data_coding", "only with data");
        if (owner.template != null) {
            TemplateStore.Filled filled = references.text(
                    new TemplateStore.TemplateUse(
                            owner.template instanceof Long id ? id : 0,
                            owner.template instanceof String name ? name : null,
                            or(locale, shared.locale),
                            or(values, Map.of())),
                    path);
            return new SendContent(filled.text(), null, filled.templateId());
        }
        refuse(locale != null, path + "locale", "only with template");
        String written = required(owner.text, path + "text");
        return new SendContent(values == null ? written : filled(written, values, path), null, 0);
    }

    private SendExtras extras(SendContent content, LongSupplier statusEndpoint, String path, SendFields shared) {
        boolean shown = or(or(flash, shared.flash), false);
        List<DeliveryOptions.Tlv> own = or(or(tlvs, shared.tlvs), List.of());
        if (content.data != null) {
            refuse(shown, path + "flash", "not with data, whose data_coding has the message class");
            refuse(or(or(truncate, shared.truncate), false), path + "truncate", "not with data");
        }
        boolean none =
                content.data == null && content.templateId == 0 && statusEndpoint == null && !shown && own.isEmpty();
        return none
                ? SendExtras.NONE
                : new SendExtras(
                        content.data,
                        DeliveryOptions.of(shown, own),
                        content.templateId,
                        statusEndpoint,
                        null,
                        false,
                        null,
                        null);
    }

    private static void refuse(boolean condition, String field, String why) {
        if (condition) {
            throw SendJson.invalid(field, why);
        }
    }

    private SendOptions options(SendFields shared) {
        boolean any = dryRun
                || smart != null
                || maxParts != null
                || truncate != null
                || maxPrice != null
                || shared.smart != null
                || shared.maxParts != null
                || shared.truncate != null
                || shared.maxPrice != null;
        return any
                ? new SendOptions(
                        or(or(smart, shared.smart), true),
                        or(or(maxParts, shared.maxParts), 0),
                        or(or(truncate, shared.truncate), false),
                        or(maxPrice, shared.maxPrice),
                        dryRun)
                : SendOptions.DEFAULT;
    }

    /// The text with the values in their places. A value is taken as it is, whatever it looks like.
    private static String filled(String text, Map<String, String> values, String path) {
        Set<String> unused = new HashSet<>(values.keySet());
        Matcher places = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (places.find()) {
            String name = places.group(1).strip();
            String value = values.get(name);
            if (value == null) {
                throw SendJson.invalid(
                        path + "variables", "the text has {{" + name + "}}, and there is no such variable");
            }
            unused.remove(name);
            places.appendReplacement(filled, Matcher.quoteReplacement(value));
            // While it grows: a short text may name a long value thousands of times.
            if (filled.length() > SendJson.MAX_TEXT) {
                throw tooLong(path);
            }
        }
        if (!unused.isEmpty()) {
            throw SendJson.invalid(
                    path + "variables", "the text has no {{" + unused.iterator().next() + "}}");
        }
        places.appendTail(filled);
        if (filled.length() > SendJson.MAX_TEXT) {
            throw tooLong(path);
        }
        return filled.toString();
    }

    private static RefusedException tooLong(String path) {
        return SendJson.invalid(
                path + "text", "with its variables it has more than " + SendJson.MAX_TEXT + " characters");
    }

    /// Whether its text is one of its own, and not that of all.
    boolean isFilled(SendFields shared) {
        return or(variables, shared.variables) != null || or(template, shared.template) != null;
    }

    private static <T> T or(T value, T other) {
        return value == null ? other : value;
    }

    static String required(String value, String path) {
        if (value == null) {
            throw Refusal.ofField(Failure.MISSING_FIELD, path, null).exception();
        }
        return value;
    }
}
