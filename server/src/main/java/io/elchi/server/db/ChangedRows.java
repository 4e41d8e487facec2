package io.elchi.server.db;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which rows of a topic's tables may have changed since the last load. A key is what the table's trigger makes of
/// the row (`elchi.log_changed_rows`).
public final class ChangedRows {
    /// By table, `schema.table`.
    private final Map<String, Set<String>> keys = new HashMap<>();
    private final Set<String> whole = new HashSet<>();
    private boolean everything;
    private int count;

    ChangedRows() {}

    /// @param table null: any of the topic's
    /// @param changed null: any row
    void add(String table, List<String> changed) {
        if (table == null) {
            everything = true;
        } else if (changed == null) {
            whole.add(table);
        } else {
            keys.computeIfAbsent(table, _ -> new HashSet<>()).addAll(changed);
            count += changed.size();
        }
    }

    boolean isEmpty() {
        return !everything && whole.isEmpty() && keys.isEmpty();
    }

    /// The number of keys, with those that stand twice.
    int count() {
        return count;
    }

    /// Whether any row of the table may have changed.
    public boolean isWhole(String table) {
        return everything || whole.contains(table);
    }

    /// The keys of the rows that may have changed, when not any row may have.
    public Set<String> keys(String table) {
        return Collections.unmodifiableSet(keys.getOrDefault(table, Set.of()));
    }
}
