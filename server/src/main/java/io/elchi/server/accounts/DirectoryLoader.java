package io.elchi.server.accounts;

import io.elchi.server.accounts.Directory.Key;
import io.elchi.server.core.Cidr;
import io.elchi.server.core.LongMap;
import io.elchi.server.core.Permission;
import io.elchi.server.db.ChangedRows;
import io.elchi.server.db.Follower;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Loads accounts and keys into a directory: all of them, or those that changed.
final class DirectoryLoader implements Follower {
    private static final String ACCOUNTS = "accounts.accounts";
    private static final String KEYS = "accounts.api_keys";
    private static final String ALL_ACCOUNTS = "SELECT * FROM accounts.accounts";
    private static final String SOME_ACCOUNTS = ALL_ACCOUNTS + " WHERE id = ANY (?::bigint[])";
    private static final String ALL_KEYS = "SELECT prefix, id, account_id, key_hash,"
            + " array_to_string(ip_whitelist, ' ') AS networks, array_to_string(scopes, ' ') AS scopes, expires_at,"
            + " certificate_hash, replaced_by IS NULL AS newest"
            + " FROM accounts.api_keys WHERE status = 'active'";
    private static final String SOME_KEYS = ALL_KEYS + " AND prefix = ANY (?::text[])";
    private static final int FETCH = 1_000;

    private final Directory directory;
    /// Many keys have the same.
    private final Map<String, Opened> granted = new HashMap<>();

    DirectoryLoader(Directory directory) {
        this.directory = directory;
    }

    @Override
    public List<String> tables() {
        return List.of(ACCOUNTS, KEYS);
    }

    @Override
    public void load(Connection connection) throws SQLException {
        AccountTree accounts = AccountTree.of(accounts(connection, null));
        Map<Long, Key> keys = keys(connection, null);
        directory.take(new Directory.Snapshot(accounts, LongMap.of(keys), LongMap.of(byCertificate(keys))));
    }

    @Override
    public void load(Connection connection, ChangedRows changes) throws SQLException {
        Directory.Snapshot last = directory.snapshot();
        Set<String> accountIds = changes.keys(ACCOUNTS);
        AccountTree accounts = last.accounts();
        if (!accountIds.isEmpty()) {
            Map<Long, Account> rows = accounts(connection, accountIds);
            Set<Long> removed = new HashSet<>();
            accountIds.forEach(id -> removed.add(Long.parseLong(id)));
            removed.removeAll(rows.keySet());
            accounts = accounts.with(rows, removed);
        }
        Set<String> prefixes = changes.keys(KEYS);
        LongMap<Key> keys = last.keys();
        LongMap<Key> certificates = last.certificates();
        if (!prefixes.isEmpty()) {
            Map<Long, Key> rows = keys(connection, prefixes);
            Set<Long> removed = new HashSet<>();
            prefixes.stream().filter(KeyText::isPrefix).forEach(prefix -> removed.add(KeyText.code(prefix)));
            Map<Long, Key> named = byCertificate(rows);
            certificates = certificates.with(named, unnamed(last, removed, named.keySet()));
            removed.removeAll(rows.keySet());
            keys = keys.with(rows, removed);
        }
        directory.take(new Directory.Snapshot(accounts, keys, certificates));
    }

    /// The keys that their certificate alone names.
    private static Map<Long, Key> byCertificate(Map<Long, Key> keys) {
        Map<Long, Key> named = new HashMap<>();
        for (Key key : keys.values()) {
            if (key.isNamedByCertificate()) {
                named.put(Directory.certificateCode(key.certificate()), key);
            }
        }
        return named;
    }

    /// The certificates that named one of the keys that changed, and name none of them any more.
    private static Set<Long> unnamed(Directory.Snapshot last, Set<Long> changed, Set<Long> named) {
        Set<Long> unnamed = new HashSet<>();
        for (long prefix : changed) {
            Key before = last.keys().get(prefix);
            if (before != null && before.isNamedByCertificate()) {
                long code = Directory.certificateCode(before.certificate());
                Key holder = last.certificates().get(code);
                if (holder != null && holder.id() == before.id()) {
                    unnamed.add(code);
                }
            }
        }
        unnamed.removeAll(named);
        return unnamed;
    }

    private static Map<Long, Account> accounts(Connection connection, Set<String> ids) throws SQLException {
        Map<Long, Account> accounts = new HashMap<>();
        try (PreparedStatement select = prepare(connection, ids, ALL_ACCOUNTS, SOME_ACCOUNTS);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Account account = AccountStore.account(rows);
                accounts.put(account.id(), account);
            }
        }
        return accounts;
    }

    private Map<Long, Key> keys(Connection connection, Set<String> prefixes) throws SQLException {
        Map<Long, Key> keys = new HashMap<>();
        try (PreparedStatement select = prepare(connection, prefixes, ALL_KEYS, SOME_KEYS);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String prefix = rows.getString(1);
                if (KeyText.isPrefix(prefix)) {
                    keys.put(KeyText.code(prefix), key(rows));
                }
            }
        }
        return keys;
    }

    /// @param wanted null: all
    private static PreparedStatement prepare(Connection connection, Set<String> wanted, String all, String some)
            throws SQLException {
        PreparedStatement select = connection.prepareStatement(wanted == null ? all : some);
        select.setFetchSize(FETCH);
        if (wanted != null) {
            select.setArray(1, connection.createArrayOf("text", wanted.toArray()));
        }
        return select;
    }

    private Key key(ResultSet row) throws SQLException {
        String networks = row.getString("networks");
        Opened opens = granted.computeIfAbsent(row.getString("scopes"), Opened::of);
        return new Key(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getBytes("key_hash"),
                networks == null || networks.isEmpty()
                        ? List.of()
                        : Arrays.stream(networks.split(" ")).map(Cidr::parse).toList(),
                opens.permissions,
                opens.staff,
                AccountStore.instant(row, "expires_at"),
                row.getBytes("certificate_hash"),
                row.getBoolean("newest"));
    }

    /// What some scopes open.
    private record Opened(Set<Permission> permissions, boolean staff) {
        static Opened of(String texts) {
            Set<Scope> scopes = new HashSet<>();
            Arrays.stream(texts.split(" ")).forEach(text -> Scope.of(text).ifPresent(scopes::add));
            return new Opened(Scope.permissions(scopes), scopes.stream().anyMatch(Scope::isForStaff));
        }
    }
}
