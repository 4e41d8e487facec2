package io.elchi.server.accounts;

import io.elchi.server.accounts.Account.Standing;
import io.elchi.server.accounts.Account.Type;
import io.elchi.server.core.LongMap;
import io.elchi.server.core.Payer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/// Every account with its place: whether those above are active, and who pays. Immutable. A change of an account
/// also changes those below it.
final class AccountTree {
    static final AccountTree EMPTY = new AccountTree(LongMap.empty());

    /// An account of the tree.
    ///
    /// @param own its own standing; that of those above may be worse
    record Node(Account account, Standing own) {
        /// Whether accounts below look different when this is replaced.
        boolean differsBelow(Node other) {
            return own != other.own
                    || account.parentId() != other.account.parentId()
                    || account.type() != other.account.type()
                    || !account.currency().equals(other.account.currency());
        }
    }

    private final LongMap<Node> nodes;

    private AccountTree(LongMap<Node> nodes) {
        this.nodes = nodes;
    }

    /// @param rows as the table has them: the standing is the account's own, and there are no payers
    static AccountTree of(Map<Long, Account> rows) {
        LongMap<Node> raw = raw(rows);
        Map<Long, Node> placed = new HashMap<>();
        raw.forEach(node -> placed.put(node.account.id(), placed(node, raw::get)));
        return new AccountTree(LongMap.of(placed));
    }

    private static LongMap<Node> raw(Map<Long, Account> rows) {
        Map<Long, Node> raw = new HashMap<>();
        rows.forEach((id, row) -> raw.put(id, new Node(row, row.standing())));
        return LongMap.of(raw);
    }

    /// @param rows as in [#of], of accounts that changed or are new
    /// @param removed accounts that are gone; no account is below one of them
    AccountTree with(Map<Long, Account> rows, Set<Long> removed) {
        LongMap<Node> raw = raw(rows);
        LongFunction<Node> found = id -> {
            Node changed = raw.get(id);
            return changed == null ? nodes.get(id) : changed;
        };
        Map<Long, Node> placed = new HashMap<>();
        Map<Long, Boolean> moved = new HashMap<>();
        raw.forEach(node -> {
            long id = node.account.id();
            placed.put(id, placed(node, found));
            Node before = nodes.get(id);
            // A new account has none below that are not new themselves.
            if (before != null && before.differsBelow(node)) {
                moved.put(id, true);
            }
        });
        if (!moved.isEmpty()) {
            LongMap<Boolean> above = LongMap.of(moved);
            nodes.forEach(node -> {
                long id = node.account.id();
                if (isBelow(node, above, found) && raw.get(id) == null && !removed.contains(id)) {
                    placed.put(id, placed(node, found));
                }
            });
        }
        return new AccountTree(nodes.with(placed, removed));
    }

    private static boolean isBelow(Node node, LongMap<Boolean> moved, LongFunction<Node> found) {
        for (Node above = node; above != null; above = found.apply(above.account.parentId())) {
            if (moved.get(above.account.parentId()) != null) {
                return true;
            }
        }
        return false;
    }

    private static Node placed(Node node, LongFunction<Node> found) {
        Account own = node.account;
        Standing worst = node.own;
        List<Payer> payers = new ArrayList<>();
        payers.add(new Payer(own.id(), own.currency()));
        for (Node above = found.apply(own.parentId()); above != null; above = found.apply(above.account.parentId())) {
            worst = worst.worse(above.own);
            if (above.account.type() == Type.RESELLER) {
                payers.add(new Payer(above.account.id(), above.account.currency()));
            }
        }
        return new Node(own.placed(worst, payers), node.own);
    }

    /// null: there is no such account.
    Account get(long id) {
        Node node = nodes.get(id);
        return node == null ? null : node.account;
    }

    void forEach(Consumer<Account> action) {
        nodes.forEach(node -> action.accept(node.account));
    }
}
