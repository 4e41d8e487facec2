package io.elchi.server.intake;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.messages.DeliveryOptions;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.rules.RuleSubject;
import io.elchi.server.rules.RuleTlv;
import io.elchi.server.rules.Ruling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// A request as the rules make it. All other checks look at this one.
///
/// @param rules ids of those that matched, in order; not to be changed
/// @param tag that they put on it, for the routes; null: none
/// @param refusal null: no rule refuses it
record Ruled(SendRequest request, long[] rules, String tag, Refusal refusal) {
    private static final HexFormat HEX = HexFormat.of();

    /// A request that no rule matches.
    static Ruled unchanged(SendRequest request) {
        return refused(request, null);
    }

    /// A request that is refused without a rule.
    ///
    /// @param refusal null: it is not
    static Ruled refused(SendRequest request, Refusal refusal) {
        return new Ruled(request, RouteCandidate.NONE, null, refusal);
    }

    /// Applies the rules. A destination that is not a phone number is left to the check of destinations, and a text
    /// of too many parts to the check of parts.
    static Ruled of(Intake.Modules modules, Caller caller, SendRequest request, Instant now) {
        if (modules.rules().isEmpty()
                || !(TestMessages.destination(caller, request.to(), modules.numbers())
                        instanceof Numbers.Parsed.Valid(Msisdn to))) {
            return unchanged(request);
        }
        boolean isText = request.extras().data() == null;
        String text = isText ? Text.looked(request, caller.account().maxParts()) : null;
        if (isText && text == null) {
            return unchanged(request);
        }
        RuleSubject asked = subject(caller.account(), request, to, text, now);
        Ruling ruling = modules.rules().apply(asked);
        if (ruling == null) {
            return unchanged(request);
        }
        Refusal refusal = ruling.refusal() == null ? null : request.extras().blamed(ruling.refusal());
        RuleSubject result = ruling.message();
        return new Ruled(changed(request, asked, result), ruling.rules(), result.tag(), refusal);
    }

    /// @param text null for octets
    private static RuleSubject subject(Account account, SendRequest request, Msisdn to, String text, Instant now) {
        SendExtras extras = request.extras();
        return new RuleSubject(
                account.id(),
                account.payers(),
                request.messageClass(),
                request.from(),
                to,
                text,
                extras.data() == null ? RuleSubject.UNSET : extras.data().dataCoding(),
                extras.delivery().priority(),
                tlvs(extras.delivery().tlvs()),
                null,
                now);
    }

    private static List<RuleTlv> tlvs(List<DeliveryOptions.Tlv> tlvs) {
        return tlvs.isEmpty()
                ? List.of()
                : tlvs.stream()
                        .map(tlv -> new RuleTlv(tlv.tag(), HEX.formatHex(tlv.value())))
                        .toList();
    }

    private static SendRequest changed(SendRequest request, RuleSubject asked, RuleSubject result) {
        if (result.equals(asked)) {
            return request;
        }
        return new SendRequest(
                result.to().equals(asked.to()) ? request.to() : result.to().toString(),
                result.from(),
                Objects.equals(result.text(), asked.text()) ? request.text() : result.text(),
                result.messageClass(),
                request.notBefore(),
                request.validity(),
                request.reference(),
                request.meta(),
                request.options(),
                changed(request.extras(), asked, result));
    }

    private static SendExtras changed(SendExtras extras, RuleSubject asked, RuleSubject result) {
        boolean sameOptions =
                result.priority() == asked.priority() && result.tlvs().equals(asked.tlvs());
        // The answer to an opt-out passes the opt-out of its own handset, and of no other one.
        boolean confirmation = extras.confirmation() && result.to().equals(asked.to());
        if (sameOptions && result.dataCoding() == asked.dataCoding() && confirmation == extras.confirmation()) {
            return extras;
        }
        BinaryData data = extras.data() == null || result.dataCoding() == asked.dataCoding()
                ? extras.data()
                : new BinaryData(
                        extras.data().header(),
                        extras.data().octets(),
                        result.dataCoding(),
                        extras.data().isPart());
        return new SendExtras(
                data,
                sameOptions ? extras.delivery() : changed(extras.delivery(), asked, result),
                extras.templateId(),
                extras.statusEndpoint(),
                extras.callback(),
                confirmation,
                extras.joined(),
                extras.replaceKey());
    }

    private static DeliveryOptions changed(DeliveryOptions options, RuleSubject asked, RuleSubject result) {
        List<DeliveryOptions.Tlv> tlvs = options.tlvs();
        if (!Objects.equals(result.tlvs(), asked.tlvs())) {
            tlvs = new ArrayList<>();
            for (RuleTlv tlv : result.tlvs()) {
                tlvs.add(new DeliveryOptions.Tlv(tlv.id(), HEX.parseHex(tlv.value())));
            }
        }
        return new DeliveryOptions(
                options.registeredDelivery(),
                options.sourceTon(),
                options.sourceNpi(),
                result.priority(),
                options.protocolId(),
                tlvs,
                options.receiptFormat(),
                options.flash(),
                options.clientCoding(),
                options.joinedParts());
    }
}
