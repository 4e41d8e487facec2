package io.elchi.server.compliance;

import io.elchi.server.core.Failure;
import io.elchi.server.core.LongTable;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.PrefixTrie;
import io.elchi.server.core.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The rules of one moment. Immutable.
final class RuleBook {
    /// A row of the block list.
    ///
    /// @param accountId 0: for all
    record Block(long accountId, String kind, String pattern) {}

    /// The block lists of one account, or of all (0).
    private static final class Blocks {
        private final LongTable<Boolean> numbers = new LongTable<>();
        private final Map<String, Integer> prefixes = new HashMap<>();
        private final Set<String> senders = new HashSet<>();
        private final List<String> words = new ArrayList<>();
        private PrefixTrie trie = PrefixTrie.of(Map.of());

        void add(Block block) {
            String pattern = block.pattern();
            switch (block.kind()) {
                case "number" -> {
                    if (pattern.endsWith("*")) {
                        prefixes.put(digits(pattern.substring(0, pattern.length() - 1)), 1);
                    } else {
                        numbers.put(Long.parseLong(digits(pattern)), Boolean.TRUE);
                    }
                }
                case "sender" -> senders.add(lower(pattern));
                case "text" -> words.add(lower(pattern));
                default -> throw new IllegalArgumentException("no kind of block is called " + block.kind());
            }
        }

        private static String digits(String pattern) {
            return pattern.startsWith("+") ? pattern.substring(1) : pattern;
        }

        Blocks ready() {
            trie = PrefixTrie.of(prefixes);
            return this;
        }

        Failure violation(Compliance.Question question) {
            Msisdn to = question.to();
            if (numbers.get(to.number()) != null || trie.longest(to) != PrefixTrie.NONE) {
                return Failure.BLOCKED_DESTINATION;
            }
            if (!senders.isEmpty() && senders.contains(lower(question.sender()))) {
                return Failure.BLOCKED_SENDER;
            }
            if (!words.isEmpty()) {
                String text = lower(question.text());
                for (String word : words) {
                    if (text.contains(word)) {
                        return Failure.BLOCKED_TEXT;
                    }
                }
            }
            return null;
        }
    }

    static final RuleBook EMPTY = new RuleBook(Map.of(), List.of());

    private final LongTable<Set<String>> senders = new LongTable<>();
    private final LongTable<Blocks> blocks = new LongTable<>();

    /// @param senders by account
    RuleBook(Map<Long, Set<String>> senders, List<Block> rows) {
        senders.forEach((account, own) -> this.senders.put(account, Set.copyOf(own)));
        Map<Long, Blocks> byAccount = new HashMap<>();
        rows.forEach(row ->
                byAccount.computeIfAbsent(row.accountId(), _ -> new Blocks()).add(row));
        byAccount.forEach((account, own) -> blocks.put(account, own.ready()));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
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
