package io.elchi.server.numbers;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.Transactions;
import io.elchi.server.db.Tx;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Replaces all networks and their prefixes at once.
public final class NetworkLists {
    private static final String FOREIGN_KEY = "23503";
    private static final String REMOVE_PREFIXES = "DELETE FROM numbers.prefixes WHERE prefix <> ALL (?)";
    private static final String REMOVE_NETWORKS = "DELETE FROM numbers.networks WHERE mcc || '-' || mnc <> ALL (?)";
    private static final String PUT_NETWORKS = "INSERT INTO numbers.networks (mcc, mnc, name, country)"
            + " SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[])"
            + " ON CONFLICT (mcc, mnc) DO UPDATE SET name = excluded.name, country = excluded.country, updated_at = now()"
            + " WHERE (networks.name, networks.country) IS DISTINCT FROM (excluded.name, excluded.country)";
    private static final String PUT_PREFIXES = "INSERT INTO numbers.prefixes (prefix, mcc, mnc)"
            + " SELECT * FROM unnest(?::text[], ?::text[], ?::text[])"
            + " ON CONFLICT (prefix) DO UPDATE SET mcc = excluded.mcc, mnc = excluded.mnc, updated_at = now()"
            + " WHERE (prefixes.mcc, prefixes.mnc) IS DISTINCT FROM (excluded.mcc, excluded.mnc)";

    private final Transactions transactions;

    NetworkLists(Transactions transactions) {
        this.transactions = transactions;
    }

    /// A network that differs.
    ///
    /// @param before null: it was not there
    /// @param after null: it will not be there
    public record NetworkDifference(NumberStore.ListedNetwork before, NumberStore.ListedNetwork after) {}

    /// What differs between two lists, by country and network code: what is removed first.
    public static List<NetworkDifference> differences(
            Collection<NumberStore.ListedNetwork> before, Collection<NumberStore.ListedNetwork> after) {
        Map<String, NumberStore.ListedNetwork> wanted = new HashMap<>();
        after.forEach(each -> wanted.put(key(each), each));
        List<NetworkDifference> changed = new ArrayList<>();
        List<NetworkDifference> all = new ArrayList<>();
        for (NumberStore.ListedNetwork each : before) {
            NumberStore.ListedNetwork other = wanted.remove(key(each));
            if (other == null) {
                all.add(new NetworkDifference(each, null));
            } else if (!each.equals(other)) {
                changed.add(new NetworkDifference(each, other));
            }
        }
        all.addAll(changed);
        after.stream()
                .filter(each -> wanted.containsKey(key(each)))
                .forEach(each -> all.add(new NetworkDifference(null, each)));
        return List.copyOf(all);
    }

    private static String key(NumberStore.ListedNetwork each) {
        return each.network().mcc() + "-" + each.network().mnc();
    }

    /// Puts a list in the place of all networks.
    ///
    /// @param isExpected whether the current networks are those that it is to replace
    /// @return what it changed
    /// @throws RefusedException when they are not, or a network is to be removed to which numbers moved
    public List<NetworkDifference> replace(
            List<NumberStore.ListedNetwork> wanted, Function<List<NumberStore.ListedNetwork>, Boolean> isExpected) {
        return transactions.run(tx -> {
            List<NumberStore.ListedNetwork> before = alone(tx);
            if (!isExpected.apply(before)) {
                throw Refusal.ofField(Failure.PRECONDITION_FAILED, "If-Match", "the networks were changed")
                        .exception();
            }
            try {
                change(tx.connection(), wanted);
            } catch (SQLException e) {
                if (FOREIGN_KEY.equals(e.getSQLState())) {
                    throw Refusal.of(Failure.CONFLICT, "numbers moved to a network that is not in the file")
                            .exception();
                }
                throw e;
            }
            return differences(before, wanted);
        });
    }

    /// The networks; nobody else changes them until the transaction ends.
    private static List<NumberStore.ListedNetwork> alone(Tx tx) throws SQLException {
        try (Statement lock = tx.connection().createStatement()) {
            lock.execute("LOCK TABLE numbers.networks, numbers.prefixes IN SHARE ROW EXCLUSIVE MODE");
        }
        return new NumberStore(JdbcClient.create(new SingleConnectionDataSource(tx.connection(), true))).list();
    }

    private static void change(Connection connection, List<NumberStore.ListedNetwork> wanted) throws SQLException {
        List<String[]> networks = new ArrayList<>();
        List<String[]> prefixes = new ArrayList<>();
        for (NumberStore.ListedNetwork each : wanted) {
            Network network = each.network();
            networks.add(new String[] {network.mcc(), network.mnc(), network.name(), network.country()});
            each.prefixes().forEach(prefix -> prefixes.add(new String[] {prefix, network.mcc(), network.mnc()}));
        }
        update(connection, PUT_NETWORKS, networks, 4);
        update(connection, PUT_PREFIXES, prefixes, 3);
        remove(connection, REMOVE_PREFIXES, prefixes.stream().map(row -> row[0]).toArray());
        remove(
                connection,
                REMOVE_NETWORKS,
                networks.stream().map(row -> row[0] + "-" + row[1]).toArray());
    }

    private static void update(Connection connection, String sql, List<String[]> rows, int columns)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < columns; i++) {
                int column = i;
                statement.setArray(
                        i + 1,
                        connection.createArrayOf(
                                "text", rows.stream().map(row -> row[column]).toArray()));
            }
            statement.executeUpdate();
        }
    }

    private static void remove(Connection connection, String sql, Object[] kept) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", kept));
            statement.executeUpdate();
        }
    }
}
