package io.elchi.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.billing.Ledger.Balance;
import io.elchi.server.billing.Ledger.Entry;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Money;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.Message;
import io.elchi.smstext.receipt.ReceiptState;
import io.elchi.testkit.Seeds;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The whole message path from a seed: callers, group commits, operators, receipts, sweeps, with faults at every
/// boundary and the process dying between any two steps. In the end every promise must hold.
class MessagePathSimulationTest {
    private static final int STEPS = 600;
    private static final int CHECK_EVERY = 10;

    @Test
    void everyPromiseHolds() {
        Seeds.forEach(1_000, random -> {
            World world = new World(random);
            for (int i = 0; i < STEPS; i++) {
                world.step();
                available(world);
                if (i % CHECK_EVERY == 0) {
                    reservedIsHeld(world);
                }
            }
            world.comeToRest(() -> reservedIsHeld(world));
            nothingIsLost(world);
            moneyIsExact(world);
            statesAreTrue(world);
            duplicatesAreExplained(world);
            receiptsAreKept(world);
        });
    }

    /// Reserved is what unfinished messages still hold, at every moment.
    private static void reservedIsHeld(World world) {
        Map<MessageId, Integer> charged = new HashMap<>();
        for (Event event : world.store.events()) {
            if (event instanceof Event.Submitted submitted) {
                charged.merge(event.messageId(), submitted.charge().billedParts(), Integer::sum);
            }
        }
        Map<Long, Long> held = new HashMap<>();
        for (Message message : world.store.messages()) {
            if (!world.store.cdrs().containsKey(message.id())) {
                int open = message.parts() - charged.getOrDefault(message.id(), 0);
                for (int level = 0; level < message.payers(); level++) {
                    held.merge(message.payer(level), message.reservedMicros(level) * open, Long::sum);
                }
            }
        }
        for (long account : List.of(World.RESELLER, World.BANK, World.SHOP)) {
            assertThat(world.ledger.balance(account).orElseThrow().reserved().micros())
                    .as("reserved of %s", account)
                    .isEqualTo(held.getOrDefault(account, 0L));
        }
    }

    private static void available(World world) {
        for (long account : List.of(World.RESELLER, World.BANK, World.SHOP)) {
            assertThat(world.ledger.balance(account).orElseThrow().available().micros())
                    .as("available of %s", account)
                    .isNotNegative();
        }
    }

    private static void nothingIsLost(World world) {
        assertThat(world.unfinished()).as("unfinished").isEmpty();
        assertThat(world.store.cdrs().keySet()).as("accepted and told so").containsAll(world.accepted);
        assertThat(world.store.cdrs())
                .as("stored")
                .hasSize(world.store.messages().size());
    }

    private static void moneyIsExact(World world) {
        Map<Long, Long> sums = new HashMap<>();
        Map<String, Long> entries = new HashMap<>();
        for (Entry entry : world.ledger.all()) {
            long micros = entry.amount().micros();
            sums.merge(entry.accountId(), entry.credit() ? micros : -micros, Long::sum);
            if (entry.batch() != 0) {
                entries.merge(entry.batch() + "/" + entry.accountId(), micros, Long::sum);
            }
        }
        for (long account : List.of(World.RESELLER, World.BANK, World.SHOP)) {
            Balance balance = world.ledger.balance(account).orElseThrow();
            assertThat(balance.balance().micros())
                    .as("balance of %s", account)
                    .isEqualTo(sums.getOrDefault(account, 0L));
            assertThat(balance.reserved()).as("reserved of %s", account).isEqualTo(Money.zero("UZS"));
        }
        Map<String, Long> charged = new HashMap<>();
        Map<MessageId, Long> perMessage = new HashMap<>();
        Map<MessageId, Message> messages = new HashMap<>();
        world.store.messages().forEach(message -> messages.put(message.id(), message));
        for (Event event : world.store.events()) {
            if (event instanceof Event.Submitted submitted) {
                Event.Charge charge = submitted.charge();
                long account = messages.get(event.messageId()).accountId();
                charged.merge(charge.batch() + "/" + account, charge.priceMicros(), Long::sum);
                charged.merge(charge.batch() + "/" + World.RESELLER, charge.upstreamMicros()[0], Long::sum);
                perMessage.merge(event.messageId(), charge.priceMicros(), Long::sum);
            }
        }
        assertThat(entries).as("entries = their events").isEqualTo(charged);
        for (Cdr cdr : world.store.cdrs().values()) {
            assertThat(cdr.priceMicros())
                    .as("price of %s", cdr.message().id())
                    .isEqualTo(perMessage.getOrDefault(cdr.message().id(), 0L));
        }
    }

    private static void statesAreTrue(World world) {
        for (Event event : world.store.events()) {
            String part = event.messageId() + "/" + event.part();
            if (event instanceof Event.Submitted submitted) {
                assertThat(world.operators.get((int) event.operatorId() - 1).taken(part))
                        .as("charged only what the operator took")
                        .contains(submitted.smscMessageId());
            }
            if (event instanceof Event.Receipt receipt) {
                ReceiptState reported =
                        world.operators.get((int) event.operatorId() - 1).reported(receipt.smscMessageId());
                assertThat(receipt.state() == MessageState.DELIVERED)
                        .as("%s of %s", receipt.state(), part)
                        .isEqualTo(reported == ReceiptState.DELIVERED);
            }
        }
    }

    private static void duplicatesAreExplained(World world) {
        world.operators.forEach(operator ->
                assertThat(operator.duplicates()).as("duplicates").isLessThanOrEqualTo(operator.possiblySent()));
    }

    private static void receiptsAreKept(World world) {
        world.operators.forEach(operator -> assertThat(operator.unacknowledged())
                .as("receipts without an answer")
                .isEmpty());
        Set<String> reported = new HashSet<>();
        for (Event event : world.store.events()) {
            if (event instanceof Event.Submitted submitted && ended(world, event)) {
                reported.add(event.operatorId() + "/" + submitted.receiptKey());
            }
        }
        for (Event event : world.store.events()) {
            if (event instanceof Event.Submitted submitted
                    && !reported.contains(event.operatorId() + "/" + submitted.receiptKey())) {
                assertThat(world.store.unmatched())
                        .extracting(receipt ->
                                receipt.operatorId() + "/" + receipt.report().receiptKey())
                        .as("receipts of parts that are known")
                        .doesNotContain(event.operatorId() + "/" + submitted.receiptKey());
            }
        }
    }

    private static boolean ended(World world, Event submitted) {
        return world.store.events(submitted.messageId()).stream()
                .anyMatch(event -> event.part() == submitted.part() && event instanceof Event.Receipt);
    }
}
