package io.elchi.server.numbers;

import io.elchi.server.core.LongMap;
import io.elchi.server.core.MsisdnTable;
import io.elchi.server.core.PrefixTrie;
import io.elchi.server.db.ChangedRows;
import io.elchi.server.db.CopyReader;
import io.elchi.server.db.Follower;
import io.elchi.server.numbers.NumberTable.Snapshot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Loads networks, prefixes and ported numbers into a table. Of ported numbers, which are many, only those that
/// changed are loaded again; networks and prefixes are always loaded whole.
final class NumberLoader implements Follower {
    private static final String PORTED = "numbers.ported_numbers";
    private static final String NETWORKS = "SELECT mcc, mnc, name, country FROM numbers.networks ORDER BY mcc, mnc";
    private static final String PREFIXES = "SELECT prefix, mcc, mnc FROM numbers.prefixes";
    private static final String COUNT = "SELECT count(*) FROM numbers.ported_numbers";
    /// The number, and [Network#code] of its network.
    private static final String NUMBERS =
            "SELECT msisdn, (mcc::int << 12) | (mnc::int << 2) | length(mnc)" + " FROM numbers.ported_numbers";
    private static final String SOME_NUMBERS = NUMBERS + " WHERE msisdn = ANY (?::bigint[])";

    private final NumberTable table;

    NumberLoader(NumberTable table) {
        this.table = table;
    }

    /// Networks with their places, by code.
    private record Places(List<Network> networks, LongMap<Integer> byCode, PrefixTrie prefixes) {
        static Places of(Snapshot snapshot) {
            return new Places(
                    List.of(snapshot.networks()), LongMap.of(codes(List.of(snapshot.networks()))), snapshot.prefixes());
        }
    }

    private static Map<Long, Integer> codes(List<Network> networks) {
        Map<Long, Integer> byCode = new HashMap<>();
        for (int place = 0; place < networks.size(); place++) {
            byCode.put((long) networks.get(place).code(), place);
        }
        return byCode;
    }

    @Override
    public List<String> tables() {
        return List.of(PORTED);
    }

    @Override
    public void load(Connection connection) throws SQLException {
        Places places = places(connection, List.of());
        MsisdnTable.Builder ported = new MsisdnTable.Builder(count(connection));
        try (CopyReader rows = new CopyReader(connection, NUMBERS)) {
            while (rows.next()) {
                long number = rows.readLong();
                ported.put(number, places.byCode.get(rows.readInt()));
            }
        }
        table.take(new Snapshot(places.networks.toArray(Network[]::new), places.prefixes, ported.build()));
    }

    private static int count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(COUNT)) {
            row.next();
            return Math.toIntExact(row.getLong(1));
        }
    }

    @Override
    public void load(Connection connection, ChangedRows changes) throws SQLException {
        Snapshot last = table.snapshot();
        // The network of a number that changed is known, or it changed, too: a number refers to it.
        boolean networks = changes.isWhole("numbers.networks") || changes.isWhole("numbers.prefixes");
        Places places = networks ? places(connection, List.of(last.networks())) : Places.of(last);
        if (places.networks.size() > MsisdnTable.MAX_VALUE) {
            // Places of networks that are gone.
            load(connection);
            return;
        }
        table.take(new Snapshot(
                places.networks.toArray(Network[]::new),
                places.prefixes,
                last.ported().with(ported(connection, changes.keys(PORTED), places))));
    }

    private static Map<Long, Integer> ported(Connection connection, Set<String> numbers, Places places)
            throws SQLException {
        Map<Long, Integer> changed = new HashMap<>();
        if (numbers.isEmpty()) {
            return changed;
        }
        numbers.forEach(number -> changed.put(Long.parseLong(number), MsisdnTable.NONE));
        try (PreparedStatement select = connection.prepareStatement(SOME_NUMBERS)) {
            select.setArray(1, connection.createArrayOf("text", numbers.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    changed.put(rows.getLong(1), places.byCode.get(rows.getInt(2)));
                }
            }
        }
        return changed;
    }

    /// @param known networks that keep their places, by which ported numbers name them; those that are gone, too
    private static Places places(Connection connection, List<Network> known) throws SQLException {
        List<Network> networks = new ArrayList<>(known);
        Map<Long, Integer> byCode = codes(known);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(NETWORKS)) {
            while (rows.next()) {
                Network network =
                        new Network(rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4));
                Integer place = byCode.putIfAbsent((long) network.code(), networks.size());
                if (place == null) {
                    networks.add(network);
                } else {
                    networks.set(place, network);
                }
            }
        }
        Map<String, Integer> prefixes = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(PREFIXES)) {
            while (rows.next()) {
                Network network = new Network(rows.getString(2), rows.getString(3), null, null);
                prefixes.put(rows.getString(1), byCode.get((long) network.code()));
            }
        }
        return new Places(networks, LongMap.of(byCode), PrefixTrie.of(prefixes));
    }
}
