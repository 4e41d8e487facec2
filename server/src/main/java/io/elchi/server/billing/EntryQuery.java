package io.elchi.server.billing;

import io.elchi.server.core.Dates;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.StorableText;
import java.time.Instant;
import java.util.Set;
import org.springframework.web.bind.annotation.BindParam;

/// The query of a list of entries, as a client wrote it; null where it wrote nothing.
public record EntryQuery(
        String reason,
        String direction,
        @BindParam("created_from") Instant createdFrom,
        @BindParam("created_before") Instant createdBefore,
        String reference,
        @BindParam("min_amount") String minAmount,
        @BindParam("max_amount") String maxAmount) {
    private static final Set<String> REASONS =
            Set.of("sms_charge", "inbound_charge", "charge", "refund", "topup", "adjustment", "transfer");

    /// @param account 0: all
    /// @throws RefusedException when a value cannot be
    public Ledger.LedgerFilter filter(long account) {
        if (reason != null && !REASONS.contains(reason)) {
            throw invalid("reason", "there is no such reason");
        }
        if (direction != null && !direction.equals("credit") && !direction.equals("debit")) {
            throw invalid("direction", "must be credit or debit");
        }
        if (reference != null && !StorableText.is(reference)) {
            throw invalid("reference", StorableText.RULE);
        }
        return new Ledger.LedgerFilter(
                account,
                reason,
                direction == null ? null : direction.equals("credit"),
                Dates.checked("created_from", createdFrom),
                Dates.checked("created_before", createdBefore),
                reference,
                micros("min_amount", minAmount),
                micros("max_amount", maxAmount));
    }

    private static Long micros(String field, String text) {
        if (text == null) {
            return null;
        }
        try {
            return Money.microsOf(text);
        } catch (IllegalArgumentException ignored) {
            throw invalid(field, "must be a decimal number like 12.50");
        }
    }

    private static RefusedException invalid(String field, String detail) {
        return Refusal.ofField(Failure.INVALID_FIELD, field, detail).exception();
    }
}
