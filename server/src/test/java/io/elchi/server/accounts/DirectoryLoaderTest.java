package io.elchi.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.db.Following;
import io.elchi.server.db.TestDatabase;
import io.elchi.testkit.Seeds;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What is loaded as differences is what a whole load has.
class DirectoryLoaderTest {
    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private static Directory directory(TestDatabase database) {
        return new Directory(
                new AccountStore(database.database().jdbc()), new ManualClock(Instant.EPOCH), Duration.ofSeconds(60));
    }

    private final Directory directory = directory(database);
    private int mostNamed;
    private final Following following = new Following(database, "accounts", new DirectoryLoader(directory));

    private static Map<Long, Account> accounts(Directory directory) {
        Map<Long, Account> accounts = new TreeMap<>();
        directory.snapshot().accounts().forEach(account -> accounts.put(account.id(), account));
        return accounts;
    }

    private static Map<Long, String> keys(Directory directory) {
        Map<Long, String> keys = new TreeMap<>();
        directory
                .snapshot()
                .keys()
                .forEach(key -> keys.put(
                        key.id(),
                        key.accountId() + " " + Arrays.toString(key.hash()) + " " + key.networks() + " "
                                + new java.util.TreeSet<>(key.permissions()) + " " + key.expiresAt() + " "
                                + Arrays.toString(key.certificate()) + " " + key.newest()));
        return keys;
    }

    /// The keys that each certificate alone names.
    private static Map<String, Long> certificates(Directory directory) {
        Map<String, Long> named = new TreeMap<>();
        directory
                .snapshot()
                .certificates()
                .forEach(key -> named.put(HexFormat.of().formatHex(key.certificate()), key.id()));
        assertThat(named).hasSize(directory.snapshot().certificates().size());
        return named;
    }

    private void same() throws SQLException {
        Directory whole = directory(database);
        Following.load(database, new DirectoryLoader(whole));
        assertThat(accounts(directory)).isEqualTo(accounts(whole));
        assertThat(keys(directory)).isEqualTo(keys(whole));
        assertThat(certificates(directory)).isEqualTo(certificates(whole));
        mostNamed = Math.max(mostNamed, certificates(directory).size());
    }

    private static String keyChange(RandomGenerator random, String prefix) {
        String one = " WHERE prefix = (SELECT min(prefix) FROM accounts.api_keys WHERE prefix >= " + prefix + ")";
        return "UPDATE accounts.api_keys SET "
                + switch (random.nextInt(4)) {
                    case 0 ->
                        "status = CASE status WHEN 'active' THEN 'revoked' ELSE 'active' END, last_used_at = now()";
                    case 1 -> "replaced_by = CASE WHEN replaced_by IS NULL THEN id END";
                    // Where another key has the certificate it fails, and its transaction with it.
                    default -> "certificate_hash = sha256('" + random.nextInt(9) + "')";
                }
                + one;
    }

    private static String change(RandomGenerator random) {
        int id = random.nextInt(1, 40);
        String prefix = "lpad('" + random.nextInt(60) + "', 8, 'a')";
        return switch (random.nextInt(14)) {
            case 0, 1, 2 ->
                "INSERT INTO accounts.accounts (id, parent_id, type, name, currency) VALUES (" + id + ", "
                        + random.nextInt(1, Math.max(2, id)) + ", '" + (random.nextBoolean() ? "reseller" : "client")
                        + "', 'a', 'UZS')";
            case 3 ->
                "UPDATE accounts.accounts SET status = CASE status WHEN 'active' THEN 'suspended' ELSE 'active' END"
                        + " WHERE id = " + id;
            case 4 -> "UPDATE accounts.accounts SET name = 'n" + random.nextInt(9) + "' WHERE id = " + id;
            case 5 -> "UPDATE accounts.accounts SET currency = 'USD' WHERE id = " + id;
            // Above an account is one with a lower id: there is no circle.
            case 6 ->
                "UPDATE accounts.accounts SET parent_id = " + random.nextInt(1, Math.max(2, id)) + " WHERE id > 1"
                        + " AND id = " + id;
            // The root stays: a second one with its id would be its own parent.
            case 7 -> "DELETE FROM accounts.accounts WHERE id > 1 AND id = " + id;
            case 8, 9, 10 ->
                "INSERT INTO accounts.api_keys (account_id, name, prefix, key_hash, scopes) VALUES (" + id + ", 'k', "
                        + prefix + ", sha256('" + random.nextInt() + "'), '{sms:send}')";
            case 11 -> keyChange(random, prefix);
            case 12 ->
                "UPDATE accounts.api_keys SET prefix = lpad('" + random.nextInt(60) + "', 8, 'b'),"
                        + " ip_whitelist = '{10.0.0.0/8}', expires_at = now() WHERE account_id = " + id;
            default ->
                random.nextInt(8) == 0
                        ? "TRUNCATE accounts.api_keys"
                        : "DELETE FROM accounts.api_keys WHERE account_id < " + random.nextInt(10);
        };
    }

    @Test
    void interleavedTransactionsLeaveWhatAWholeLoadFinds() throws SQLException {
        database.execute("INSERT INTO accounts.accounts (id, type, name, currency) VALUES (1, 'admin', 'root', 'UZS')");
        Seeds.forEach(6, random -> following.play(random, 150, DirectoryLoaderTest::change, this::same));
        assertThat(accounts(directory)).hasSizeGreaterThan(10);
        assertThat(mostNamed).isGreaterThan(1);
    }

    /// When a key was used last is stored every minute, for many keys.
    @Test
    void theTimeOfAKeysLastUseIsNoChange() throws SQLException {
        database.execute("INSERT INTO accounts.accounts (id, type, name, currency) VALUES (1, 'admin', 'root', 'UZS')");
        database.execute("INSERT INTO accounts.api_keys (account_id, name, prefix, key_hash, scopes)"
                + " VALUES (1, 'k', 'aaaaaaaa', sha256('a'), '{admin}')");
        database.execute("DELETE FROM db.changes");
        database.execute("UPDATE accounts.api_keys SET last_used_at = now()");
        database.execute("UPDATE accounts.accounts SET name = 'root', updated_at = now()");
        int logged = database.database()
                .jdbc()
                .sql("SELECT count(*) FROM db.changes")
                .query(Integer.class)
                .single();
        assertThat(logged).isZero();
    }
}
