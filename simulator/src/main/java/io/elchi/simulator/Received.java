package io.elchi.simulator;

import java.time.Instant;

/// One submit_sm as the operator got it.
///
/// @param number of the message at this operator, from 1
/// @param status command_status it was answered with; -1 when the response was lost
/// @param messageId as in the response; empty when it was refused
/// @param text decoded short_message or message_payload, without the user data header
/// @param udh the user data header in hexadecimal; empty without one
/// @param reference of the long message it is a part of, by its header or by SAR TLVs; 0 when it is none
/// @param part its place there, from 1; 0 when it is none
/// @param parts of that message; 0 when it is none
/// @param state what the receipt says; empty when it was refused
public record Received(
        long number,
        Instant time,
        String systemId,
        String from,
        String to,
        String text,
        int dataCoding,
        int esmClass,
        int registeredDelivery,
        String udh,
        int reference,
        int part,
        int parts,
        int status,
        String messageId,
        String state) {
    Received outcome(int newStatus, String newMessageId, String newState) {
        return new Received(
                number,
                time,
                systemId,
                from,
                to,
                text,
                dataCoding,
                esmClass,
                registeredDelivery,
                udh,
                reference,
                part,
                parts,
                newStatus,
                newMessageId,
                newState);
    }
}
