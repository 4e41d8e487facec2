package io.elchi.server.inbound;

import io.elchi.server.compliance.OptOuts;
import io.elchi.server.core.Msisdn;
import io.elchi.server.db.Tx;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What handsets choose with keywords: to get no service and promotional messages of an account any more, or to get
/// them again. The keyword is the first word of the text, or the second one when the first decided about the
/// account.
/// An opt-in has no further words: a text that begins with `START` by chance must not permit advertising.
final class ConsentChoices {
    private static final String ACTIONS = """
            SELECT m.place, k.action, k.reply FROM unnest(?::bigint[], ?::text[])
                WITH ORDINALITY AS m (account_id, keyword, place)
            CROSS JOIN LATERAL (
                SELECT w.action, w.reply FROM inbound.keywords w
                WHERE w.keyword = m.keyword AND (w.account_id = m.account_id OR w.account_id IS NULL)
                ORDER BY w.account_id NULLS LAST LIMIT 1) k
            WHERE k.action <> 'none' ORDER BY m.place""";

    private final OptOuts optOuts;

    ConsentChoices(OptOuts optOuts) {
        this.optOuts = optOuts;
    }

    /// A message that chose.
    ///
    /// @param isOut whether it opts out
    /// @param isChange whether the number had chosen otherwise before
    /// @param reply the answer that confirms it; null: none
    record ConsentChange(InboundMessage message, boolean isOut, boolean isChange, String keyword, String reply) {}

    /// A word of a message that may be a keyword.
    private record Candidate(InboundEvents.Complete of, Msisdn number, FirstWord word) {}

    /// Stores the choices of messages that have an account, in the caller's transaction. A number that writes
    /// several
    /// times is followed in the order of its messages; numbers are locked in one order.
    List<ConsentChange> store(Tx tx, List<InboundEvents.Complete> messages) throws SQLException {
        List<Candidate> candidates = new ArrayList<>(0);
        for (InboundEvents.Complete each : messages) {
            Optional<Msisdn> number = each.handset();
            if (each.message().accountId() != 0 && number.isPresent()) {
                FirstWord.of(each.writtenText())
                        .ifPresent(word -> candidates.add(new Candidate(each, number.get(), word)));
                if (each.owner().byKeyword()) {
                    FirstWord.second(each.writtenText())
                            .ifPresent(word -> candidates.add(new Candidate(each, number.get(), word)));
                }
            }
        }
        if (candidates.isEmpty()) {
            return List.of();
        }
        List<Chosen> chosen = chosen(tx.connection(), candidates);
        chosen.sort(Comparator.<Chosen>comparingLong(each -> each.message().accountId())
                .thenComparing(each -> each.candidate.number.number())
                .thenComparing(each -> each.message().receivedAt())
                .thenComparing(each -> each.message().id()));
        List<ConsentChange> choices = new ArrayList<>(chosen.size());
        for (Chosen each : chosen) {
            choices.add(store(tx, each));
        }
        return choices;
    }

    /// A candidate that is a keyword.
    private record Chosen(Candidate candidate, boolean isOut, String reply) {
        InboundMessage message() {
            return candidate.of.message();
        }
    }

    /// The first keyword of each message that has one.
    private static List<Chosen> chosen(Connection connection, List<Candidate> candidates) throws SQLException {
        Long[] accounts = new Long[candidates.size()];
        String[] words = new String[accounts.length];
        for (int i = 0; i < words.length; i++) {
            accounts[i] = candidates.get(i).of.message().accountId();
            words[i] = candidates.get(i).word.folded();
        }
        List<Chosen> chosen = new ArrayList<>(0);
        try (PreparedStatement select = connection.prepareStatement(ACTIONS)) {
            select.setArray(1, connection.createArrayOf("bigint", accounts));
            select.setArray(2, connection.createArrayOf("text", words));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Candidate candidate = candidates.get(rows.getInt(1) - 1);
                    boolean isOut = rows.getString(2).equals("opt_out");
                    boolean isFirst = chosen.isEmpty() || chosen.getLast().candidate.of != candidate.of;
                    // A rule that rejects a message does not make a handset's refusal unsaid.
                    if (isFirst && (isOut || candidate.word.isAlone() && !candidate.of.isRejected())) {
                        chosen.add(new Chosen(candidate, isOut, rows.getString(3)));
                    }
                }
            }
        }
        return chosen;
    }

    private ConsentChange store(Tx tx, Chosen chosen) throws SQLException {
        InboundMessage message = chosen.message();
        Msisdn number = chosen.candidate.number;
        String keyword = chosen.candidate.word.folded();
        boolean isChange = chosen.isOut
                ? optOuts.add(tx, message.accountId(), number, message.id(), keyword, message.receivedAt())
                : optOuts.remove(tx, message.accountId(), number, message.receivedAt());
        return new ConsentChange(message, chosen.isOut, isChange, keyword, chosen.reply);
    }
}
