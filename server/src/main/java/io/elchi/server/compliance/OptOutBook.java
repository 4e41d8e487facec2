package io.elchi.server.compliance;

import io.elchi.server.core.LongMap;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.MsisdnTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The opt-outs of one moment. Immutable.
final class OptOutBook {
    static final OptOutBook EMPTY = new OptOutBook(LongMap.empty());

    /// The value of each number.
    static final int OUT = 0;

    /// By account; none is empty.
    private final LongMap<MsisdnTable> numbers;

    private OptOutBook(LongMap<MsisdnTable> numbers) {
        this.numbers = numbers;
    }

    /// @param numbers by account
    static OptOutBook of(Map<Long, MsisdnTable.Builder> numbers) {
        Map<Long, MsisdnTable> built = new HashMap<>();
        numbers.forEach((account, builder) -> built.put(account, builder.build()));
        return new OptOutBook(LongMap.of(built));
    }

    /// @param changed by account and number: [#OUT], or [MsisdnTable#NONE] for one that is gone
    OptOutBook with(Map<Long, Map<Long, Integer>> changed) {
        Map<Long, MsisdnTable> put = new HashMap<>();
        Set<Long> removed = new HashSet<>();
        changed.forEach((account, own) -> {
            MsisdnTable last = numbers.get(account);
            MsisdnTable next = (last == null ? MsisdnTable.EMPTY : last).with(own);
            if (next.size() == 0) {
                removed.add(account);
            } else {
                put.put(account, next);
            }
        });
        return new OptOutBook(numbers.with(put, removed));
    }

    boolean contains(long accountId, Msisdn number) {
        MsisdnTable own = numbers.get(accountId);
        return own != null && own.get(number.number()) != MsisdnTable.NONE;
    }
}
