package io.elchi.server.entrances;

import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.MessageState;
import io.elchi.server.events.EventType;
import io.elchi.server.events.LoggedEvent;
import io.elchi.server.messages.EventReceipt;
import io.elchi.server.messages.ReceiptStates;
import io.elchi.smstext.receipt.Receipt;
import io.elchi.smstext.receipt.ReceiptFormat;
import io.elchi.smstext.receipt.ReceiptState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes the requests about a message of events. The text of a message is in no event, and in no request.
final class CallbackWriter {
    /// Accounts do not learn which operator takes a message.
    static final String CONNECTOR = "elchi";

    /// Kannel's dlr-mask.
    static final int DELIVERED = 1;

    static final int NOT_DELIVERED = 2;
    static final int SUBMITTED = 8;
    static final int NOT_SUBMITTED = 16;

    /// Jasmin's dlr-level.
    static final int OF_SUBMISSION = 1;

    static final int OF_RESULT = 2;

    private static final String NO_ERROR = "000";
    private static final ReceiptFormat FORMAT = ReceiptFormat.standard().withTextCharacters(0);

    private final SmppDirectory logins;

    CallbackWriter(SmppDirectory logins) {
        this.logins = logins;
    }

    /// A result of a message.
    ///
    /// @param isFinal whether no further one comes
    /// @param wasSubmitted whether an operator took it
    /// @param refusal as the operator put it; null: it gave no reason
    record CallbackResult(boolean isFinal, boolean wasSubmitted, Receipt receipt, String refusal, JsonNode data) {}

    static boolean isFinal(LoggedEvent event) {
        return !event.type().equals(EventType.MESSAGE_SUBMITTED.text());
    }

    /// @return in their order; perhaps none
    List<PendingCallback> write(CallbackRow row, LoggedEvent event, Instant now) {
        JsonNode data = JsonMapper.shared().readTree(event.data());
        CallbackResult result = result(event, data);
        List<PendingCallback> made = new ArrayList<>(2);
        for (int step : row.form() == CallbackForm.KANNEL ? kannelSteps(row, result) : jasminSteps(row, result)) {
            PendingCallback.Key key = new PendingCallback.Key(row.messageId(), row.loginId(), event.id(), step);
            if (row.form() == CallbackForm.KANNEL) {
                PendingCallback.Target to = new PendingCallback.Target(kannel(row, event, result, step), false);
                made.add(PendingCallback.first(key, row.accountId(), row.form(), to, null, now));
            } else {
                String parameters = PercentEncoding.pairs(
                        step == OF_SUBMISSION
                                ? JasminCallbacks.ofSubmission(result)
                                : JasminCallbacks.ofResult(result));
                made.add(PendingCallback.first(key, row.accountId(), row.form(), row.target(), parameters, now));
            }
        }
        return made;
    }

    /// The submission is told once, at the latest with the result.
    private static List<Integer> jasminSteps(CallbackRow row, CallbackResult result) {
        List<Integer> steps = new ArrayList<>(2);
        if ((row.wanted() & OF_SUBMISSION) != 0 && !row.submitted()) {
            steps.add(OF_SUBMISSION);
        }
        if ((row.wanted() & OF_RESULT) != 0 && result.isFinal) {
            steps.add(OF_RESULT);
        }
        return steps;
    }

    /// A step is the value of `%d`.
    private static List<Integer> kannelSteps(CallbackRow row, CallbackResult result) {
        List<Integer> steps = new ArrayList<>(2);
        if ((row.wanted() & SUBMITTED) != 0 && !row.submitted() && result.wasSubmitted) {
            steps.add(SUBMITTED);
        }
        if (result.isFinal) {
            boolean isDelivered = result.receipt.state() == ReceiptState.DELIVERED;
            int value = isDelivered ? DELIVERED : result.wasSubmitted ? NOT_DELIVERED : NOT_SUBMITTED;
            int wanting = value == NOT_SUBMITTED ? NOT_SUBMITTED | NOT_DELIVERED : value;
            if ((row.wanted() & wanting) != 0) {
                steps.add(value + SUBMITTED);
            }
        }
        return steps;
    }

    private String kannel(CallbackRow row, LoggedEvent event, CallbackResult result, int step) {
        int state = step == SUBMITTED ? SUBMITTED : step - SUBMITTED;
        String reply = switch (state) {
            case SUBMITTED -> "ACK/";
            case NOT_SUBMITTED -> "NACK/" + (result.refusal == null ? result.receipt.stat() : result.refusal);
            default -> FORMAT.write(result.receipt);
        };
        return KannelEscapes.url(new KannelEscapes.Values(
                row.messageId().toString(),
                result.data.get("from").stringValue(),
                result.data.get("to").stringValue(),
                reply.getBytes(StandardCharsets.UTF_8),
                state,
                0,
                event.at(),
                logins.find(row.loginId()).map(SmppLogin::systemId).orElse(""),
                row.target().url()));
    }

    private static CallbackResult result(LoggedEvent event, JsonNode data) {
        boolean isFinal = isFinal(event);
        JsonNode refusal = data.get("operator_status");
        return new CallbackResult(
                isFinal,
                data.get("submitted_at") != null,
                EventReceipt.of(
                        data.get("id").stringValue(),
                        ReceiptStates.of(
                                MessageState.of(data.get("state").stringValue()).orElse(MessageState.UNKNOWN)),
                        event,
                        data,
                        NO_ERROR),
                refusal == null ? null : refusal.stringValue(),
                data);
    }
}
