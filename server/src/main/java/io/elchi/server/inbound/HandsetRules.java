package io.elchi.server.inbound;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.core.Payer;
import io.elchi.server.inbound.InboundOwners.InboundQuery;
import io.elchi.server.inbound.InboundOwners.OwnerDecision;
import io.elchi.server.rules.InboundRuleSubject;
import io.elchi.server.rules.InboundRules;
import io.elchi.server.rules.InboundRuling;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Applies rules to messages from handsets that are whole. Rules see the owner of the number, and routes see what
/// rules made of the message.
final class HandsetRules {
    private final InboundRules rules;
    private final Accounts accounts;

    HandsetRules(InboundRules rules, Accounts accounts) {
        this.rules = rules;
        this.accounts = accounts;
    }

    /// What rules made of a message.
    ///
    /// @param asked the message as it came
    /// @param result the message as it is now
    /// @param ids of the rules that matched, in order
    /// @param errorCode of the rule that rejected it; null: none did
    record Ruled(InboundQuery asked, InboundQuery result, long[] ids, String errorCode) {
        boolean isRejected() {
            return errorCode != null;
        }
    }

    /// What decides about a message.
    ///
    /// @param ruled null: no rule matches
    record Decided(OwnerDecision owner, Ruled ruled) {}

    /// One for each, in their order. Owners of messages that rules changed are decided again, by one statement.
    ///
    /// @param owners of the messages as they came
    List<Decided> apply(Connection connection, List<InboundQuery> asked, List<OwnerDecision> owners, Instant now)
            throws SQLException {
        List<Decided> decided = new ArrayList<>(asked.size());
        List<InboundQuery> changed = new ArrayList<>(0);
        for (int i = 0; i < asked.size(); i++) {
            Ruled ruled =
                    rules.isEmpty() ? null : ruled(asked.get(i), owners.get(i).numberOwner(), now);
            decided.add(new Decided(owners.get(i), ruled));
            if (isOther(ruled)) {
                changed.add(ruled.result);
            }
        }
        if (changed.isEmpty()) {
            return decided;
        }
        List<OwnerDecision> again = InboundOwners.decide(connection, changed, now);
        int next = 0;
        for (int i = 0; i < decided.size(); i++) {
            if (isOther(decided.get(i).ruled)) {
                decided.set(i, new Decided(again.get(next++), decided.get(i).ruled));
            }
        }
        return decided;
    }

    private static boolean isOther(Ruled ruled) {
        return ruled != null && !ruled.result.equals(ruled.asked);
    }

    private Ruled ruled(InboundQuery query, long owner, Instant now) {
        List<Payer> payers = owner == 0
                ? List.of()
                : accounts.account(owner).map(Account::payers).orElse(List.of());
        InboundRuling ruling = rules.apply(new InboundRuleSubject(
                owner, payers, query.operatorId(), query.source(), query.number(), query.text(), null, now));
        if (ruling == null) {
            return null;
        }
        InboundRuleSubject message = ruling.message();
        InboundQuery result = new InboundQuery(
                message.to(), query.operatorId(), message.from(), InboundRows.clean(message.text()), message.tag());
        // A result that is equal is the same, so that a batch without changes asks no second time.
        boolean same = Objects.equals(result, query);
        return new Ruled(
                query,
                same ? query : result,
                ruling.rules(),
                ruling.refusal() == null ? null : ruling.refusal().failure().code());
    }
}
