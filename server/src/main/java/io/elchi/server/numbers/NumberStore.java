package io.elchi.server.numbers;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Networks, prefixes and ported numbers in PostgreSQL.
public final class NumberStore {
    private static final String ENTRIES = "SELECT n.mcc, n.mnc, n.name, n.country, array(SELECT p.prefix"
            + " FROM numbers.prefixes p WHERE p.mcc = n.mcc AND p.mnc = n.mnc ORDER BY p.prefix) AS prefixes"
            + " FROM numbers.networks n";

    private final JdbcClient jdbc;

    public NumberStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A network with its prefixes.
    public record ListedNetwork(Network network, List<String> prefixes) {}

    /// Adds a network, or changes its name and country, and gives it these prefixes beside those it has. A prefix
    /// that another network had moves.
    public void put(ListedNetwork entry) {
        Network network = entry.network();
        String[] prefixes = entry.prefixes().stream().distinct().toArray(String[]::new);
        // One statement: nobody sees the network without its prefixes.
        jdbc.sql("WITH network AS (INSERT INTO numbers.networks (mcc, mnc, name, country) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (mcc, mnc) DO UPDATE SET name = excluded.name, country = excluded.country,"
                        + " updated_at = now() RETURNING mcc, mnc)"
                        + " INSERT INTO numbers.prefixes (prefix, mcc, mnc)"
                        + " SELECT p, mcc, mnc FROM network, unnest(?::text[]) p"
                        + " ON CONFLICT (prefix) DO UPDATE SET mcc = excluded.mcc, mnc = excluded.mnc,"
                        + " updated_at = now()")
                .params(network.mcc(), network.mnc(), network.name(), network.country(), prefixes)
                .update();
    }

    /// Networks with their prefixes, by country and network code.
    ///
    /// @param cursor of the page before; null: from the first
    public Page<ListedNetwork> page(String cursor, int limit) {
        String after = cursor == null ? "" : cursor;
        List<ListedNetwork> found = jdbc.sql(ENTRIES + " WHERE n.mcc || n.mnc > ? ORDER BY n.mcc, n.mnc LIMIT ?")
                .params(after, limit + 1)
                .query((row, _) -> entry(row))
                .list();
        return Page.of(
                found, limit, entry -> entry.network().mcc() + entry.network().mnc());
    }

    public Optional<ListedNetwork> find(String mcc, String mnc) {
        return jdbc.sql(ENTRIES + " WHERE n.mcc = ? AND n.mnc = ?")
                .params(mcc, mnc)
                .query((row, _) -> entry(row))
                .optional();
    }

    private static ListedNetwork entry(ResultSet row) throws SQLException {
        return new ListedNetwork(
                new Network(
                        row.getString("mcc"), row.getString("mnc"), row.getString("name"), row.getString("country")),
                List.of((String[]) row.getArray("prefixes").getArray()));
    }

    /// Every network with its prefixes, in order.
    public List<ListedNetwork> list() {
        return jdbc.sql(ENTRIES + " ORDER BY n.mcc, n.mnc")
                .query((row, _) -> entry(row))
                .list();
    }

    /// A number that moved to another network.
    public record Ported(Msisdn number, String mcc, String mnc) {}

    /// Moves numbers to other networks. Of a number that stands twice the last one counts.
    ///
    /// @throws io.elchi.server.core.RefusedException when a network is not known; then none is moved
    public void port(List<Ported> numbers) {
        Map<Long, Ported> last = new LinkedHashMap<>();
        numbers.forEach(each -> last.put(each.number().number(), each));
        try {
            jdbc.sql("INSERT INTO numbers.ported_numbers (msisdn, mcc, mnc)"
                            + " SELECT * FROM unnest(?::bigint[], ?::text[], ?::text[])"
                            + " ON CONFLICT (msisdn) DO UPDATE SET mcc = excluded.mcc, mnc = excluded.mnc,"
                            + " updated_at = now()")
                    .params(
                            last.keySet().toArray(Long[]::new),
                            last.values().stream().map(Ported::mcc).toArray(String[]::new),
                            last.values().stream().map(Ported::mnc).toArray(String[]::new))
                    .update();
        } catch (DataIntegrityViolationException e) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "numbers", "one of the networks is not known")
                    .exception();
        }
    }

    /// Takes a number back to the network of its prefix; false when it had not moved.
    public boolean unport(Msisdn number) {
        return jdbc.sql("DELETE FROM numbers.ported_numbers WHERE msisdn = ?")
                        .param(number.number())
                        .update()
                > 0;
    }
}
