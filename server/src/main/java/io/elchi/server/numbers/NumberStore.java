package io.elchi.server.numbers;

import io.elchi.server.core.PrefixTrie;
import io.elchi.server.db.Notifications;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Numbers by the tables, in memory.
public final class NumberStore {
    private final JdbcClient jdbc;

    public NumberStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A network with its prefixes.
    public record Entry(Network network, List<String> prefixes) {}

    /// Adds a network, or changes its name and country, and gives it these prefixes beside those it has. A prefix that
    /// another network had moves.
    public void put(Entry entry) {
        Network network = entry.network();
        jdbc.sql("INSERT INTO numbers.networks (mcc, mnc, name, country) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (mcc, mnc) DO UPDATE SET name = excluded.name, country = excluded.country,"
                        + " updated_at = now()")
                .params(network.mcc(), network.mnc(), network.name(), network.country())
                .update();
        for (String prefix : entry.prefixes()) {
            jdbc.sql("INSERT INTO numbers.prefixes (prefix, mcc, mnc) VALUES (?, ?, ?)"
                            + " ON CONFLICT (prefix) DO UPDATE SET mcc = excluded.mcc, mnc = excluded.mnc,"
                            + " updated_at = now()")
                    .params(prefix, network.mcc(), network.mnc())
                    .update();
        }
    }

    /// Every network with its prefixes, in order.
    public List<Entry> list() {
        Map<String, List<String>> prefixes = new HashMap<>();
        jdbc.sql("SELECT prefix, mcc, mnc FROM numbers.prefixes ORDER BY prefix")
                .query((row, _) -> prefixes.computeIfAbsent(row.getString(2) + row.getString(3), _ -> new ArrayList<>())
                        .add(row.getString(1)))
                .list();
        return jdbc.sql("SELECT mcc, mnc, name, country FROM numbers.networks ORDER BY mcc, mnc")
                .query((row, _) -> new Entry(
                        new Network(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                        prefixes.getOrDefault(row.getString(1) + row.getString(2), List.of())))
                .list();
    }

    NumberTable.Snapshot snapshot() {
        List<Network> networks = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        Map<String, Integer> prefixes = new HashMap<>();
        for (Entry entry : list()) {
            int place = networks.size();
            networks.add(entry.network());
            places.put(entry.network().mcc() + entry.network().mnc(), place);
            entry.prefixes().forEach(prefix -> prefixes.put(prefix, place));
        }
        Map<Long, Network> ported = new HashMap<>();
        jdbc.sql("SELECT msisdn, mcc, mnc FROM numbers.ported_numbers")
                .query((row, _) ->
                        ported.put(row.getLong(1), networks.get(places.get(row.getString(2) + row.getString(3)))))
                .list();
        return NumberTable.Snapshot.of(networks, PrefixTrie.of(prefixes), ported);
    }

    /// Moves numbers to other networks, or back (network null).
    public void port(long msisdn, Network to) {
        if (to == null) {
            jdbc.sql("DELETE FROM numbers.ported_numbers WHERE msisdn = ?")
                    .param(msisdn)
                    .update();
        } else {
            jdbc.sql("INSERT INTO numbers.ported_numbers (msisdn, mcc, mnc) VALUES (?, ?, ?)"
                            + " ON CONFLICT (msisdn) DO UPDATE SET mcc = excluded.mcc, mnc = excluded.mnc,"
                            + " updated_at = now()")
                    .params(msisdn, to.mcc(), to.mnc())
                    .update();
        }
    }

    /// Keeps a table up to date from now on.
    void feed(NumberTable table, Notifications notifications) {
        table.take(snapshot());
        notifications.on("numbers", () -> table.take(snapshot()));
    }
}
