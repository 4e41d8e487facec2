package io.elchi.server.intake;

import io.elchi.server.core.Money;
import io.elchi.server.core.Refusal;
import io.elchi.server.messages.Encoding;
import io.elchi.server.messages.Message;
import java.util.List;

/// What would become of a message.
///
/// @param text as it would be written; empty for octets
/// @param encoding null for octets
/// @param foreignAt the index of the first character of the client's text for which it is not written in GSM 7
///     bit; -1: there is none
/// @param to the number and its network; null: it is no number
/// @param operatorId the first operator that would be tried; 0: none
/// @param price what it costs there, all parts together; null: no operator carries it
/// @param maxPrice what would be reserved; null: no operator carries it
/// @param problems why it would be refused; none: it would be accepted
public record Preview(
        String text,
        Encoding encoding,
        int parts,
        TextHint hint,
        int foreignAt,
        Message.Recipient to,
        long operatorId,
        Money price,
        Money maxPrice,
        List<Refusal> problems) {}
