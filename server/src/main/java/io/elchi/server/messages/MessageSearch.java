package io.elchi.server.messages;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Money;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Search of administrators over all accounts.
public interface MessageSearch {
    /// Which call detail records are wanted; 0 and null are for all.
    ///
    /// @param from accepted then or later
    /// @param to accepted before
    /// @param mcc of the network
    /// @param mnc of the network
    /// @param reference the client's
    record CdrFilter(
            long accountId,
            long operatorId,
            Instant from,
            Instant to,
            MessageState state,
            Msisdn msisdn,
            MessageClass messageClass,
            String sender,
            String mcc,
            String mnc,
            String reference,
            long apiKeyId) {}

    /// The amount that a payer above the account paid.
    ///
    /// @param micros in millionths of that account's currency
    record UpstreamPrice(long accountId, long micros) {}

    /// A call detail record as the table has it; see [Cdr].
    record CdrRow(
            MessageId id,
            long accountId,
            long operatorId,
            String reference,
            String smscMessageId,
            Msisdn msisdn,
            String sender,
            Instant acceptedAt,
            Instant submittedAt,
            Instant deliveredAt,
            MessageState state,
            String smscStatus,
            String errorCode,
            Money price,
            List<UpstreamPrice> upstream,
            Money cost,
            int parts,
            int partsCharged,
            int submits,
            String operatorCosts,
            String country,
            String mcc,
            String mnc,
            String messageClass,
            long apiKeyId,
            long smppLoginId,
            String correlationId,
            String meta,
            Instant createdAt) {}

    /// Call detail records, those accepted last first.
    ///
    /// @param cursor of the page before; null: from the newest
    /// @throws io.elchi.server.core.RefusedException when the cursor is none
    Page<CdrRow> cdrs(CdrFilter filter, String cursor, int limit);

    /// What one entry of the ledger charged for a message.
    ///
    /// @param accountId that sent it
    /// @param parts that the entry charged
    /// @param micros of the entry's account, in its currency
    record ChargedMessage(MessageId id, long accountId, int parts, long micros) {}

    /// The messages that an account was charged for by a batch of the ledger, by id. Their prices add up to the
    /// entry while none of them is so old that it is deleted.
    ///
    /// @param accountId that pays: the sender's, or a reseller above it
    /// @param cursor of the page before; null: from the first
    Page<ChargedMessage> charged(long batch, long accountId, String cursor, int limit);

    /// What an account was charged for a message until now, in millionths; empty when the message is not there, or
    /// the account does not pay for it.
    Optional<Long> charged(MessageId id, long accountId);

    /// The whole message, of any account.
    Optional<MessageView> message(MessageId id);
}
