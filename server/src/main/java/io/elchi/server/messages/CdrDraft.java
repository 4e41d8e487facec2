package io.elchi.server.messages;

import io.elchi.server.core.MessageState;
import java.time.Instant;

/// The values of a message's call detail record, as far as they are known. Its [MessageProgress] guards it.
final class CdrDraft {
    private final Message message;
    /// The number of submit_sm that each candidate's operator accepted.
    private final int[] taken;
    private final long[] upstreamMicros;
    private long priceMicros;
    private int partsCharged;
    private Instant submittedAt;
    private Instant deliveredAt;
    /// The candidate whose operator was asked last; -1 while none was.
    private int asked = -1;
    private String smscStatus;
    private String errorCode;

    CdrDraft(Message message) {
        this.message = message;
        taken = new int[message.candidates().size()];
        upstreamMicros = new long[message.upstream().length];
    }

    void submitted(Event.Submitted event) {
        taken[event.candidate()]++;
        asked = event.candidate();
        if (submittedAt == null) {
            submittedAt = event.at();
        }
    }

    void submittedAgain(Event.SubmittedAgain event) {
        taken[event.candidate()]++;
    }

    void charged(Event.Charge charge) {
        partsCharged += charge.billedParts();
        priceMicros += charge.priceMicros();
        for (int i = 0; i < upstreamMicros.length; i++) {
            upstreamMicros[i] += charge.upstreamMicros()[i];
        }
    }

    void refused(Event.Refused event) {
        if (event.status() >= 0) {
            asked = event.candidate();
        }
        smscStatus = event.detail();
        errorCode = event.status() < 0 ? null : "0x%08X".formatted(event.status());
    }

    void unanswered(Event.Unanswered event) {
        asked = event.candidate();
        smscStatus = event.detail();
        errorCode = null;
    }

    void reported(Event.Receipt event) {
        smscStatus = ReceiptReport.stat(event.detail());
        errorCode = ReceiptReport.error(event.detail());
    }

    /// A part was delivered; the record has the time of the last one.
    void delivered(Instant at) {
        if (deliveredAt == null || at.isAfter(deliveredAt)) {
            deliveredAt = at;
        }
    }

    Instant submittedAt() {
        return submittedAt;
    }

    int partsCharged() {
        return partsCharged;
    }

    /// The record.
    ///
    /// @param turn the candidate that has its turn
    Cdr finish(MessageState state, String smscIds, int turn, Instant at) {
        return new Cdr(
                message,
                state,
                asked < 0 ? 0 : message.candidates().get(asked).operatorId(),
                smscIds,
                submittedAt,
                state == MessageState.DELIVERED ? deliveredAt : null,
                smscStatus,
                errorCode,
                priceMicros,
                upstreamMicros.clone(),
                CarriedCost.of(message.candidates(), taken, turn),
                partsCharged,
                at);
    }
}
