package io.elchi.bench.loading;

import io.elchi.bench.Options;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Fills the tables that the server keeps in memory.
final class LargeTables {
    private static final int RESELLERS = 100;
    private static final int NETWORKS = 20;

    private LargeTables() {}

    static void fill(Connection database, Options options) throws SQLException {
        database.setAutoCommit(false);
        try (Statement statement = database.createStatement()) {
            accounts(statement, options.number("accounts"), options.number("keys"));
            numbers(statement, options.number("ported"));
            statement.execute("INSERT INTO compliance.blocklist (kind, pattern) SELECT 'number', 998900000000 + i * 7"
                    + " FROM generate_series(1, " + options.number("blocks") + ") i");
            statement.execute("INSERT INTO tariffs.tariff_routes (account_id, mcc, mnc, price_per_sms, currency)"
                    + " SELECT 1 + i / 10, '434', lpad((i % 10)::text, 2, '0'), 50, 'UZS' FROM generate_series(1, "
                    + options.number("prices") + ") i");
        }
        database.commit();
        database.setAutoCommit(true);
        try (Statement statement = database.createStatement()) {
            statement.execute("VACUUM (ANALYZE) accounts.accounts, accounts.api_keys, numbers.ported_numbers,"
                    + " compliance.blocklist, compliance.senders, tariffs.tariff_routes");
        }
    }

    /// Below the server's own account of administrators, which is the first.
    private static void accounts(Statement statement, int accounts, int keys) throws SQLException {
        statement.execute("INSERT INTO accounts.accounts (parent_id, type, name, currency)"
                + " SELECT 1, 'reseller', 'reseller ' || i, 'UZS' FROM generate_series(1, " + RESELLERS + ") i");
        statement.execute("INSERT INTO accounts.accounts (parent_id, type, name, currency, external_ref, contact)"
                + " SELECT 2 + i % " + RESELLERS + ", 'client', 'client ' || i, 'UZS', 'crm-' || i,"
                + " 'ops' || i || '@example.com' FROM generate_series(1, " + accounts + ") i");
        statement.execute("INSERT INTO billing.account_balances (account_id, currency, credit_limit)"
                + " SELECT id, 'UZS', 1000000 FROM accounts.accounts WHERE type <> 'admin'");
        statement.execute("INSERT INTO accounts.api_keys (account_id, name, prefix, key_hash, scopes, ip_whitelist)"
                + " SELECT " + (RESELLERS + 2) + " + i % " + accounts + ", 'key', 'k' || lpad(i::text, 7, '0'),"
                + " sha256(i::text::bytea), '{sms:send,sms:read}',"
                + " CASE WHEN i % 4 = 0 THEN ARRAY['10.0.0.0/8', '192.0.2.7'] END FROM generate_series(1, " + keys
                + ") i");
        statement.execute("INSERT INTO compliance.senders (account_id, sender)"
                + " SELECT id, 'S' || id FROM accounts.accounts WHERE type = 'client'");
    }

    private static void numbers(Statement statement, int ported) throws SQLException {
        statement.execute("INSERT INTO numbers.networks (mcc, mnc, name, country)"
                + " SELECT '434', lpad(i::text, 2, '0'), 'network ' || i, 'UZ' FROM generate_series(0, "
                + (NETWORKS - 1) + ") i");
        statement.execute("INSERT INTO numbers.prefixes (prefix, mcc, mnc) SELECT '9989' || i, '434'," + " lpad((i % "
                + NETWORKS + ")::text, 2, '0') FROM generate_series(0, 9) i");
        statement.execute("INSERT INTO numbers.ported_numbers (msisdn, mcc, mnc) SELECT 998900000000 + i * 3, '434',"
                + " lpad((i % " + NETWORKS + ")::text, 2, '0') FROM generate_series(1, " + ported + ") i");
    }
}
