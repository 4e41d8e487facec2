package io.elchi.server.messages;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.RouteCandidate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// A message as it was accepted; it never changes.
///
/// @param sender the sender id
/// @param partReference the number by which a handset joins the parts, 0 to 65535: counted by destination
/// @param options [DeliveryOptions#NONE] for most messages
public record Message(
        MessageId id,
        Owner owner,
        Recipient recipient,
        String sender,
        Content content,
        MessageClass messageClass,
        Quote quote,
        ClientData clientData,
        Times times,
        int partReference,
        DeliveryOptions options) {
    public Message {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(messageClass, "messageClass");
        Objects.requireNonNull(quote, "quote");
        Objects.requireNonNull(clientData, "clientData");
        Objects.requireNonNull(times, "times");
        Objects.requireNonNull(options, "options");
    }

    /// The same, whose final state is posted to an endpoint.
    public Message withStatusEndpoint(long endpoint) {
        ClientData named = new ClientData(
                clientData.reference, clientData.correlationId, clientData.meta, clientData.templateId, endpoint);
        return new Message(
                id, owner, recipient, sender, content, messageClass, quote, named, times, partReference, options);
    }

    /// The account that sent it.
    ///
    /// @param apiKeyId the key that sent it; 0 when none did
    /// @param smppLoginId the SMPP login that sent it; 0 when none did
    /// @param weight the account's share of an operator
    public record Owner(long accountId, long apiKeyId, long smppLoginId, int weight) {
        /// Of a message that no SMPP login sent.
        public Owner(long accountId, long apiKeyId, int weight) {
            this(accountId, apiKeyId, 0, weight);
        }
    }

    /// The handset and its network.
    ///
    /// @param mcc mobile country code; null when the network is not known
    /// @param mnc mobile network code
    /// @param country ISO 3166; null when not known
    /// @param ported whether the number moved to this network
    public record Recipient(Msisdn to, String mcc, String mnc, String country, boolean ported) {
        public Recipient {
            Objects.requireNonNull(to, "to");
        }
    }

    /// The prices of a part as quoted at acceptance: each candidate for each payer. Payer 0 is the account; the
    /// resellers above it follow.
    ///
    /// @param currency of the account
    /// @param upstream the resellers above the account, nearest first; not to be changed
    /// @param candidates the operators to try in order; at least one
    /// @param decision the rows that they follow from, as routing wrote them; not to be changed
    /// @param rules ids of the rules that matched the message before, in order; not to be changed
    /// @param tag that they put on it, for the routes; null: none
    public record Quote(
            String currency,
            long[] upstream,
            List<RouteCandidate> candidates,
            byte[] decision,
            long[] rules,
            String tag) {
        /// Of a message that no rule matched.
        public Quote(String currency, long[] upstream, List<RouteCandidate> candidates, byte[] decision) {
            this(currency, upstream, candidates, decision, RouteCandidate.NONE, null);
        }

        public Quote {
            Objects.requireNonNull(currency, "currency");
            Objects.requireNonNull(upstream, "upstream");
            Objects.requireNonNull(decision, "decision");
            Objects.requireNonNull(rules, "rules");
            if (candidates.isEmpty()) {
                throw new IllegalArgumentException("a message has at least one candidate");
            }
        }

        /// A payer's reservation for each part: the highest price, since any candidate may accept it.
        public long reservedMicros(int level) {
            long most = 0;
            for (int i = 0; i < candidates.size(); i++) {
                most = Math.max(most, priceMicros(i, level));
            }
            return most;
        }

        /// A payer's price for a part that this candidate accepts.
        public long priceMicros(int candidate, int level) {
            return candidates.get(candidate).priceMicros()[level];
        }
    }

    /// The data that the client gets back as it gave them.
    ///
    /// @param reference the client's own id; null when it gave none
    /// @param correlationId of the request
    /// @param meta the client's own JSON object; null when it gave none
    /// @param templateId the template that the text was made of; 0: none
    /// @param statusEndpoint the endpoint that the final state is posted to; 0: none
    public record ClientData(
            String reference, String correlationId, String meta, long templateId, long statusEndpoint) {
        /// Of a message without a template and an endpoint of its own.
        public ClientData(String reference, String correlationId, String meta) {
            this(reference, correlationId, meta, 0, 0);
        }
    }

    /// @param notBefore it is not sent before this; null: at once
    /// @param validUntil after this it is not sent any more
    public record Times(Instant acceptedAt, Instant notBefore, Instant validUntil) {
        public Times {
            Objects.requireNonNull(acceptedAt, "acceptedAt");
            Objects.requireNonNull(validUntil, "validUntil");
        }

        /// The times of a message that is sent at once.
        public Times(Instant acceptedAt, Instant validUntil) {
            this(acceptedAt, null, validUntil);
        }
    }

    public long accountId() {
        return owner.accountId;
    }

    public Msisdn to() {
        return recipient.to;
    }

    /// Whether it reaches no operator and costs nothing.
    public boolean isTest() {
        return quote.candidates.getFirst().isTest();
    }

    /// The parts that the message pays for.
    public int parts() {
        return content.parts();
    }

    public String currency() {
        return quote.currency;
    }

    public long[] upstream() {
        return quote.upstream;
    }

    public List<RouteCandidate> candidates() {
        return quote.candidates;
    }

    public Instant acceptedAt() {
        return times.acceptedAt;
    }

    public Instant validUntil() {
        return times.validUntil;
    }

    /// The payers of a part: the account itself, then the resellers above it.
    public int payers() {
        return 1 + quote.upstream.length;
    }

    /// The account that pays at a level: 0 is the account itself.
    public long payer(int level) {
        return level == 0 ? owner.accountId : quote.upstream[level - 1];
    }

    /// A payer's reservation for each part.
    public long reservedMicros(int level) {
        return quote.reservedMicros(level);
    }

    /// A payer's price for a part that this candidate accepts.
    public long priceMicros(int candidate, int level) {
        return quote.priceMicros(candidate, level);
    }

    /// Whether it is too early to send it.
    public boolean isScheduled(Instant now) {
        return times.notBefore != null && now.isBefore(times.notBefore);
    }

    /// When the store shall be asked about it for the first time: a scheduled message is in no memory until then.
    ///
    /// @param recheckAfter acceptance, for one that is sent at once
    public Instant firstCheck(Duration recheckAfter) {
        if (times.notBefore != null) {
            return times.notBefore;
        }
        Instant check = times.acceptedAt.plus(recheckAfter);
        return check.isBefore(times.validUntil) ? check : times.validUntil;
    }

    public boolean expired(Instant now) {
        return !now.isBefore(times.validUntil);
    }

    /// Without the content.
    @Override
    public String toString() {
        return "Message[" + id + "]";
    }
}
