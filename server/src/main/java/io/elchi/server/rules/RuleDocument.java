package io.elchi.server.rules;

import io.elchi.server.core.MessageClass;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Writes what a rule matches and does as JSON, as [RuleJson] reads it: what a rule does not name is left out.
public final class RuleDocument {
    private RuleDocument() {}

    public static Map<String, Object> match(RuleMatch match) {
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "classes", match.classes().stream().map(MessageClass::text).toList());
        Map<String, Object> from = new LinkedHashMap<>();
        put(from, "equals", match.from().equal());
        put(from, "pattern", match.from().pattern());
        put(json, "from", from);
        Map<String, Object> to = new LinkedHashMap<>();
        put(to, "prefixes", match.to().prefixes());
        put(to, "pattern", match.to().pattern());
        put(to, "countries", match.to().countries());
        put(to, "networks", match.to().networks());
        put(json, "to", to);
        Map<String, Object> text = new LinkedHashMap<>();
        put(text, "contains", match.text().contains());
        put(text, "pattern", match.text().pattern());
        put(json, "text", text);
        put(
                json,
                "content",
                match.content() == null ? null : match.content().name().toLowerCase(Locale.ROOT));
        put(json, "tlv", tlv(match.tlv()));
        put(json, "hours", hours(match.hours()));
        put(json, "operators", match.operators());
        return json;
    }

    private static Map<String, Object> hours(RuleHours hours) {
        if (hours == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "days", hours.days().stream().map(RuleJson::text).toList());
        json.put("from", hours.from().toString());
        json.put("to", hours.to().toString());
        json.put("zone", hours.zone().getId());
        return json;
    }

    private static Map<String, Object> tlv(RuleTlv tlv) {
        if (tlv == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", tlv.id());
        put(json, "value", tlv.value());
        return json;
    }

    public static Map<String, Object> action(RuleAction action) {
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "reject", action.reject() == null ? null : action.reject().text());
        put(
                json,
                "class",
                action.messageClass() == null ? null : action.messageClass().text());
        put(json, "from", rewrite(action.from()));
        put(json, "to", rewrite(action.to()));
        put(json, "text", rewrite(action.text()));
        put(json, "priority", action.priority());
        put(json, "data_coding", action.dataCoding());
        put(json, "tlv", tlv(action.tlv()));
        put(json, "tag", action.tag());
        if (action.ask() != null) {
            Map<String, Object> ask = new LinkedHashMap<>();
            ask.put("url", action.ask().url());
            ask.put("on_failure", action.ask().accepts() ? "accept" : "reject");
            ask.put("code", action.ask().reject().text());
            json.put("ask", ask);
        }
        return json;
    }

    private static Map<String, Object> rewrite(RuleAction.Rewrite rewrite) {
        if (rewrite == null) {
            return null;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "set", rewrite.set());
        put(json, "pattern", rewrite.pattern());
        put(json, "replace", rewrite.replace());
        return json;
    }

    private static void put(Map<String, Object> json, String name, Object value) {
        boolean empty = value == null
                || value instanceof Collection<?> list && list.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty();
        if (!empty) {
            json.put(name, value);
        }
    }
}
