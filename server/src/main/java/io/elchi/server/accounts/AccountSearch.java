package io.elchi.server.accounts;

import io.elchi.server.core.PrefixRange;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Finds accounts and keys by what somebody remembers of them.
public final class AccountSearch {
    private static final String KEY_START = "elchi_";
    /// Keys are random: fewer characters name nobody's key.
    private static final int LEAST_OF_KEY = 4;
    /// The accounts that a caller sees; a parameter that is NULL stands for all.
    private static final String WITHIN = " AND (?::bigint IS NULL OR %s IN (WITH RECURSIVE below AS (SELECT ?::bigint"
            + " AS id UNION ALL SELECT a.id FROM below JOIN accounts.accounts a ON a.parent_id = below.id)"
            + " SELECT id FROM below))";

    private final JdbcClient jdbc;

    AccountSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public record FoundAccount(long id, String name, String type, String status) {}

    /// @param prefix the visible part of the key
    public record FoundKey(long id, long accountId, String name, String prefix, String status) {}

    /// Accounts with this id, this external reference, or a name that begins so; those with the shortest names
    /// first.
    ///
    /// @param under only this account and those below it; null: all
    public List<FoundAccount> accounts(String text, Long under, int most) {
        PrefixRange names = PrefixRange.of(text.toLowerCase(Locale.ROOT));
        return jdbc.sql("SELECT id, name, type, status FROM (SELECT * FROM accounts.accounts WHERE id = ?"
                        + " UNION SELECT * FROM accounts.accounts WHERE external_ref = ?"
                        + " UNION SELECT * FROM accounts.accounts WHERE lower(name) ~>=~ ? AND lower(name) ~<~ ?) found"
                        + " WHERE true" + WITHIN.formatted("id") + " ORDER BY length(name), id LIMIT ?")
                .params(id(text), text, names.first(), names.end(), under, under, most)
                .query((row, _) -> new FoundAccount(
                        row.getLong("id"), row.getString("name"), row.getString("type"), row.getString("status")))
                .list();
    }

    /// 0: it is no id.
    private static long id(String text) {
        return text.matches("[1-9][0-9]{0,17}") ? Long.parseLong(text) : 0;
    }

    /// Keys whose visible part begins so, with four characters or more, with or without `elchi_`; what follows the
    /// visible part is not looked at.
    ///
    /// @param under only of this account and those below it; null: of all
    public List<FoundKey> keys(String text, Long under, int most) {
        String visible = text.startsWith(KEY_START) ? text.substring(KEY_START.length()) : text;
        PrefixRange prefixes = PrefixRange.of(visible.replaceFirst("_.*", ""));
        if (prefixes.first().length() < LEAST_OF_KEY) {
            return List.of();
        }
        return jdbc.sql("SELECT id, account_id, name, prefix, status FROM accounts.api_keys"
                        + " WHERE prefix ~>=~ ? AND prefix ~<~ ?" + WITHIN.formatted("account_id")
                        + " ORDER BY prefix LIMIT ?")
                .params(prefixes.first(), prefixes.end(), under, under, most)
                .query((row, _) -> new FoundKey(
                        row.getLong("id"),
                        row.getLong("account_id"),
                        row.getString("name"),
                        row.getString("prefix"),
                        row.getString("status")))
                .list();
    }

    /// An account and all below it.
    public List<Long> withAllBelow(long id) {
        return jdbc.sql("SELECT id FROM accounts.accounts WHERE true" + WITHIN.formatted("id"))
                .params(id, id)
                .query(Long.class)
                .list();
    }
}
