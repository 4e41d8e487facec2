package io.elchi.e2e;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/// Writes into a fresh database what a load needs: accounts with money and keys, one operator with its link, a
/// route, a price.
public final class Seeding {
    private static final int KEY_OCTETS = 32;

    private Seeding() {}

    /// The amounts.
    ///
    /// @param accounts clients, each with a key
    /// @param sessions of the operator's link
    /// @param window of each session
    /// @param operator its options, as JSON
    /// @param link its options, as JSON
    /// @param hooked how many of the accounts have a webhook
    /// @param sinkPort where the webhooks go
    public record Plan(int accounts, int sessions, int window, String operator, String link, int hooked, int sinkPort) {
        /// With default options, and without webhooks.
        public static Plan of(int accounts, int sessions, int window) {
            return new Plan(accounts, sessions, window, "{}", "{}", 0, 0);
        }

        /// With options of the operator.
        public Plan operator(String json) {
            return new Plan(accounts, sessions, window, json, link, hooked, sinkPort);
        }

        /// With options of the link.
        public Plan link(String json) {
            return new Plan(accounts, sessions, window, operator, json, hooked, sinkPort);
        }

        /// With webhooks for so many of the accounts.
        public Plan webhooks(int count, int port) {
            return new Plan(accounts, sessions, window, operator, link, count, port);
        }
    }

    /// Adds an operator like the first one, which gets half of the messages.
    public static void addOperator(Connection database, String name, Plan plan, int operatorPort) throws SQLException {
        try (Statement statement = database.createStatement()) {
            addOperator(statement, name, plan, operatorPort);
        }
        database.commit();
    }

    private static void addOperator(Statement statement, String name, Plan plan, int operatorPort) throws SQLException {
        long operator = id(
                statement,
                "INSERT INTO routing.operators (name, smpp_connector_id, default_cost, currency, options)"
                        + " VALUES ('" + name + "', '" + name + "', 30, 'UZS', '" + plan.operator()
                        + "') RETURNING id");
        statement.execute("INSERT INTO routing.routes (operator_id) VALUES (" + operator + ")");
        statement.execute("INSERT INTO routing.smpp_links (operator_id, name, host, port, system_id, password,"
                + " sessions, send_window, options) VALUES (" + operator + ", '" + name + "', '127.0.0.1', "
                + operatorPort + ", 'elchi', 'secret', " + plan.sessions() + ", " + plan.window()
                + ", '" + plan.link() + "')");
    }

    /// @return a key for each account
    public static List<String> seed(Connection database, Plan plan, int operatorPort) throws SQLException {
        List<String> keys = new ArrayList<>();
        database.setAutoCommit(false);
        try (Statement statement = database.createStatement()) {
            long admin = id(
                    statement,
                    "INSERT INTO accounts.accounts (type, name, currency)"
                            + " VALUES ('admin', 'root', 'UZS') RETURNING id");
            statement.execute(
                    "INSERT INTO numbers.networks (mcc, mnc, name, country) VALUES ('434', '04', 'beeline', 'UZ')");
            statement.execute("INSERT INTO numbers.prefixes (prefix, mcc, mnc) VALUES ('99890', '434', '04')");
            addOperator(statement, "beeline", plan, operatorPort);
            statement.execute("INSERT INTO tariffs.tariff_routes (price_per_sms, currency) VALUES (45.5, 'UZS')");
            for (int i = 0; i < plan.accounts(); i++) {
                long account = id(
                        statement,
                        "INSERT INTO accounts.accounts (parent_id, type, name, currency, rate_per_second) VALUES ("
                                + admin + ", 'client', 'client " + i + "', 'UZS', 1000000) RETURNING id");
                statement.execute("INSERT INTO billing.account_balances (account_id, currency, credit_limit)"
                        + " VALUES (" + account + ", 'UZS', 100000000000)");
                statement.execute(
                        "INSERT INTO compliance.senders (account_id, sender) VALUES (" + account + ", 'Elchi')");
                keys.add(key(database, account, String.format("b%07d", account)));
                if (i < plan.hooked()) {
                    statement.execute("INSERT INTO webhooks.endpoints (account_id, url, secret) VALUES (" + account
                            + ", 'http://127.0.0.1:" + plan.sinkPort() + "/hook/" + account + "', 'whsec_"
                            + Base64.getEncoder().encodeToString(new byte[KEY_OCTETS]) + "')");
                }
            }
        }
        database.commit();
        return keys;
    }

    private static long id(Statement statement, String insert) throws SQLException {
        try (ResultSet row = statement.executeQuery(insert)) {
            row.next();
            return row.getLong(1);
        }
    }

    /// Writes a key for the admin API.
    public static String adminKey(Connection database) throws SQLException {
        try (Statement statement = database.createStatement()) {
            long admin = id(statement, "SELECT id FROM accounts.accounts WHERE type = 'admin' ORDER BY id LIMIT 1");
            String key = key(database, admin, "adminkey", "{admin}");
            if (!database.getAutoCommit()) {
                database.commit();
            }
            return key;
        }
    }

    /// Subscribes all clients to events that they pull.
    public static void pulls(Connection database, Collection<String> types) throws SQLException {
        try (PreparedStatement insert = database.prepareStatement("INSERT INTO events.pulls (account_id, type,"
                + " pulled_at) SELECT id, unnest(?), now() FROM accounts.accounts WHERE type = 'client'")) {
            insert.setArray(1, database.createArrayOf("text", types.toArray()));
            insert.executeUpdate();
        }
        if (!database.getAutoCommit()) {
            database.commit();
        }
    }

    /// A client of OAuth2 with its secret.
    public record Machine(String clientId, String secret) {}

    /// Writes a client of OAuth2 for each client account, by its id.
    public static List<Machine> machines(Connection database) throws SQLException {
        List<Machine> machines = new ArrayList<>();
        try (PreparedStatement select = database.prepareStatement(
                        "SELECT id FROM accounts.accounts WHERE type = 'client' ORDER BY id");
                ResultSet accounts = select.executeQuery();
                PreparedStatement insert = database.prepareStatement("INSERT INTO oauth.clients"
                        + " (account_id, name, client_id, secret_hash, scopes)"
                        + " VALUES (?, 'load', ?, ?, '{sms:send,sms:read}')")) {
            while (accounts.next()) {
                byte[] random = new byte[KEY_OCTETS];
                new SecureRandom().nextBytes(random);
                String secret = "elchi_secret_"
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
                Machine machine = new Machine(String.format("elchi_client_m%07d", accounts.getLong(1)), secret);
                insert.setLong(1, accounts.getLong(1));
                insert.setString(2, machine.clientId);
                insert.setBytes(3, sha256(secret));
                insert.executeUpdate();
                machines.add(machine);
            }
        }
        if (!database.getAutoCommit()) {
            database.commit();
        }
        return machines;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Writes a key.
    ///
    /// @param prefix its visible part, 8 characters
    /// @return as its owner has it
    public static String key(Connection database, long account, String prefix) throws SQLException {
        return key(database, account, prefix, "{sms:send,sms:read,webhooks}");
    }

    private static String key(Connection database, long account, String prefix, String scopes) throws SQLException {
        byte[] secret = new byte[KEY_OCTETS];
        new SecureRandom().nextBytes(secret);
        String key = "elchi_" + prefix + "_"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        try (PreparedStatement insert = database.prepareStatement("INSERT INTO accounts.api_keys"
                + " (account_id, name, prefix, key_hash, scopes) VALUES (?, 'load', ?, ?, ?::text[])")) {
            insert.setLong(1, account);
            insert.setString(2, prefix);
            insert.setBytes(3, sha256(key));
            insert.setString(4, scopes);
            insert.executeUpdate();
        }
        return key;
    }
}
