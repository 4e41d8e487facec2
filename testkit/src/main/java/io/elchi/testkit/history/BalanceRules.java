package io.elchi.testkit.history;

import io.elchi.testkit.history.Facts.Known;
import io.elchi.testkit.history.Facts.Maybe;
import io.elchi.testkit.history.Operation.BalanceRead;
import io.elchi.testkit.history.Operation.Span;
import io.elchi.testkit.history.Operation.StateRead;
import io.elchi.testkit.history.Operation.TopUp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A balance is what was topped up less what was charged. Charges of a message only grow, up to what was reserved
/// for it; a reservation is there from its acceptance until it is charged or the message has its end.
final class BalanceRules {
    private final Facts facts;
    private final List<String> wrong;
    private final Map<String, List<Known>> messages = new HashMap<>();

    BalanceRules(Facts facts, List<String> wrong) {
        this.facts = facts;
        this.wrong = wrong;
        facts.messages()
                .values()
                .forEach(each -> messages.computeIfAbsent(each.account, _ -> new ArrayList<>())
                        .add(each));
    }

    /// Between which amounts something was at the moment of a read.
    private record Bounds(long least, long most) {
        Bounds plus(Bounds other) {
            return new Bounds(least + other.least, most + other.most);
        }
    }

    /// What a read's account may have paid, have reserved, and both together.
    private record Money(Bounds charged, Bounds reserved, Bounds both) {
        private static final Money NONE = new Money(new Bounds(0, 0), new Bounds(0, 0), new Bounds(0, 0));

        Money plus(Money other) {
            return new Money(charged.plus(other.charged), reserved.plus(other.reserved), both.plus(other.both));
        }
    }

    void check() {
        Map<String, List<BalanceRead>> reads = new HashMap<>();
        facts.all(BalanceRead.class)
                .forEach(each -> reads.computeIfAbsent(each.account(), _ -> new ArrayList<>())
                        .add(each));
        reads.values().forEach(of -> {
            of.forEach(this::explained);
            neverRefunded(of);
        });
    }

    /// What may have come to the account by the time of the read.
    private Bounds toppedUp(BalanceRead read) {
        long least = 0;
        long most = 0;
        for (TopUp each : facts.all(TopUp.class)) {
            if (each.account().equals(read.account())) {
                least += each.span().before(read.span()) ? each.amount() : 0;
                most += read.span().before(each.span()) ? 0 : each.amount();
            }
        }
        return new Bounds(least, most);
    }

    private Bounds spent(BalanceRead read) {
        Bounds toppedUp = toppedUp(read);
        return new Bounds(toppedUp.least - read.balance(), toppedUp.most - read.balance());
    }

    private void explained(BalanceRead read) {
        Money money = Money.NONE;
        for (Known known : messages.getOrDefault(read.account(), List.of())) {
            if (known.from() <= read.span().end()) {
                money = money.plus(of(known, read.span()));
            }
        }
        for (Maybe each : facts.maybe()) {
            if (each.account().equals(read.account())
                    && each.from() <= read.span().end()) {
                Bounds any = new Bounds(0, each.asked().reserved());
                money = money.plus(new Money(any, any, any));
            }
        }
        Bounds spent = spent(read);
        Bounds reserved = new Bounds(read.reserved(), read.reserved());
        boolean fits = fits(read, "charged", spent, money.charged) && fits(read, "reserved", reserved, money.reserved);
        if (fits) {
            fits(read, "charged and reserved", spent.plus(reserved), money.both);
        }
    }

    private boolean fits(BalanceRead read, String what, Bounds seen, Bounds possible) {
        boolean fits = seen.most >= possible.least && seen.least <= possible.most;
        if (!fits) {
            wrong.add("the balance of " + read.account() + " at " + read.span() + " shows " + seen.most + " " + what
                    + ", possible are " + possible.least + " to " + possible.most);
        }
        return fits;
    }

    /// What one message contributes at the moment of the read.
    private static Money of(Known known, Span at) {
        long least = 0;
        long most = known.reserved;
        boolean waitsLater = false;
        Long price = null;
        for (StateRead read : known.reads) {
            least = read.span().before(at) ? Math.max(least, read.price()) : least;
            if (at.before(read.span())) {
                most = Math.min(most, read.price());
                waitsLater |= read.price() == 0 && !State.isFinal(read.state());
            }
            price = State.isFinal(read.state()) ? Long.valueOf(read.price()) : price;
        }
        boolean accepted = known.acceptedBefore(at);
        boolean ended = known.endedBefore(at);
        if (price != null) {
            most = Math.min(most, price);
            least = ended ? price : least;
        }
        Bounds reserved = new Bounds(accepted && waitsLater ? known.reserved : 0, ended ? 0 : known.reserved);
        // Charging and releasing are one step: what it costs in the end is charged or reserved all the time.
        long both = accepted && waitsLater ? known.reserved : accepted && price != null ? price : least;
        long bothMost = ended && price != null ? price : known.reserved;
        return new Money(new Bounds(least, most), reserved, new Bounds(both, bothMost));
    }

    private void neverRefunded(List<BalanceRead> reads) {
        List<BalanceRead> byEnd = new ArrayList<>(reads);
        byEnd.sort(Comparator.comparingLong(each -> each.span().end()));
        int ended = 0;
        long known = Long.MIN_VALUE;
        for (BalanceRead read : reads) {
            while (ended < byEnd.size() && byEnd.get(ended).span().before(read.span())) {
                known = Math.max(known, spent(byEnd.get(ended++)).least);
            }
            if (spent(read).most < known) {
                wrong.add("the balance of " + read.account() + " at " + read.span() + " shows " + spent(read).most
                        + " charged, and " + known + " before");
            }
        }
    }
}
