package io.elchi.bench.postgres;

import io.elchi.server.billing.Batches;
import io.elchi.server.billing.Ledger;
import io.elchi.server.billing.Ledger.Claim;
import io.elchi.server.billing.Ledger.Movement;
import io.elchi.server.billing.ledger.PgLedger;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Money;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.Database;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.DeliveryOptions;
import io.elchi.server.messages.Encoding;
import io.elchi.server.messages.Event;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageProgress;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessageStore.Changes;
import io.elchi.server.messages.store.PgMessageStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/// Processes messages from acceptance to receipt as intake and tracking do: three transactions for each batch, and
/// between them thousands of messages under way, whose answers come in another order than they were sent.
final class MessageCost {
    private static final Duration RECHECK_AFTER = Duration.ofMinutes(2);
    private static final int UNDER_WAY = 8;
    private static final long PRICE = 45_000_000;
    /// As long as a decision about two candidates is.
    private static final byte[] DECISION = new byte[24];

    private final Database database;
    private final Ledger ledger;
    private final MessageStore store;
    private final SplittableRandom random = new SplittableRandom(1);
    private final MessageIds ids = new MessageIds(Clock.SYSTEM, random);
    private final Batches batches = new Batches(Clock.SYSTEM, random);
    private final int batch;
    private final int accounts;
    private final int resellers;
    private final List<MessageProgress> accepted = new ArrayList<>();
    private final List<MessageProgress> submitted = new ArrayList<>();
    private long smscIds = 0x3F0000000L;
    private long ended;

    /// @param accounts that send, with so many resellers above each of them
    MessageCost(Database database, int batch, int accounts, int resellers) {
        this.database = database;
        this.batch = batch;
        this.accounts = accounts;
        this.resellers = resellers;
        store = new PgMessageStore(database.jdbc(), _ -> 1);
        ledger = new PgLedger(database.jdbc(), database.transactions());
        for (long account = 1; account <= accounts + resellers; account++) {
            long opened = account;
            database.transactions().run(tx -> {
                ledger.open(tx, opened, Money.zero("UZS"));
                return null;
            });
            ledger.topUp(account, new Money("UZS", 100_000_000_000L * Money.MICROS_PER_UNIT), "bench");
        }
    }

    /// So many more messages begin, and as many end.
    void live(int messages) {
        for (int lived = 0; lived < messages; lived += batch) {
            accept();
            if (accepted.size() > UNDER_WAY * batch) {
                submit(drawn(accepted));
            }
            if (submitted.size() > UNDER_WAY * batch) {
                end(drawn(submitted));
            }
        }
    }

    /// Throws unless the tables have what was done.
    void check() {
        long records = count("SELECT count(*) FROM messages.cdr_sms WHERE status = 'delivered'");
        long open = count("SELECT count(*) FROM messages.unfinished");
        long charged = count("SELECT sum(parts) FROM billing.account_transactions WHERE account_id <= " + accounts);
        if (records != ended || open != accepted.size() + submitted.size() || charged != ended + submitted.size()) {
            throw new IllegalStateException(records + " records, " + open + " open, " + charged + " charged after "
                    + ended + " messages with " + accepted.size() + " accepted and " + submitted.size() + " submitted");
        }
    }

    private long count(String query) {
        return database.jdbc().sql(query).query(Long.class).single();
    }

    /// Any of those that are under way.
    private List<MessageProgress> drawn(List<MessageProgress> from) {
        List<MessageProgress> drawn = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
            int at = random.nextInt(from.size());
            drawn.add(from.get(at));
            from.set(at, from.getLast());
            from.removeLast();
        }
        return drawn;
    }

    private void accept() {
        List<Message> messages = new ArrayList<>(batch);
        List<Claim> claims = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
            Message message = message();
            messages.add(message);
            long[] payers = new long[message.payers()];
            long[] micros = new long[payers.length];
            for (int level = 0; level < payers.length; level++) {
                payers[level] = message.payer(level);
                micros[level] = message.reservedMicros(level);
            }
            claims.add(new Claim(payers, micros));
        }
        database.transactions().run(tx -> {
            ledger.reserve(tx, claims);
            store.insert(tx, messages, RECHECK_AFTER);
            return null;
        });
        messages.forEach(message -> accepted.add(new MessageProgress(message)));
    }

    private Message message() {
        long[] upstream = new long[resellers];
        long[] prices = new long[resellers];
        for (int i = 0; i < resellers; i++) {
            upstream[i] = accounts + 1 + i;
            prices[i] = PRICE - 1_000_000 * (i + 1);
        }
        Instant now = Clock.SYSTEM.now();
        String code = Integer.toString(random.nextInt(100_000, 1_000_000));
        return new Message(
                ids.next(),
                new Message.Owner(random.nextLong(1, accounts + 1L), 3, 1),
                new Message.Recipient(
                        new Msisdn(998_900_000_000L + random.nextLong(100_000_000)), "434", "04", "UZ", false),
                "Bank",
                new Content.Text(
                        "Kod: " + code + ". Uni hech kimga aytmang! Bank hech qachon kod so'ramaydi.",
                        Encoding.GSM7,
                        1),
                MessageClass.OTP,
                new Message.Quote(
                        "UZS",
                        upstream,
                        List.of(
                                candidate(1, PRICE, prices, 30_000_000),
                                candidate(2, PRICE + 500_000, prices, 31_000_000)),
                        DECISION),
                new Message.ClientData(
                        "order-" + code, new UUID(random.nextLong(), random.nextLong()).toString(), null),
                new Message.Times(now, now.plus(Duration.ofHours(1))),
                0,
                DeliveryOptions.NONE);
    }

    private static RouteCandidate candidate(int operator, long price, long[] above, long cost) {
        long[] prices = new long[1 + above.length];
        prices[0] = price;
        System.arraycopy(above, 0, prices, 1, above.length);
        return new RouteCandidate(operator, prices, cost, "UZS");
    }

    private void submit(List<MessageProgress> messages) {
        long number = batches.next();
        Instant now = Clock.SYSTEM.now();
        List<Event> events = new ArrayList<>(batch);
        Map<Long, Movement> movements = new HashMap<>();
        for (MessageProgress progress : messages) {
            Message message = progress.message();
            String id = Long.toHexString(smscIds++);
            long[] above = new long[resellers];
            for (int level = 0; level < message.payers(); level++) {
                long price = message.priceMicros(0, level);
                if (level > 0) {
                    above[level - 1] = price;
                }
                Movement one = new Movement(message.payer(level), price, message.reservedMicros(level), 1);
                movements.merge(one.accountId(), one, MessageCost::plus);
            }
            Event.Charge charge = new Event.Charge(1, message.priceMicros(0, 0), above, number);
            Event.Submitted event = new Event.Submitted(step(progress, now), id, id, false, charge);
            progress.submitted(event);
            progress.charged(charge);
            events.add(event);
        }
        commit(number, List.copyOf(movements.values()), new Changes(events, List.of(), List.of(), List.of()));
        submitted.addAll(messages);
    }

    private static Movement plus(Movement one, Movement other) {
        return new Movement(
                one.accountId(),
                one.postedMicros() + other.postedMicros(),
                one.releasedMicros() + other.releasedMicros(),
                one.parts() + other.parts());
    }

    private void end(List<MessageProgress> messages) {
        Instant now = Clock.SYSTEM.now();
        List<Event> events = new ArrayList<>(batch);
        List<Cdr> finished = new ArrayList<>(batch);
        for (MessageProgress progress : messages) {
            Event.Receipt event = new Event.Receipt(
                    step(progress, now), progress.receiptKey(1), "DELIVRD err:000", MessageState.DELIVERED, now);
            events.add(event);
            progress.reported(event);
            progress.end(1, 1, MessageState.DELIVERED, now);
            finished.add(progress.cdr(now));
        }
        ended += batch;
        commit(batches.next(), List.of(), new Changes(events, finished, List.of(), List.of()));
    }

    private static Event.Step step(MessageProgress progress, Instant at) {
        return new Event.Step(progress.message().id(), 1, 1, at, 1, 0);
    }

    private void commit(long number, List<Movement> movements, Changes changes) {
        database.transactions().run(tx -> {
            ledger.settle(tx, number, movements, Clock.SYSTEM.now());
            store.append(tx, changes);
            return null;
        });
    }
}
