package io.elchi.server.adminapi;

import io.elchi.server.messages.Message;
import io.elchi.server.routing.StoredDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rows by which a message was routed and priced when it was accepted.
///
/// @param version of operators, routes, links and prices
/// @param networkSource `ported`, `prefix` or `none`: how the network was found
/// @param routesOf the account whose routes were used; null: the common ones
/// @param candidates by rank; the message has them in the order in which they were tried
/// @param rejected operators with a route that might not carry it
record StoredDecisionView(
        long version,
        String networkSource,
        Long routesOf,
        List<CandidateRows> candidates,
        List<ExcludedView> rejected) {
    private static final Logger LOG = LoggerFactory.getLogger(StoredDecisionView.class);

    /// @param costId null: the operator's default cost
    /// @param prices the row of each payer's price
    record CandidateRows(
            int rank, long operatorId, String operator, long routeId, Long costId, List<PriceRow> prices) {}

    record PriceRow(long accountId, long tariffId) {}

    record ExcludedView(long operatorId, String operator, String reason, String detail) {}

    /// @param names of the operators that there are now, by id
    /// @return null: a later release wrote it in a format that this one does not know
    static StoredDecisionView of(Message message, Map<Long, String> names) {
        try {
            return of(StoredDecision.parse(message.quote().decision()), message, names);
        } catch (IllegalArgumentException e) {
            LOG.warn("message {}: {}", message.id(), e.getMessage());
            return null;
        }
    }

    /// @param stored about this message
    static StoredDecisionView of(StoredDecision stored, Message message, Map<Long, String> names) {
        List<CandidateRows> candidates = new ArrayList<>();
        for (StoredDecision.Candidate each : stored.candidates()) {
            candidates.add(rows(candidates.size() + 1, each, message, names));
        }
        return new StoredDecisionView(
                stored.version(),
                source(message.recipient()),
                CdrController.orNull(stored.routesOf()),
                candidates,
                stored.excluded().stream().map(each -> rejected(each, names)).toList());
    }

    private static String source(Message.Recipient recipient) {
        if (recipient.ported()) {
            return "ported";
        }
        return recipient.mcc() == null ? "none" : "prefix";
    }

    private static CandidateRows rows(
            int rank, StoredDecision.Candidate candidate, Message message, Map<Long, String> names) {
        List<PriceRow> prices = new ArrayList<>();
        for (int level = 0; level < candidate.tariffIds().size(); level++) {
            prices.add(new PriceRow(message.payer(level), candidate.tariffIds().get(level)));
        }
        return new CandidateRows(
                rank,
                candidate.operatorId(),
                names.get(candidate.operatorId()),
                candidate.routeId(),
                CdrController.orNull(candidate.costId()),
                prices);
    }

    private static ExcludedView rejected(StoredDecision.Excluded each, Map<Long, String> names) {
        return new ExcludedView(
                each.operatorId(),
                names.get(each.operatorId()),
                each.reason() == null ? null : each.reason().name().toLowerCase(Locale.ROOT),
                each.reason() == null ? null : each.reason().text());
    }
}
