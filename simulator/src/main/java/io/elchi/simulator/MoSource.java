package io.elchi.simulator;

import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.session.SmppSession;
import io.elchi.smstext.parts.Segmented;
import io.elchi.smstext.parts.Segmenter;
import io.elchi.smstext.parts.TextPolicy;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/// Messages from subscribers: a stream of them by the profile's rate, and single ones by the control API.
final class MoSource {
    private static final long IDLE_NANOS = 200_000_000;
    private static final double NANOS = 1e9;
    private static final Segmenter SEGMENTER = new Segmenter(TextPolicy.standard());

    private final SimulatedOperator operator;
    private final Later later;
    private final SplittableRandom random;

    MoSource(SimulatedOperator operator, long seed, Later later) {
        this.operator = operator;
        this.later = later;
        random = new SplittableRandom(~seed);
    }

    void start() {
        later.after(IDLE_NANOS, this::tick);
    }

    private void tick() {
        Profile.MoTraffic traffic = operator.profile().mo();
        if (traffic == null || traffic.perSecond() <= 0) {
            later.after(IDLE_NANOS, this::tick);
            return;
        }
        send(pick(traffic.from()), traffic.to(), pick(traffic.texts()));
        later.after(Math.max(1, (long) (NANOS / traffic.perSecond())), this::tick);
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /// Sends one to every system_id that receives.
    ///
    /// @return how many got it
    int send(String from, String to, String text) {
        return deliver(List.of(MessageText.put(message(from, to), text).build()));
    }

    /// Sends it in parts with a user data header, as a handset does with a text that is too long for one.
    ///
    /// @return how many got them; 0 when the text takes more than 255 parts, too
    int sendSplit(String from, String to, String text) {
        return switch (SEGMENTER.segment(text, random.nextInt(1 << 8))) {
            case Segmented.Parts parts ->
                deliver(parts.list().stream()
                        .map(part -> message(from, to)
                                .esmClass(parts.esmClass())
                                .dataCoding(parts.dataCoding())
                                .shortMessage(Octets.of(part.shortMessage()))
                                .build())
                        .toList());
            case Segmented.TooManyParts _, Segmented.TooLong _, Segmented.Unencodable _ -> 0;
        };
    }

    private static DeliverSm.Builder message(String from, String to) {
        return DeliverSm.builder()
                .source(new Address(1, 1, from))
                .destination(new Address(to.length() <= 8 ? 3 : 1, to.length() <= 8 ? 0 : 1, to));
    }

    private int deliver(List<DeliverSm> parts) {
        TreeSet<String> receivers = new TreeSet<>();
        for (SmppSession session : operator.sessions()) {
            if (session.state().receives()) {
                receivers.add(session.systemId());
            }
        }
        Profile.Receipts receipts = operator.profile().receipts();
        for (String systemId : receivers) {
            for (DeliverSm delivery : parts) {
                operator.counters().add("mo");
                operator.deliveries(systemId)
                        .add(
                                new Deliveries.Delivery(
                                        delivery, false, receipts.retryAfter().toNanos()),
                                receipts.maxPending());
            }
        }
        return receivers.size();
    }
}
