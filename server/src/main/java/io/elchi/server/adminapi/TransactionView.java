package io.elchi.server.adminapi;

import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Money;
import java.time.Instant;

/// An entry of the ledger.
///
/// @param batch names the parts that it charges; null when it charges none
/// @param counterAccountId the other account of a transfer; null: it is none
/// @param messageId the message that is refunded; null when none
record TransactionView(
        long id,
        long accountId,
        String direction,
        Money amount,
        String reason,
        Integer parts,
        Long batch,
        String reference,
        String note,
        Long counterAccountId,
        String messageId,
        Instant createdAt) {
    static TransactionView of(Ledger.Entry entry) {
        boolean charge = entry.batch() != 0;
        return new TransactionView(
                entry.id(),
                entry.accountId(),
                entry.credit() ? "credit" : "debit",
                entry.amount(),
                entry.reason(),
                charge ? entry.parts() : null,
                charge ? entry.batch() : null,
                entry.reference(),
                entry.note(),
                CdrController.orNull(entry.counterAccountId()),
                entry.messageId() == null ? null : entry.messageId().toString(),
                entry.at());
    }
}
