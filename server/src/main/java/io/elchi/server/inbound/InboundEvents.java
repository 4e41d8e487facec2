package io.elchi.server.inbound;

import io.elchi.server.core.Msisdn;
import io.elchi.server.events.EventType;
import io.elchi.server.events.NewEvent;
import io.elchi.server.events.Subscriptions;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Makes the events of complete messages, for owners that subscribe to them; see `api/events`.
final class InboundEvents {
    private static final Logger LOG = LoggerFactory.getLogger(InboundEvents.class);

    private static final int TON_UNKNOWN = 0;
    private static final int TON_INTERNATIONAL = 1;

    private final Subscriptions subscriptions;
    private final Metrics.Count setAside;

    InboundEvents(Subscriptions subscriptions, Metrics metrics) {
        this.subscriptions = subscriptions;
        setAside = metrics.count(Metric.EVENTS_SET_ASIDE);
    }

    /// A message with its octets.
    ///
    /// @param fromTon type of the number of its source (SMPP 3.4, 5.2.5)
    /// @param dataCoding of its first part
    /// @param payloads of the parts in their order, without their headers
    /// @param owner what decided about its account
    /// @param ruled what rules made of it; null: nothing
    record Complete(
            InboundMessage message,
            int fromTon,
            int dataCoding,
            List<byte[]> payloads,
            InboundOwners.OwnerDecision owner,
            HandsetRules.Ruled ruled) {
        Complete decided(HandsetRules.Decided decided) {
            return new Complete(
                    message.decided(decided), fromTon, dataCoding, payloads, decided.owner(), decided.ruled());
        }

        boolean isRejected() {
            return ruled != null && ruled.isRejected();
        }

        /// The text that the handset wrote, whatever rules made of it.
        String writtenText() {
            return ruled == null ? message.text() : ruled.asked().text();
        }

        /// The number of the handset with its country code; empty when the source is a short code, a name or a
        /// number
        /// without one.
        Optional<Msisdn> handset() {
            // A rule that writes another source gives it its country code.
            boolean isRewritten = ruled != null
                    && !ruled.asked().source().equals(ruled.result().source());
            return fromTon == TON_UNKNOWN || fromTon == TON_INTERNATIONAL || isRewritten
                    ? Msisdn.ofQuery(message.from())
                    : Optional.empty();
        }
    }

    List<NewEvent> of(List<Complete> messages) {
        List<NewEvent> events = new ArrayList<>(0);
        for (Complete each : messages) {
            InboundMessage message = each.message;
            if (each.isRejected()
                    || message.accountId() == 0
                    || !subscriptions.wants(message.accountId(), EventType.INBOUND_RECEIVED)) {
                continue;
            }
            try {
                events.add(new NewEvent(
                        message.accountId(), EventType.INBOUND_RECEIVED, message.id(), message.endedAt(), json(each)));
            } catch (RuntimeException e) {
                // It must not stop the settlement of a batch.
                LOG.error("the event of message {} cannot be written and is set aside", message.id(), e);
                setAside.one();
            }
        }
        return events;
    }

    /// Of handsets that opted out or in.
    List<NewEvent> ofChoices(List<ConsentChoices.ConsentChange> choices) {
        List<NewEvent> events = new ArrayList<>(0);
        for (ConsentChoices.ConsentChange choice : choices) {
            InboundMessage message = choice.message();
            EventType type = choice.isOut() ? EventType.RECIPIENT_OPTED_OUT : EventType.RECIPIENT_OPTED_IN;
            if (choice.isChange() && subscriptions.wants(message.accountId(), type)) {
                Map<String, Object> data = new LinkedHashMap<>();
                data.put("number", message.from());
                data.put("to", message.to());
                data.put("keyword", choice.keyword());
                data.put("message_id", message.id().toString());
                data.put("received_at", message.receivedAt().toString());
                events.add(new NewEvent(
                        message.accountId(),
                        type,
                        message.id(),
                        message.endedAt(),
                        JsonMapper.shared().writeValueAsString(data)));
            }
        }
        return events;
    }

    private static String json(Complete each) {
        InboundMessage message = each.message;
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", message.id().toString());
        data.put("from", message.from());
        data.put("to", message.to());
        if (message.text() != null) {
            data.put("text", message.text());
        } else {
            data.put("data_coding", each.dataCoding);
            data.put("octets", HexFormat.of().formatHex(joined(each.payloads)));
        }
        data.put("parts", message.parts());
        data.put("received_at", message.receivedAt().toString());
        return JsonMapper.shared().writeValueAsString(data);
    }

    private static byte[] joined(List<byte[]> payloads) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        payloads.forEach(octets::writeBytes);
        return octets.toByteArray();
    }
}
