package io.elchi.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.billing.Ledger.Balance;
import io.elchi.server.billing.Ledger.Entry;
import io.elchi.server.billing.MemoryLedger;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Money;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.MemoryMessageStore;
import io.elchi.server.messages.Message;
import io.elchi.smstext.receipt.ReceiptState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// What must hold, whatever was drawn.
///
/// @param accepted that clients were told so of
/// @param unfinished a text about the messages without an end; empty when there is none
record Promises(
        MemoryMessageStore store,
        MemoryLedger ledger,
        List<FakeOperator> operators,
        Set<MessageId> accepted,
        Supplier<String> unfinished) {
    private static final long RESELLER = World.RESELLER;
    private static final long BANK = World.BANK;
    private static final long SHOP = World.SHOP;

    /// When everything has come to rest.
    void hold() {
        nothingIsLost();
        moneyIsExact();
        statesAreTrue();
        duplicatesAreExplained();
        receiptsAreKept();
    }

    /// Reserved is what unfinished messages still hold, at every moment.
    void reservedIsHeld() {
        Map<MessageId, Integer> charged = new HashMap<>();
        for (Event event : store.events()) {
            if (event instanceof Event.Submitted submitted) {
                charged.merge(event.messageId(), submitted.charge().billedParts(), Integer::sum);
            }
        }
        Map<Long, Long> held = new HashMap<>();
        for (Message message : store.messages()) {
            if (!store.cdrs().containsKey(message.id())) {
                int open = message.parts() - charged.getOrDefault(message.id(), 0);
                for (int level = 0; level < message.payers(); level++) {
                    held.merge(message.payer(level), message.reservedMicros(level) * open, Long::sum);
                }
            }
        }
        for (long account : List.of(RESELLER, BANK, SHOP)) {
            assertThat(ledger.balance(account).orElseThrow().reserved().micros())
                    .as("reserved of %s", account)
                    .isEqualTo(held.getOrDefault(account, 0L));
        }
    }

    void available() {
        for (long account : List.of(RESELLER, BANK, SHOP)) {
            assertThat(ledger.balance(account).orElseThrow().available().micros())
                    .as("available of %s", account)
                    .isNotNegative();
        }
    }

    private void nothingIsLost() {
        assertThat(unfinished.get()).as("unfinished").isEmpty();
        assertThat(store.cdrs().keySet()).as("accepted and told so").containsAll(accepted);
        assertThat(store.cdrs()).as("stored").hasSize(store.messages().size());
    }

    private void moneyIsExact() {
        Map<Long, Long> sums = new HashMap<>();
        Map<String, Long> entries = new HashMap<>();
        for (Entry entry : ledger.all()) {
            long micros = entry.amount().micros();
            sums.merge(entry.accountId(), entry.credit() ? micros : -micros, Long::sum);
            if (entry.batch() != 0) {
                entries.merge(entry.batch() + "/" + entry.accountId(), micros, Long::sum);
            }
        }
        for (long account : List.of(RESELLER, BANK, SHOP)) {
            Balance balance = ledger.balance(account).orElseThrow();
            assertThat(balance.balance().micros())
                    .as("balance of %s", account)
                    .isEqualTo(sums.getOrDefault(account, 0L));
            assertThat(balance.reserved()).as("reserved of %s", account).isEqualTo(Money.zero("UZS"));
        }
        Map<String, Long> charged = new HashMap<>();
        Map<MessageId, Long> perMessage = new HashMap<>();
        Map<MessageId, Message> messages = new HashMap<>();
        store.messages().forEach(message -> messages.put(message.id(), message));
        for (Event event : store.events()) {
            if (event instanceof Event.Submitted submitted) {
                Event.Charge charge = submitted.charge();
                long account = messages.get(event.messageId()).accountId();
                charged.merge(charge.batch() + "/" + account, charge.priceMicros(), Long::sum);
                charged.merge(charge.batch() + "/" + RESELLER, charge.upstreamMicros()[0], Long::sum);
                perMessage.merge(event.messageId(), charge.priceMicros(), Long::sum);
            }
        }
        assertThat(entries).as("entries = their events").isEqualTo(charged);
        for (Cdr cdr : store.cdrs().values()) {
            assertThat(cdr.priceMicros())
                    .as("price of %s", cdr.message().id())
                    .isEqualTo(perMessage.getOrDefault(cdr.message().id(), 0L));
        }
    }

    private void statesAreTrue() {
        for (Event event : store.events()) {
            String part = event.messageId() + "/" + event.part();
            if (event instanceof Event.Submitted submitted) {
                assertThat(operators.get((int) event.operatorId() - 1).taken(part))
                        .as("charged only what the operator took")
                        .contains(submitted.smscMessageId());
            }
            if (event instanceof Event.Receipt receipt) {
                ReceiptState reported =
                        operators.get((int) event.operatorId() - 1).reported(receipt.smscMessageId());
                assertThat(receipt.state() == MessageState.DELIVERED)
                        .as("%s of %s", receipt.state(), part)
                        .isEqualTo(reported == ReceiptState.DELIVERED);
            }
        }
    }

    private void duplicatesAreExplained() {
        operators.forEach(operator ->
                assertThat(operator.duplicates()).as("duplicates").isLessThanOrEqualTo(operator.possiblySent()));
    }

    private void receiptsAreKept() {
        operators.forEach(operator -> assertThat(operator.unacknowledged())
                .as("receipts without an answer")
                .isEmpty());
        Set<String> reported = new HashSet<>();
        for (Event event : store.events()) {
            if (event instanceof Event.Submitted submitted && ended(event)) {
                reported.add(event.operatorId() + "/" + submitted.receiptKey());
            }
        }
        for (Event event : store.events()) {
            if (event instanceof Event.Submitted submitted
                    && !reported.contains(event.operatorId() + "/" + submitted.receiptKey())) {
                assertThat(store.unmatched())
                        .extracting(receipt ->
                                receipt.operatorId() + "/" + receipt.report().receiptKey())
                        .as("receipts of parts that are known")
                        .doesNotContain(event.operatorId() + "/" + submitted.receiptKey());
            }
        }
    }

    private boolean ended(Event submitted) {
        return store.events(submitted.messageId()).stream()
                .anyMatch(event -> event.part() == submitted.part() && event instanceof Event.Receipt);
    }
}
