package io.elchi.server.smppserver;

import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import io.elchi.server.traces.PduIds;
import io.elchi.server.traces.PduTrace;
import io.elchi.server.traces.PduTraces;
import io.elchi.smpp.pdu.DataSmResp;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smpp.session.TraceListener;
import io.elchi.smpp.session.TracedPdu;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gives the PDUs of one session of a client to the trace of its login, each with the message whose id it brings. A
/// submit_sm has none: it is found by the sequence_number of its answer.
final class ClientTrace implements TraceListener {
    /// Receipts without an answer.
    private static final int MOST_OPEN = 1_000;
    private static final Pattern RECEIPT = Pattern.compile("id:(\\S{1,64}) .*", Pattern.DOTALL);

    private final PduTrace trace;
    private final PduTraces traces;
    private final SmppSession session;
    private final Clock clock;
    private final Map<Integer, PduIds> open = new LinkedHashMap<>();

    ClientTrace(PduTrace trace, PduTraces traces, SmppSession session, Clock clock) {
        this.trace = trace;
        this.traces = traces;
        this.session = session;
        this.clock = clock;
    }

    @Override
    public void traced(TracedPdu pdu) {
        traces.add(new PduTraces.TracedEntry(trace, session.toString(), clock.now(), pdu, ids(pdu)));
    }

    private PduIds ids(TracedPdu pdu) {
        return switch (pdu.pdu()) {
            case SubmitSmResp answer when pdu.sent() -> ids(answer.messageId());
            case DataSmResp answer when pdu.sent() -> ids(answer.messageId());
            case DeliverSm receipt when pdu.sent() -> ofReceipt(pdu.sequence(), receipt);
            case DeliverSmResp _ when !pdu.sent() -> answered(pdu.sequence());
            default -> PduIds.NONE;
        };
    }

    private static PduIds ids(String text) {
        Optional<MessageId> id = MessageIdForm.read(text);
        return id.map(known -> new PduIds(known, 0, null, null)).orElse(PduIds.NONE);
    }

    private PduIds ofReceipt(int sequence, DeliverSm deliver) {
        PduIds ids = ids(receiptedId(deliver));
        if (ids.messageId() != null) {
            synchronized (open) {
                if (open.size() >= MOST_OPEN) {
                    open.remove(open.keySet().iterator().next());
                }
                open.put(sequence, ids);
            }
        }
        return ids;
    }

    /// Empty: it is no receipt.
    private static String receiptedId(DeliverSm deliver) {
        if (deliver.esmClass() == 0) {
            return "";
        }
        return deliver.tlvs().get(TlvTag.RECEIPTED_MESSAGE_ID).orElseGet(() -> {
            Matcher text = RECEIPT.matcher(deliver.shortMessage().text(StandardCharsets.US_ASCII));
            return text.matches() ? text.group(1) : "";
        });
    }

    private PduIds answered(int sequence) {
        synchronized (open) {
            PduIds ids = open.remove(sequence);
            return ids == null ? PduIds.NONE : ids;
        }
    }
}
