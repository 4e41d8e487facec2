package io.elchi.server.numbers;

import io.elchi.server.core.LongTable;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.PrefixTrie;
import java.util.List;
import java.util.Map;

/// Answers from memory.
public final class NumberTable implements Numbers {
    private final NumberPlan plan = new NumberPlan();
    private volatile Snapshot snapshot = Snapshot.of(List.of(), PrefixTrie.of(Map.of()), Map.of());
    /// Numbers of no known network, by country: so that none is made for each message.
    private final Map<String, Network> countries = new java.util.concurrent.ConcurrentHashMap<>();

    /// The tables at one moment.
    record Snapshot(Network[] networks, PrefixTrie prefixes, LongTable<Network> ported) {
        static Snapshot of(List<Network> networks, PrefixTrie prefixes, Map<Long, Network> ported) {
            LongTable<Network> table = new LongTable<>();
            ported.forEach(table::put);
            return new Snapshot(networks.toArray(Network[]::new), prefixes, table);
        }
    }

    void take(Snapshot next) {
        snapshot = next;
    }

    @Override
    public Parsed parse(String text) {
        return plan.parse(text);
    }

    @Override
    public Network network(Msisdn number) {
        Snapshot now = snapshot;
        Network ported = now.ported.get(number.number());
        if (ported != null) {
            return ported;
        }
        int place = now.prefixes.longest(number);
        if (place != PrefixTrie.NONE) {
            return now.networks[place];
        }
        String country = plan.country(number);
        return country == null
                ? Network.UNKNOWN
                : countries.computeIfAbsent(country, iso -> new Network(null, null, null, iso));
    }
}
