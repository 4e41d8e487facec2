package io.elchi.server.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.billing.Batches;
import io.elchi.server.billing.Ledger.Claim;
import io.elchi.server.billing.MemoryLedger;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.Money;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.MemoryTransactions;
import io.elchi.server.inbound.NoInboundStore;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.MemoryMessageStore;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.ReceiptReport;
import io.elchi.server.messages.RecordedEvents;
import io.elchi.server.messages.Samples;
import io.elchi.server.messages.SubmitTask;
import io.elchi.server.queue.Lane;
import io.elchi.server.queue.Queues;
import io.elchi.server.queue.WorkQueue;
import io.elchi.smstext.receipt.ReceiptState;
import io.elchi.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// A message in memory and the same message read back from its events are one, at every moment of whatever life: a
/// restart changes nothing.
class MessageProgressLifeTest {
    private static final long RESELLER = 1;
    private static final long CLIENT = 2;
    private static final Duration TIMEOUT = Duration.ofHours(1);

    @Test
    void aFlightReadBackFromItsEventsIsTheFlightInMemory() {
        Seeds.forEach(600, random -> {
            Life life = new Life(random);
            for (int i = 0; i < 25 && !life.progress.isFinal(); i++) {
                life.step();
                life.compare();
            }
            life.end();
            life.compare();
            life.checkMoney();
        });
    }

    private static final class Life {
        private final SplittableRandom random;
        private final ManualClock clock = ManualClock.atMidnight();
        private final MemoryLedger ledger = new MemoryLedger();
        private final MemoryMessageStore store = new MemoryMessageStore();
        private final ActiveMessages activeMessages = new ActiveMessages(10);
        private final WorkQueue<Outcome> outcomes = Queues.local(1_000, clock);
        private final TrackingHarness tracking;
        private final Message message;
        private final MessageProgress progress;
        private final int[] totals;
        private final List<String> taken = new ArrayList<>();

        Life(SplittableRandom random) throws InterruptedException {
            this.random = random;
            MemoryTransactions transactions = new MemoryTransactions(() -> MemoryTransactions.End.COMMITTED);
            List<RouteCandidate> candidates = candidates(random);
            message = Samples.message(
                    new MessageIds(clock, random).next(),
                    CLIENT,
                    new long[] {RESELLER},
                    random.nextInt(1, 5),
                    candidates,
                    clock.now());
            // Sometimes a link makes fewer or more submit_sm of it than are paid for.
            totals = new int[candidates.size()];
            for (int i = 0; i < totals.length; i++) {
                totals[i] = random.nextInt(3) > 0 ? message.parts() : random.nextInt(1, 6);
            }
            ledger.open(RESELLER, Money.parse("1", "UZS"));
            ledger.open(CLIENT, Money.parse("1", "UZS"));
            transactions.run(tx -> {
                long[] micros = {
                    message.reservedMicros(0) * message.parts(), message.reservedMicros(1) * message.parts()
                };
                ledger.reserve(tx, List.of(new Claim(new long[] {CLIENT, RESELLER}, micros)));
                store.insert(tx, List.of(message), Duration.ofMinutes(2));
                return null;
            });
            Outbound outbound = new Outbound(Queues.localOutbound(1_000, clock, (_, _) -> {}));
            tracking = new TrackingHarness(
                    new TrackingHarness.World(
                            transactions,
                            ledger,
                            store,
                            new NoInboundStore(),
                            new Batches(clock, random),
                            activeMessages,
                            outbound,
                            outcomes,
                            new RecordedEvents(_ -> {}),
                            clock),
                    Duration.ofMinutes(2),
                    TIMEOUT,
                    1_000);
            progress = new MessageProgress(message);
            activeMessages.add(progress);
        }

        private static List<RouteCandidate> candidates(SplittableRandom random) {
            List<RouteCandidate> candidates = new ArrayList<>();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                candidates.add(Samples.candidate(
                        10 + i,
                        random.nextLong(1_000),
                        new long[] {random.nextLong(1_000)},
                        random.nextLong(9),
                        "UZS"));
            }
            return List.copyOf(candidates);
        }

        void step() throws InterruptedException {
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                clock.advance(Duration.of(random.nextInt(1, 2_000_000), ChronoUnit.MICROS));
                outcomes.again(outcome(), Lane.SINGLE, Duration.ZERO);
            }
            tracking.settle(100);
        }

        private Outcome outcome() {
            Instant at = clock.now();
            // Answers come for the operator of now, late ones also for one before it.
            int candidate = random.nextInt(4) == 0 ? random.nextInt(progress.candidate() + 1) : progress.candidate();
            int total = totals[candidate];
            int part = random.nextInt(1, total + 1);
            SubmitTask task = new SubmitTask(progress, candidate, random.nextBoolean() ? part : 0, 1);
            return switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> {
                    String id = random.nextInt(10) == 0 ? "" : "id-" + taken.size();
                    taken.add(id.isEmpty() ? "none" : task.operatorId() + "/" + id);
                    yield new Outcome.Submitted(task, part, total, id, id, random.nextBoolean(), at);
                }
                case 4, 5 -> {
                    boolean asked = random.nextInt(3) > 0;
                    yield new Outcome.Refused(
                            task,
                            task.part(),
                            asked ? total : 0,
                            asked ? random.nextInt(1, 0x500) : -1,
                            random.nextInt(4) > 0,
                            "refused " + taken.size(),
                            at);
                }
                case 6 -> new Outcome.Unanswered(task, part, total, random.nextBoolean(), "no response", at);
                case 7 -> random.nextInt(6) == 0 ? new Outcome.Expired(task, 0, at) : receipt(at);
                default -> receipt(at);
            };
        }

        /// Mostly of a part that was taken; sometimes ahead of its answer.
        private Outcome receipt(Instant at) {
            int next = random.nextInt(taken.size() + 1);
            String name = next < taken.size()
                    ? taken.get(next)
                    : message.candidates().get(progress.candidate()).operatorId() + "/id-" + next;
            long operator = name.equals("none") ? 11 : Long.parseLong(name.substring(0, name.indexOf('/')));
            String id = name.equals("none") ? "" : name.substring(name.indexOf('/') + 1);
            ReceiptState state = ReceiptState.values()[random.nextInt(ReceiptState.values().length)];
            Instant done = switch (random.nextInt(3)) {
                case 0 -> null;
                case 1 -> at.minusSeconds(random.nextInt(3));
                default -> at.truncatedTo(ChronoUnit.MINUTES);
            };
            ReceiptReport report = new ReceiptReport(
                    id,
                    id,
                    state,
                    state.name(),
                    random.nextBoolean() ? null : "0" + random.nextInt(99),
                    done,
                    "",
                    "",
                    "");
            return new Outcome.Receipt(operator, report, () -> {}, at);
        }

        void compare() {
            MessageProgress restored = MessageProgress.restored(
                    message, store.events(message.id()), store.cdrs().containsKey(message.id()));
            assertThat(restored)
                    .as(() -> String.join(
                            "\n",
                            store.events(message.id()).stream()
                                    .map(Object::toString)
                                    .toList()))
                    .usingRecursiveComparison()
                    .ignoringFields("message")
                    // Of reports on the way there only the first ones are kept.
                    .withEqualsForFields((one, other) -> true, "counts")
                    .isEqualTo(progress);
            Cdr cdr = store.cdrs().get(message.id());
            assertThat(cdr != null).isEqualTo(progress.isFinal());
            if (cdr != null) {
                assertThat(restored.cdr(cdr.endedAt()))
                        .usingRecursiveComparison()
                        .ignoringFields("message")
                        .isEqualTo(cdr);
            }
        }

        /// Nobody reports any more.
        void end() throws InterruptedException {
            clock.advance(Duration.ofSeconds(30));
            tracking.settle(100);
            clock.advance(Duration.ofHours(3));
            tracking.sweep();
            tracking.settle(100);
            assertThat(progress.isFinal()).isTrue();
        }

        /// Each payer paid what the parts cost, at most what was reserved, and holds nothing any more.
        void checkMoney() {
            Cdr cdr = store.cdrs().get(message.id());
            assertThat(ledger.balance(CLIENT).orElseThrow().reserved().micros()).isZero();
            assertThat(ledger.balance(RESELLER).orElseThrow().reserved().micros())
                    .isZero();
            assertThat(-ledger.balance(CLIENT).orElseThrow().balance().micros()).isEqualTo(cdr.priceMicros());
            assertThat(-ledger.balance(RESELLER).orElseThrow().balance().micros())
                    .isEqualTo(cdr.upstreamMicros()[0]);
            assertThat(cdr.partsCharged()).isBetween(0, message.parts());
            assertThat(cdr.priceMicros()).isLessThanOrEqualTo(message.reservedMicros(0) * message.parts());
        }
    }
}
