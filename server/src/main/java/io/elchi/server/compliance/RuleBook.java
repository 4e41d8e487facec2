package io.elchi.server.compliance;

import io.elchi.server.core.Failure;
import io.elchi.server.core.LongMap;
import io.elchi.server.core.Refusal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The rules of one moment. Immutable.
final class RuleBook {
    static final RuleBook EMPTY = new RuleBook(LongMap.empty(), LongMap.empty());

    /// By account; none is empty.
    private final LongMap<Set<String>> senders;
    /// By account, 0 for all; none is empty.
    private final LongMap<Blocks> blocks;

    private RuleBook(LongMap<Set<String>> senders, LongMap<Blocks> blocks) {
        this.senders = senders;
        this.blocks = blocks;
    }

    /// @param senders by account
    /// @param blocks by account, 0 for all
    static RuleBook of(Map<Long, Set<String>> senders, Map<Long, Blocks.Builder> blocks) {
        Map<Long, Blocks> built = new HashMap<>();
        blocks.forEach((account, builder) -> built.put(account, builder.build()));
        return new RuleBook(LongMap.of(senders), LongMap.of(built));
    }

    /// Patterns of one account that are new, and that are gone.
    static final class Difference {
        private final Set<Blocks.Pattern> added = new HashSet<>();
        private final Set<Blocks.Pattern> removed = new HashSet<>();

        void remove(Blocks.Pattern pattern) {
            removed.add(pattern);
        }

        void add(Blocks.Pattern pattern) {
            removed.remove(pattern);
            added.add(pattern);
        }
    }

    /// @param changedSenders all sender ids of accounts of which any changed
    /// @param changedBlocks by account, 0 for all
    RuleBook with(Map<Long, Set<String>> changedSenders, Map<Long, Difference> changedBlocks) {
        Map<Long, Blocks> next = new HashMap<>();
        changedBlocks.forEach((account, change) -> {
            Blocks last = blocks.get(account);
            next.put(account, (last == null ? Blocks.EMPTY : last).with(change.added, change.removed));
        });
        return new RuleBook(with(senders, changedSenders, Set::isEmpty), with(blocks, next, Blocks::isEmpty));
    }

    private static <V> LongMap<V> with(LongMap<V> map, Map<Long, V> changed, Predicate<V> empty) {
        Map<Long, V> put = new HashMap<>(changed);
        put.values().removeIf(empty);
        Set<Long> removed = new HashSet<>(changed.keySet());
        removed.removeAll(put.keySet());
        return map.with(put, removed);
    }

    /// null: none.
    Refusal violation(Compliance.Question question) {
        if (!SenderId.isPossible(question.sender())) {
            return Refusal.ofField(
                    Failure.INVALID_SENDER,
                    "from",
                    "1 to 11 letters, digits and signs of GSM 03.38, or 3 to 15 digits");
        }
        if (question.parts() > question.maxParts()) {
            return Refusal.ofField(
                    Failure.TOO_MANY_PARTS,
                    "text",
                    "takes " + question.parts() + " parts, " + question.maxParts() + " are allowed");
        }
        Set<String> own = senders.get(question.accountId());
        if (own == null || !own.contains(question.sender())) {
            return Refusal.ofField(Failure.SENDER_NOT_ALLOWED, "from", hint(own, question.sender()));
        }
        Failure blocked = blocked(question);
        if (blocked != null) {
            return Refusal.ofField(blocked, field(blocked), null);
        }
        return CardNumbers.in(question.text()) ? Refusal.ofField(Failure.CARD_NUMBER, "text", null) : null;
    }

    /// The registered sender id that differs by the case of its letters alone; null when there is none.
    private static String hint(Set<String> own, String sender) {
        if (own != null) {
            for (String registered : own) {
                if (registered.equalsIgnoreCase(sender)) {
                    return "registered is '" + registered + "': capital and small letters differ";
                }
            }
        }
        return null;
    }

    private Failure blocked(Compliance.Question question) {
        Blocks common = blocks.get(0);
        Failure failure = common == null ? null : common.violation(question);
        Blocks own = failure == null ? blocks.get(question.accountId()) : null;
        return own == null ? failure : own.violation(question);
    }

    private static String field(Failure failure) {
        return switch (failure) {
            case BLOCKED_DESTINATION -> "to";
            case BLOCKED_SENDER -> "from";
            default -> "text";
        };
    }
}
