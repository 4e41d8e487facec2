package io.elchi.server.adminapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.rules.InboundRuleSubject;
import io.elchi.server.rules.InboundRuling;
import io.elchi.server.rules.RuleFinding.RuleName;
import io.elchi.server.rules.RuleJson;
import io.elchi.server.rules.RuleStore;
import io.elchi.server.rules.RuleSubject;
import io.elchi.server.rules.RuleTlv;
import io.elchi.server.rules.Ruling;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// What the rules make of a message that somebody describes. Nothing is sent.
@RestController
final class RuleTestController {
    private static final int FIELD = 40;
    private static final int TEXT = 10_000;
    private static final int TLVS = 8;
    private static final int OCTETS = 4;

    private final RuleStore rules;
    private final Accounts accounts;
    private final Numbers numbers;
    private final Clock clock;

    RuleTestController(RuleStore rules, Accounts accounts, Numbers numbers, Clock clock) {
        this.rules = rules;
        this.accounts = accounts;
        this.numbers = numbers;
        this.clock = clock;
    }

    /// The result.
    ///
    /// @param rules that match, in order
    /// @param refusal null: no rule refuses the message
    /// @param message as it is after the rules
    record RuleTestView(List<RuleName> rules, RuleRefusalView refusal, RuledView message) {}

    record RuleRefusalView(String code, String field, String detail) {}

    /// @param text null: of octets
    /// @param dataCoding null: of a text
    /// @param priority null: the link's
    /// @param tag null: none
    record RuledView(
            String to,
            String from,
            @JsonProperty("class") String messageClass,
            String text,
            Integer dataCoding,
            Integer priority,
            List<RuleTlv> tlvs,
            String tag) {
        static RuledView of(RuleSubject message) {
            return new RuledView(
                    message.to().toString(),
                    message.from(),
                    message.messageClass().text(),
                    message.text(),
                    set(message.dataCoding()),
                    set(message.priority()),
                    message.tlvs(),
                    message.tag());
        }

        private static Integer set(int value) {
            return value == RuleSubject.UNSET ? null : value;
        }
    }

    @PostMapping("/admin/v1/rules/test")
    @Needs(Permission.RULES_READ)
    RuleTestView test(@RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        Account account = account(body.id("account_id"));
        Msisdn to = msisdn(body.text("to", FIELD), account.defaultCountry());
        String from = body.text("from", FIELD);
        MessageClass messageClass =
                body.optionalOneOf("class", MessageClass.class).orElse(MessageClass.TRANSACTIONAL);
        boolean data = body.optionalFlag("data").orElse(false);
        String text = body.optionalText("text", TEXT).orElse("");
        if (data && !text.isEmpty()) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "text", "a message of octets has none")
                    .exception();
        }
        int dataCoding = body.optionalInt("data_coding", 0, 0xFF).orElse(OCTETS);
        RuleSubject message = new RuleSubject(
                account.id(),
                account.payers(),
                messageClass,
                from,
                to,
                data ? null : text,
                data ? dataCoding : RuleSubject.UNSET,
                body.optionalInt("priority", 0, 0xFF).orElse(RuleSubject.UNSET),
                tlvs(body),
                null,
                body.optionalTime("at").orElseGet(clock::now));
        body.end();
        return view(message, rules.test(message));
    }

    /// What the rules make of a message from a handset.
    ///
    /// @param refusal null: no rule rejects the message
    record InboundRuleTestView(List<RuleName> rules, RuleRefusalView refusal, InboundRuledView message) {}

    /// @param text null: of octets
    /// @param tag null: none
    record InboundRuledView(String from, String to, String text, String tag) {}

    @PostMapping("/admin/v1/rules/test-inbound")
    @Needs(Permission.RULES_READ)
    InboundRuleTestView testInbound(@RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        long owner = body.optionalId("account_id").orElse(0L);
        String from = InboundController.digits("from", body.text("from", FIELD));
        String to = InboundController.digits("to", body.text("to", FIELD));
        boolean data = body.optionalFlag("data").orElse(false);
        String text = body.optionalText("text", TEXT).orElse("");
        InboundRuleSubject message = new InboundRuleSubject(
                owner,
                owner == 0 ? List.of() : account(owner).payers(),
                body.id("operator_id"),
                from,
                to,
                data ? null : text,
                null,
                body.optionalTime("at").orElseGet(clock::now));
        body.end();
        if (data && !text.isEmpty()) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "text", "a message of octets has none")
                    .exception();
        }
        InboundRuling ruling = rules.inbound().apply(message);
        InboundRuleSubject result = ruling == null ? message : ruling.message();
        return new InboundRuleTestView(
                ruling == null ? List.of() : rules.names(ruling.rules()),
                ruling == null ? null : refusal(ruling.refusal()),
                new InboundRuledView(result.from(), result.to(), result.text(), result.tag()));
    }

    private static RuleRefusalView refusal(Refusal refusal) {
        return refusal == null
                ? null
                : new RuleRefusalView(refusal.failure().code(), refusal.field(), refusal.detail());
    }

    private Account account(long id) {
        return accounts.account(id)
                .orElseThrow(() -> Refusal.ofField(Failure.INVALID_FIELD, "account_id", "there is no such account")
                        .exception());
    }

    private static List<RuleTlv> tlvs(JsonBody body) {
        List<RuleTlv> tlvs = new ArrayList<>();
        for (JsonBody each : body.objects("tlvs", TLVS)) {
            tlvs.add(RuleJson.tlv(each));
        }
        return List.copyOf(tlvs);
    }

    private RuleTestView view(RuleSubject asked, Ruling ruling) {
        if (ruling == null) {
            return new RuleTestView(List.of(), null, RuledView.of(asked));
        }
        return new RuleTestView(rules.names(ruling.rules()), refusal(ruling.refusal()), RuledView.of(ruling.message()));
    }

    private Msisdn msisdn(String text, String defaultCountry) {
        return switch (numbers.parse(text, defaultCountry)) {
            case Numbers.Parsed.Valid(Msisdn number) -> number;
            case Numbers.Parsed.Invalid(String why) ->
                throw Refusal.ofField(Failure.INVALID_DESTINATION, "to", why).exception();
        };
    }
}
