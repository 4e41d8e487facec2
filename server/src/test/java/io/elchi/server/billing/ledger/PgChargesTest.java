package io.elchi.server.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.billing.Charges;
import io.elchi.server.billing.Charges.ChargeAction;
import io.elchi.server.billing.Charges.ChargeRequest;
import io.elchi.server.billing.Charges.ChargeState;
import io.elchi.server.billing.Charges.Charged;
import io.elchi.server.billing.Charges.ExternalCharge;
import io.elchi.server.billing.Ledger;
import io.elchi.server.billing.Ledger.Entry;
import io.elchi.server.core.Failure;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.Money;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.TestDatabase;
import io.elchi.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Charges of other systems: each step once, whatever is repeated, and never more than there is.
class PgChargesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final AtomicLong ACCOUNTS = new AtomicLong();

    private final ManualClock clock = ManualClock.atMidnight();
    private final Ledger ledger =
            new PgLedger(DATABASE.database().jdbc(), DATABASE.database().transactions());
    private final Charges charges = process();

    /// What another process has of its own.
    private Charges process() {
        return new PgCharges(DATABASE.database().jdbc(), DATABASE.database().transactions(), clock, HOUR);
    }

    private long account(long micros) {
        long id = ACCOUNTS.incrementAndGet();
        DATABASE.database().transactions().run(tx -> {
            ledger.open(tx, id, uzs(0));
            return null;
        });
        if (micros > 0) {
            ledger.topUp(id, uzs(micros), "start");
        }
        return id;
    }

    private static Money uzs(long micros) {
        return new Money("UZS", micros);
    }

    /// @param micros 0: none is named
    private static ChargeRequest request(long account, String id, ChargeAction action, long micros) {
        return new ChargeRequest(account, id, action, micros == 0 ? null : uzs(micros), "a letter", null, true);
    }

    private Charged ask(long account, String id, ChargeAction action, long micros) {
        return charges.request(request(account, id, action, micros));
    }

    private void refused(Failure failure, long account, String id, ChargeAction action, long micros) {
        assertThatThrownBy(() -> ask(account, id, action, micros))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().failure()).isEqualTo(failure));
    }

    private void holds(long account, long balance, long reserved) {
        Ledger.Balance now = ledger.balance(account).orElseThrow();
        assertThat(now.balance()).isEqualTo(uzs(balance));
        assertThat(now.reserved()).isEqualTo(uzs(reserved));
    }

    private List<Entry> booked(long account) {
        return ledger.entries(account, null, 1_000).items().stream()
                .filter(entry -> entry.reason().equals("charge"))
                .toList();
    }

    @Test
    void whatIsReservedIsPostedInPartAndTheRestIsFree() {
        long account = account(10);
        Charged reserved = ask(account, "a", ChargeAction.RESERVE, 8);
        assertThat(reserved.balance()).isEqualTo(ledger.balance(account).orElseThrow());
        holds(account, 10, 8);
        refused(Failure.INSUFFICIENT_FUNDS, account, "b", ChargeAction.RESERVE, 3);
        refused(Failure.INSUFFICIENT_FUNDS, account, "b", ChargeAction.POST, 3);
        refused(Failure.CONFLICT, account, "a", ChargeAction.POST, 9);
        holds(account, 10, 8);
        Charged posted = ask(account, "a", ChargeAction.POST, 5);
        assertThat(posted.repeated()).isFalse();
        assertThat(posted.balance()).isEqualTo(ledger.balance(account).orElseThrow());
        holds(account, 5, 0);
        ExternalCharge charge = charges.find(account, "a").orElseThrow();
        assertThat(charge).isEqualTo(posted.charge());
        assertThat(charge.state()).isEqualTo(ChargeState.POSTED);
        assertThat(charge.reserved()).isEqualTo(uzs(8));
        assertThat(charge.posted()).isEqualTo(uzs(5));
        assertThat(booked(account)).singleElement().satisfies(entry -> {
            assertThat(entry.amount()).isEqualTo(uzs(5));
            assertThat(entry.credit()).isFalse();
            assertThat(entry.reference()).isEqualTo("a");
            assertThat(entry.note()).isEqualTo("a letter");
        });
    }

    @Test
    void theSameRequestAgainChangesNothingAndAnotherAmountIsAConflict() {
        long account = account(100);
        ask(account, "held", ChargeAction.RESERVE, 8);
        assertThat(ask(account, "held", ChargeAction.RESERVE, 8).repeated()).isTrue();
        refused(Failure.CONFLICT, account, "held", ChargeAction.RESERVE, 9);
        holds(account, 100, 8);
        ask(account, "held", ChargeAction.POST, 0);
        for (long amount : List.of(0, 8)) {
            Charged again = ask(account, "held", ChargeAction.POST, amount);
            assertThat(again.repeated()).isTrue();
            assertThat(again.charge().posted()).isEqualTo(uzs(8));
        }
        assertThat(ask(account, "held", ChargeAction.RESERVE, 8).charge().state())
                .isEqualTo(ChargeState.POSTED);
        refused(Failure.CONFLICT, account, "held", ChargeAction.POST, 7);
        refused(Failure.CONFLICT, account, "held", ChargeAction.VOID, 0);
        ask(account, "once", ChargeAction.POST, 3);
        assertThat(ask(account, "once", ChargeAction.POST, 3).repeated()).isTrue();
        refused(Failure.CONFLICT, account, "once", ChargeAction.POST, 4);
        refused(Failure.MISSING_FIELD, account, "once", ChargeAction.POST, 0);
        refused(Failure.CONFLICT, account, "once", ChargeAction.RESERVE, 3);
        refused(Failure.MISSING_FIELD, account, "never", ChargeAction.POST, 0);
        refused(Failure.NOT_FOUND, account, "never", ChargeAction.VOID, 0);
        holds(account, 89, 0);
        assertThat(booked(account)).hasSize(2);
    }

    @Test
    void whatWasVoidedIsFreeAndCannotBePosted() {
        long account = account(10);
        ask(account, "a", ChargeAction.RESERVE, 10);
        assertThat(ask(account, "a", ChargeAction.VOID, 0).charge().state()).isEqualTo(ChargeState.VOIDED);
        assertThat(ask(account, "a", ChargeAction.VOID, 0).repeated()).isTrue();
        holds(account, 10, 0);
        refused(Failure.CONFLICT, account, "a", ChargeAction.POST, 0);
        refused(Failure.CONFLICT, account, "a", ChargeAction.RESERVE, 10);
        ask(account, "b", ChargeAction.RESERVE, 10);
        holds(account, 10, 10);
    }

    @Test
    void aReservationEndsAfterItsTime() {
        long account = account(1_000);
        for (int i = 0; i < 250; i++) {
            ask(account, "due-" + i, ChargeAction.RESERVE, 2);
        }
        charges.request(
                new ChargeRequest(account, "longer", ChargeAction.RESERVE, uzs(5), null, HOUR.plusSeconds(1), true));
        ask(account, "posted", ChargeAction.RESERVE, 7);
        ask(account, "posted", ChargeAction.POST, 0);
        clock.advance(HOUR.minusSeconds(1));
        charges.expire();
        holds(account, 993, 505);
        clock.advance(Duration.ofSeconds(1));
        charges.expire();
        holds(account, 993, 5);
        assertThat(charges.page(account, ChargeState.EXPIRED, null, 500).items())
                .hasSize(250)
                .allSatisfy(charge -> assertThat(charge.endedAt()).isEqualTo(clock.now()));
        refused(Failure.CONFLICT, account, "due-3", ChargeAction.POST, 0);
        assertThat(ask(account, "due-3", ChargeAction.VOID, 0).charge().state()).isEqualTo(ChargeState.EXPIRED);
        clock.advance(Duration.ofSeconds(1));
        charges.expire();
        holds(account, 993, 0);
    }

    @Test
    void aReservationIsPaidWhateverBecameOfTheBalance() {
        long account = account(0);
        ledger.creditLimit(account, uzs(10));
        ask(account, "a", ChargeAction.RESERVE, 10);
        ledger.creditLimit(account, uzs(0));
        ask(account, "a", ChargeAction.POST, 0);
        holds(account, -10, 0);
    }

    @Test
    void aClosedAccountSpendsNothingNew() {
        long account = account(10);
        ask(account, "held", ChargeAction.RESERVE, 4);
        for (ChargeAction action : List.of(ChargeAction.RESERVE, ChargeAction.POST)) {
            ChargeRequest request = new ChargeRequest(account, "new", action, uzs(1), null, null, false);
            assertThatThrownBy(() -> charges.request(request)).hasMessageContaining("account_suspended");
        }
        ChargeRequest held = new ChargeRequest(account, "held", ChargeAction.POST, null, null, null, false);
        assertThat(charges.request(held).charge().state()).isEqualTo(ChargeState.POSTED);
    }

    /// Two processes get the same requests at the same time.
    @Test
    void requestsThatMeetAreDoneOnce() throws Exception {
        long account = account(1_000);
        Charges other = process();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ChargeAction action : List.of(ChargeAction.RESERVE, ChargeAction.POST)) {
                List<Callable<Charged>> tasks = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    Charges process = i % 2 == 0 ? charges : other;
                    tasks.add(() -> process.request(request(account, "met", action, 40)));
                    tasks.add(() -> process.request(request(account, "at once", ChargeAction.POST, 7)));
                }
                int first = 0;
                for (Future<Charged> each : threads.invokeAll(tasks)) {
                    first += each.get().repeated() ? 0 : 1;
                }
                assertThat(first).isEqualTo(action == ChargeAction.RESERVE ? 2 : 1);
            }
        }
        holds(account, 953, 0);
        assertThat(booked(account)).hasSize(2);
    }

    /// Random steps beside a model of maps: after each one the balance is the sum of the entries, and reserved
    /// that of the open charges.
    @Test
    void theBooksAddUpAfterEveryStep() {
        Seeds.forEach(30, random -> {
            long account = account(random.nextLong(1, 2_000));
            Map<String, Long> open = new HashMap<>();
            for (int step = 0; step < 60; step++) {
                step(random, account, open);
                long sum = ledger.entries(account, null, 1_000).items().stream()
                        .mapToLong(entry -> entry.credit()
                                ? entry.amount().micros()
                                : -entry.amount().micros())
                        .sum();
                long reserved =
                        open.values().stream().mapToLong(Long::longValue).sum();
                holds(account, sum, reserved);
                assertThat(sum - reserved).as("available").isNotNegative();
                long held = DATABASE.database()
                        .transactions()
                        .run(tx -> charges.held(tx).getOrDefault(account, 0L));
                assertThat(held).isEqualTo(reserved);
            }
            List<Ledger.Difference> differences =
                    DATABASE.database().transactions().run(tx -> ledger.audit(tx, Instant.EPOCH));
            assertThat(differences).isEmpty();
        });
    }

    /// @param open what the model has as reserved
    private void step(SplittableRandom random, long account, Map<String, Long> open) {
        String id = "c" + random.nextInt(12);
        ChargeAction action = ChargeAction.values()[random.nextInt(3)];
        long micros = action == ChargeAction.VOID || random.nextInt(3) == 0 ? 0 : random.nextLong(1, 400);
        if (random.nextInt(10) == 0) {
            clock.advance(HOUR);
            charges.expire();
            open.clear();
            return;
        }
        try {
            Charged done = ask(account, id, action, micros);
            if (done.charge().state() == ChargeState.RESERVED) {
                open.put(id, done.charge().reserved().micros());
            } else {
                open.remove(id);
            }
        } catch (RefusedException e) {
            assertThat(e.refusal().failure())
                    .isIn(Failure.CONFLICT, Failure.INSUFFICIENT_FUNDS, Failure.MISSING_FIELD, Failure.NOT_FOUND);
        }
    }
}
