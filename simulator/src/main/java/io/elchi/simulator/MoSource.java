package io.elchi.simulator;

import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.session.SmppSession;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/// Messages from subscribers: a stream of them by the profile's rate, and single ones by the control API.
final class MoSource {
    private static final long IDLE_NANOS = 200_000_000;
    private static final double NANOS = 1e9;

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
        DeliverSm.Builder message = DeliverSm.builder()
                .source(new Address(1, 1, from))
                .destination(new Address(to.length() <= 8 ? 3 : 1, to.length() <= 8 ? 0 : 1, to));
        DeliverSm delivery = MessageText.put(message, text).build();
        TreeSet<String> receivers = new TreeSet<>();
        for (SmppSession session : operator.sessions()) {
            if (session.state().receives()) {
                receivers.add(session.systemId());
            }
        }
        Profile.Receipts receipts = operator.profile().receipts();
        for (String systemId : receivers) {
            operator.counters().add("mo");
            operator.deliveries(systemId)
                    .add(
                            new Deliveries.Delivery(
                                    delivery, false, receipts.retryAfter().toNanos()),
                            receipts.maxPending());
        }
        return receivers.size();
    }
}
