package io.elchi.server.rules;

import io.elchi.server.core.Failure;
import io.elchi.server.core.LinearPattern;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.RouteTag;
import io.elchi.server.core.StorableText;
import io.elchi.server.http.JsonBody;
import io.elchi.server.rules.RuleAction.Ask;
import io.elchi.server.rules.RuleAction.Rewrite;
import io.elchi.server.rules.RuleMatch.BodyMatch;
import io.elchi.server.rules.RuleMatch.ContentForm;
import io.elchi.server.rules.RuleMatch.FromMatch;
import io.elchi.server.rules.RuleMatch.ToMatch;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Reads a rule from JSON, field by field: of a request, and of the table. A field that nobody knows is refused: a
/// rule without it would match other messages.
public final class RuleJson {
    /// Items of a list.
    public static final int MOST_ITEMS = 50;

    /// Characters of an item, or of a name.
    public static final int MOST_CHARACTERS = 64;

    /// Characters of a text that a rule writes.
    public static final int MOST_WRITTEN = 300;

    public static final int MOST_PRIORITY = 1_000_000;

    private static final int PRIORITY = 100;
    /// TLVs for vendors (SMPP 3.4, 5.3.1).
    private static final int FIRST_TLV = 0x1400;

    private static final int LAST_TLV = 0x3FFF;
    private static final int PRIORITY_FLAG = 3;
    private static final String VALUE = "([0-9a-fA-F]{2}){1,64}";
    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]";
    private static final String CLASSES = "otp|transactional|service|promotional";
    private static final String DAYS = "mon|tue|wed|thu|fri|sat|sun";
    private static final int DAY_LETTERS = 3;

    private RuleJson() {}

    /// The whole of a rule; the body is brought to its end.
    ///
    /// @throws RefusedException naming the field that is wrong
    public static RuleForm form(JsonBody body) {
        RuleForm form = new RuleForm(
                body.text("name", MOST_CHARACTERS),
                body.optionalOneOf("direction", RuleDirection.class).orElse(RuleDirection.MT),
                body.optionalInt("priority", 0, MOST_PRIORITY).orElse(PRIORITY),
                body.optionalId("account_id").orElse(0L),
                body.optionalFlag("enabled").orElse(true),
                body.optionalFlag("passes_on").orElse(false),
                body.optionalBody("match").map(RuleJson::match).orElse(RuleMatch.ALL),
                body.optionalBody("action").map(RuleJson::action).orElse(RuleAction.NONE));
        body.end();
        RuleChecks.check(form);
        return form;
    }

    static RuleMatch match(JsonBody body) {
        RuleMatch match = new RuleMatch(
                body
                        .texts("classes", MessageClass.values().length, CLASSES, "one of " + CLASSES.replace("|", ", "))
                        .stream()
                        .map(text -> MessageClass.of(text).orElseThrow())
                        .toList(),
                body.optionalBody("from").map(RuleJson::from).orElse(FromMatch.ALL_SENDERS),
                body.optionalBody("to").map(RuleJson::to).orElse(ToMatch.ALL_NUMBERS),
                body.optionalBody("text").map(RuleJson::text).orElse(BodyMatch.ALL_TEXTS),
                body.optionalOneOf("content", ContentForm.class).orElse(null),
                body.optionalBody("tlv").map(RuleJson::tlv).orElse(null),
                body.optionalBody("hours").map(RuleJson::hours).orElse(null),
                body.optionalIds("operators", MOST_ITEMS));
        body.end();
        return match;
    }

    private static FromMatch from(JsonBody body) {
        FromMatch from = new FromMatch(
                body.texts("equals", MOST_ITEMS, MOST_CHARACTERS),
                body.optionalText("pattern", LinearPattern.MOST_CHARACTERS).orElse(null));
        body.end();
        return from;
    }

    private static ToMatch to(JsonBody body) {
        ToMatch to = new ToMatch(
                body.texts("prefixes", MOST_ITEMS, "[1-9][0-9]{0,14}", "1 to 15 digits that begin with a country code"),
                body.optionalText("pattern", LinearPattern.MOST_CHARACTERS).orElse(null),
                body.texts("countries", MOST_ITEMS, "[A-Z]{2}", "a country of ISO 3166, like UZ"),
                body.texts("networks", MOST_ITEMS, "[0-9]{3}|[0-9]{5,6}", "an mcc, or an mcc and an mnc, like 43404"));
        body.end();
        return to;
    }

    private static BodyMatch text(JsonBody body) {
        BodyMatch text = new BodyMatch(
                body.texts("contains", MOST_ITEMS, MOST_CHARACTERS),
                body.optionalText("pattern", LinearPattern.MOST_CHARACTERS).orElse(null));
        body.end();
        return text;
    }

    /// A TLV; the body is brought to its end.
    public static RuleTlv tlv(JsonBody body) {
        RuleTlv tlv = new RuleTlv(
                (int) body.number("id", FIRST_TLV, LAST_TLV),
                body.optionalText("value", VALUE, "1 to 64 octets in hexadecimal digits")
                        .map(value -> value.toLowerCase(Locale.ROOT))
                        .orElse(null));
        body.end();
        return tlv;
    }

    private static RuleHours hours(JsonBody body) {
        List<DayOfWeek> days =
                body.texts("days", DayOfWeek.values().length, DAYS, "one of " + DAYS.replace("|", ", ")).stream()
                        .map(RuleJson::day)
                        .toList();
        LocalTime from = LocalTime.parse(body.text("from", TIME, "a time like 08:00"));
        LocalTime to = LocalTime.parse(body.text("to", TIME, "a time like 20:00"));
        String zone = body.text("zone", MOST_CHARACTERS);
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            throw Refusal.ofField(
                            Failure.INVALID_FIELD,
                            "match.hours.zone",
                            "must be a time zone of IANA, like Asia/Tashkent")
                    .exception();
        }
        body.end();
        return new RuleHours(days, from, to, ZoneId.of(zone));
    }

    private static DayOfWeek day(String text) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> text(day).equals(text))
                .findFirst()
                .orElseThrow();
    }

    static String text(DayOfWeek day) {
        return day.name().substring(0, DAY_LETTERS).toLowerCase(Locale.ROOT);
    }

    static RuleAction action(JsonBody body) {
        RuleAction action = new RuleAction(
                body.optionalOneOf("reject", RejectCode.class).orElse(null),
                body.optionalOneOf("class", MessageClass.class).orElse(null),
                body.optionalBody("from").map(each -> rewrite(each, "from")).orElse(null),
                body.optionalBody("to").map(each -> rewrite(each, "to")).orElse(null),
                body.optionalBody("text").map(each -> rewrite(each, "text")).orElse(null),
                body.optionalInt("priority", 0, PRIORITY_FLAG).orElse(null),
                body.optionalInt("data_coding", 0, 0xFF).orElse(null),
                body.optionalBody("tlv").map(RuleJson::tlv).orElse(null),
                body.optionalText("tag", RouteTag.FORM, RouteTag.RULE).orElse(null),
                body.optionalBody("ask").map(RuleJson::ask).orElse(null));
        body.end();
        return action;
    }

    private static Ask ask(JsonBody body) {
        String url = body.text("url", "https?://[!-~]{1,500}", "an https or http address of at most 500 characters");
        try {
            if (URI.create(url).getHost() == null) {
                throw Refusal.ofField(Failure.INVALID_FIELD, "action.ask.url", "must name a host")
                        .exception();
            }
        } catch (IllegalArgumentException ignored) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "action.ask.url", "is no URL")
                    .exception();
        }
        Ask ask = new Ask(
                url,
                body.oneOf("on_failure", OnFailure.class) == OnFailure.ACCEPT,
                body.optionalOneOf("code", RejectCode.class).orElse(RejectCode.BLOCKED_TEXT));
        body.end();
        return ask;
    }

    private enum OnFailure {
        ACCEPT,
        REJECT
    }

    private static Rewrite rewrite(JsonBody body, String field) {
        Rewrite rewrite = new Rewrite(
                written(body, "set", field),
                body.optionalText("pattern", LinearPattern.MOST_CHARACTERS).orElse(null),
                written(body, "replace", field));
        body.end();
        return rewrite;
    }

    /// It may be empty, or blank.
    private static String written(JsonBody body, String name, String field) {
        String text = body.optionalText(
                        name, "(?s).{0," + MOST_WRITTEN + "}", "a text of at most " + MOST_WRITTEN + " characters")
                .orElse(null);
        if (text != null && !StorableText.is(text)) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "action." + field + "." + name, StorableText.RULE)
                    .exception();
        }
        return text;
    }
}
