package io.elchi.server.simulation;

import io.elchi.server.connectors.smpp.DispatcherHarness;
import io.elchi.server.core.ManualClock;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.session.CloseReason;
import io.elchi.smpp.session.Offer;
import io.elchi.smpp.session.Reply;
import io.elchi.smpp.session.ReplyHandler;
import io.elchi.smstext.receipt.ReceiptState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/// An operator that outlives the gateway: takes messages, answers in time, late or never, and sends receipts until
/// each is acknowledged.
final class FakeOperator implements DispatcherHarness.Wire {
    private static final int WINDOW = 20;
    private static final Duration TIMER = Duration.ofSeconds(10);

    /// A submit_sm without an answer at the gateway's side.
    private record Flying(SubmitSm submit, ReplyHandler<SubmitSmResp> onReply, int connection) {}

    private final long id;
    private final ManualClock clock;
    private final Agenda agenda;
    private final SplittableRandom random;
    private Faults faults;
    private final Map<SubmitSm, Flying> flying = new LinkedHashMap<>();
    private final Map<String, List<String>> taken = new HashMap<>();
    private final Map<String, ReceiptState> reported = new HashMap<>();
    private final Set<String> acknowledged = new HashSet<>();
    private final Set<String> lostReceipts = new HashSet<>();
    private Predicate<Outcome> gateway;
    private DispatcherHarness lateAnswers;
    private int connection;
    private boolean up;
    private int ids;
    private int possiblySent;

    FakeOperator(long id, ManualClock clock, Agenda agenda, SplittableRandom random, Faults faults) {
        this.id = id;
        this.clock = clock;
        this.agenda = agenda;
        this.random = random;
        this.faults = faults;
    }

    void faults(Faults next) {
        faults = next;
    }

    /// A gateway binds.
    ///
    /// @param gateway takes receipts; false: has no capacity
    void bind(Predicate<Outcome> newGateway, DispatcherHarness harness) {
        gateway = newGateway;
        lateAnswers = harness;
        connection++;
        up = true;
        // What was not acknowledged comes again on the new session.
        reported.keySet().stream()
                .sorted()
                .filter(this::isOpen)
                .forEach(each -> sendReceipt(each, Duration.ofMillis(50)));
    }

    private boolean isOpen(String smscId) {
        return !acknowledged.contains(smscId) && !lostReceipts.contains(smscId);
    }

    boolean isUp() {
        return up;
    }

    /// The session ends while the gateway lives: what flies is lost.
    void disconnect() {
        up = false;
        connection++;
        List<Flying> lost = new ArrayList<>(flying.values());
        flying.clear();
        possiblySent += lost.size();
        lost.forEach(each -> each.onReply.onReply(new Reply.Lost<>(0, CloseReason.CLOSED)));
    }

    /// The gateway dies: nobody hears of what flies.
    void gatewayDied(Set<String> stored) {
        up = false;
        connection++;
        // On the wire, or taken, and not known to be so.
        Set<String> unknown = new HashSet<>(taken.keySet());
        flying.keySet().forEach(submit -> unknown.add(DispatcherHarness.name(submit)));
        unknown.removeAll(stored);
        possiblySent += unknown.size();
        flying.clear();
    }

    @Override
    public Offer offer(SubmitSm submit, ReplyHandler<SubmitSmResp> onReply) {
        if (!up) {
            return Offer.CLOSED;
        }
        if (flying.size() >= WINDOW) {
            return Offer.WINDOW_FULL;
        }
        flying.put(submit, new Flying(submit, onReply, connection));
        agenda.after(Duration.ofMillis(random.nextInt(1, 100)), () -> arrive(submit, onReply));
        agenda.after(TIMER, () -> timeOut(submit));
        return Offer.ACCEPTED;
    }

    @Override
    public int permits() {
        return up ? WINDOW - flying.size() : 0;
    }

    private void timeOut(SubmitSm submit) {
        Flying timedOut = flying.remove(submit);
        if (timedOut != null) {
            possiblySent++;
            timedOut.onReply.onReply(new Reply.TimedOut<>(0));
        }
    }

    /// The operator reads the submit_sm, although the session may be gone by now.
    private void arrive(SubmitSm submit, ReplyHandler<SubmitSmResp> onReply) {
        int at = connection;
        if (random.nextDouble() < faults.throttled()) {
            answer(submit, CommandStatus.ESME_RTHROTTLED.code(), "", Duration.ZERO, at);
            return;
        }
        if (random.nextDouble() < faults.refused()) {
            CommandStatus[] statuses = {
                CommandStatus.ESME_RSYSERR, CommandStatus.ESME_RINVDSTADR, CommandStatus.ESME_RINVSRCADR
            };
            answer(submit, statuses[random.nextInt(statuses.length)].code(), "", Duration.ZERO, at);
            return;
        }
        String smscId = id + "-" + ++ids;
        taken.computeIfAbsent(DispatcherHarness.name(submit), _ -> new ArrayList<>())
                .add(smscId);
        boolean early = random.nextDouble() < faults.receiptEarly();
        Duration response = Duration.ofMillis(random.nextInt(1, 200));
        if (random.nextDouble() < faults.responseLost()) {
            response = null;
        } else if (random.nextDouble() < faults.responseLate()) {
            response = TIMER.plusMillis(random.nextInt(0, 5_000));
        }
        if (response != null) {
            answer(submit, 0, smscId, response, at);
        }
        Duration receipt = early ? Duration.ZERO : Duration.ofMillis(random.nextInt(200, 20_000));
        agenda.after(receipt, () -> report(smscId));
    }

    private void answer(SubmitSm submit, int status, String smscId, Duration delay, int at) {
        agenda.after(delay, () -> {
            if (connection != at) {
                return;
            }
            Flying waiting = flying.remove(submit);
            if (waiting != null) {
                waiting.onReply.onReply(new Reply.Answered<>(status, 0, new SubmitSmResp(smscId), 0));
            } else if (status == 0) {
                lateAnswers.late(submit, smscId);
            }
        });
    }

    private void report(String smscId) {
        ReceiptState[] states = {
            ReceiptState.DELIVERED,
            ReceiptState.DELIVERED,
            ReceiptState.DELIVERED,
            ReceiptState.UNDELIVERABLE,
            ReceiptState.EXPIRED
        };
        reported.put(smscId, states[random.nextInt(states.length)]);
        if (random.nextDouble() < faults.receiptLost()) {
            lostReceipts.add(smscId);
            return;
        }
        sendReceipt(smscId, Duration.ZERO);
        if (random.nextDouble() < faults.receiptTwice()) {
            agenda.after(Duration.ofMillis(random.nextInt(0, 2_000)), () -> deliver(smscId));
        }
    }

    private void sendReceipt(String smscId, Duration delay) {
        int at = connection;
        agenda.after(delay, () -> {
            if (up && connection == at && !acknowledged.contains(smscId)) {
                deliver(smscId);
                sendReceipt(smscId, Duration.ofSeconds(30));
            }
        });
    }

    private void deliver(String smscId) {
        if (!up) {
            return;
        }
        int at = connection;
        Runnable acknowledge = () -> {
            if (connection == at) {
                acknowledged.add(smscId);
            }
        };
        gateway.test(new Outcome.Receipt(
                id,
                new ReceiptReport(
                        smscId,
                        smscId,
                        reported.get(smscId),
                        reported.get(smscId).name(),
                        "000",
                        null,
                        "",
                        "",
                        ""),
                acknowledge,
                clock.now()));
    }

    /// The ids under which it took a part.
    List<String> taken(String part) {
        return taken.getOrDefault(part, List.of());
    }

    int duplicates() {
        return taken.values().stream().mapToInt(each -> each.size() - 1).sum();
    }

    Map<String, List<String>> taken() {
        return taken;
    }

    /// How many duplicates may be explained: parts without an answer when something broke.
    int possiblySent() {
        return possiblySent;
    }

    ReceiptState reported(String smscId) {
        return reported.get(smscId);
    }

    /// Receipts that nobody has acknowledged, although they were sent.
    List<String> unacknowledged() {
        return reported.keySet().stream().filter(this::isOpen).sorted().toList();
    }
}
