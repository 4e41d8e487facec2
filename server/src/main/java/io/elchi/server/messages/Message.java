package io.elchi.server.messages;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Msisdn;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// A message as it was accepted; it never changes.
///
/// @param apiKeyId the key that sent it; 0 when none did
/// @param upstream the resellers above the account, nearest first; not to be changed
/// @param sender the sender id
/// @param text what is sent, already in the characters that are sent
/// @param parts what the text takes, and what is paid for
/// @param mcc mobile country code of the destination's network; null when the network is not known
/// @param mnc its mobile network code
/// @param country ISO 3166; null when not known
/// @param currency of the account
/// @param candidates the operators to try in order; at least one
/// @param reference the client's own id; null when it gave none
/// @param meta the client's own JSON object; null when it gave none
/// @param validUntil after this it is not sent any more
/// @param weight the account's share of an operator
/// @param partReference what a handset puts the parts together by, 0 to 65535: counted by destination
public record Message(
        MessageId id,
        long accountId,
        long apiKeyId,
        long[] upstream,
        Msisdn to,
        String sender,
        String text,
        MessageClass messageClass,
        Encoding encoding,
        int parts,
        String mcc,
        String mnc,
        String country,
        String currency,
        List<RouteCandidate> candidates,
        String reference,
        String correlationId,
        String meta,
        Instant acceptedAt,
        Instant validUntil,
        int weight,
        int partReference) {
    public Message {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(upstream, "upstream");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(acceptedAt, "acceptedAt");
        Objects.requireNonNull(validUntil, "validUntil");
        if (candidates.isEmpty() || parts < 1) {
            throw new IllegalArgumentException("a message has at least one candidate and one part");
        }
    }

    /// The payers of a part: the account itself, then the resellers above it.
    public int payers() {
        return 1 + upstream.length;
    }

    /// The account that pays at a level: 0 is the account itself.
    public long payer(int level) {
        return level == 0 ? accountId : upstream[level - 1];
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
        RouteCandidate taken = candidates.get(candidate);
        return level == 0 ? taken.priceMicros() : taken.upstreamMicros()[level - 1];
    }

    public boolean expired(Instant now) {
        return !now.isBefore(validUntil);
    }

    /// Without the content.
    @Override
    public String toString() {
        return "Message[" + id + "]";
    }
}
