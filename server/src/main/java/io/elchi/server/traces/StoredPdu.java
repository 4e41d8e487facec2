package io.elchi.server.traces;

import java.time.Instant;
import java.util.UUID;

/// A PDU as it is stored.
///
/// @param linkId 0: of a session of a client
/// @param loginId 0: of a session with an operator
/// @param session its name in the log
/// @param process that has it
/// @param status by its name
/// @param messageId of ours; null: not known
/// @param part from 1; 0: not known
/// @param operatorMessageId the operator's id; null: none
/// @param octets hexadecimal; `**` is one of a password or a text
/// @param shortened it has more octets
/// @param fields JSON: a list of names and values
public record StoredPdu(
        long id,
        long linkId,
        long operatorId,
        long loginId,
        String session,
        UUID process,
        Instant at,
        boolean sent,
        String command,
        String status,
        long sequence,
        UUID messageId,
        int part,
        String operatorMessageId,
        String octets,
        boolean shortened,
        String fields) {}
