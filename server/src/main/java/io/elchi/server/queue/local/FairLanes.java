package io.elchi.server.queue.local;

import io.elchi.server.queue.Lane;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The items of one class: accounts with items stand in a circle, and each in its turn gives as many as its weight
/// (weighted round robin). Not thread-safe.
final class FairLanes<T> {
    private static final class Account<T> {
        private final long id;
        private final ArrayDeque<T> items = new ArrayDeque<>(4);
        private int weight;
        private int left;

        Account(long id) {
            this.id = id;
        }
    }

    private final Map<Long, Account<T>> accounts = new HashMap<>();
    private final ArrayDeque<Account<T>> circle = new ArrayDeque<>();

    void addLast(Lane lane, T item) {
        account(lane).items.addLast(item);
    }

    void addFirst(Lane lane, T item) {
        account(lane).items.addFirst(item);
    }

    private Account<T> account(Lane lane) {
        Account<T> account = accounts.get(lane.account());
        if (account == null) {
            account = new Account<>(lane.account());
            accounts.put(lane.account(), account);
            circle.addLast(account);
            account.left = lane.weight();
        }
        account.weight = lane.weight();
        return account;
    }

    void clear() {
        accounts.clear();
        circle.clear();
    }

    void forEachFirst(Consumer<T> action) {
        circle.forEach(account -> action.accept(account.items.peekFirst()));
    }

    /// Takes items out that fit.
    void remove(Predicate<T> fits, Collection<T> into, int most) {
        for (Iterator<Account<T>> accountsLeft = circle.iterator(); accountsLeft.hasNext() && into.size() < most; ) {
            Account<T> account = accountsLeft.next();
            for (Iterator<T> items = account.items.iterator(); items.hasNext() && into.size() < most; ) {
                T item = items.next();
                if (fits.test(item)) {
                    items.remove();
                    into.add(item);
                }
            }
            if (account.items.isEmpty()) {
                accountsLeft.remove();
                accounts.remove(account.id);
            }
        }
    }

    boolean isEmpty() {
        return circle.isEmpty();
    }

    /// The next item; there must be one.
    T poll() {
        Account<T> turn = circle.peekFirst();
        T item = turn.items.pollFirst();
        turn.left--;
        if (turn.items.isEmpty()) {
            circle.pollFirst();
            accounts.remove(turn.id);
        } else if (turn.left <= 0) {
            circle.addLast(circle.pollFirst());
            turn.left = turn.weight;
        }
        return item;
    }
}
