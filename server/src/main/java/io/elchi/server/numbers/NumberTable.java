package io.elchi.server.numbers;

import io.elchi.server.core.Msisdn;
import io.elchi.server.core.MsisdnTable;
import io.elchi.server.core.PrefixTrie;
import io.elchi.server.numbers.NumbersProperties.Accept;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Answers from memory.
public final class NumberTable implements Numbers {
    private final NumberPlan plan = new NumberPlan();
    private final Accept accept;
    private volatile Snapshot snapshot = Snapshot.of(List.of(), PrefixTrie.of(Map.of()), Map.of());
    /// Numbers of no known network, by country: so that none is made for each message.
    private final Map<String, Network> countries = new java.util.concurrent.ConcurrentHashMap<>();

    NumberTable(Accept accept) {
        this.accept = accept;
    }

    /// The tables at one moment.
    ///
    /// @param prefixes the places of their networks
    /// @param ported the places of their networks
    /// @param asPorted the same networks for the numbers that moved to them
    record Snapshot(Network[] networks, Network[] asPorted, PrefixTrie prefixes, MsisdnTable ported) {
        Snapshot(Network[] networks, PrefixTrie prefixes, MsisdnTable ported) {
            this(networks, Arrays.stream(networks).map(Network::asPorted).toArray(Network[]::new), prefixes, ported);
        }

        static Snapshot of(List<Network> networks, PrefixTrie prefixes, Map<Long, Network> ported) {
            MsisdnTable.Builder table = new MsisdnTable.Builder(ported.size());
            ported.forEach((number, network) -> table.put(number, networks.indexOf(network)));
            return new Snapshot(networks.toArray(Network[]::new), prefixes, table.build());
        }
    }

    void take(Snapshot next) {
        snapshot = next;
    }

    Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public Parsed parse(String text, String defaultCountry) {
        NumberPlan.Reading reading = plan.read(text, defaultCountry);
        if (reading.why() != null) {
            return new Parsed.Invalid(reading.why());
        }
        Msisdn number = new Msisdn(reading.number());
        Accept least = reading.doubtful() ? Accept.MOBILE : accept;
        if (least == Accept.POSSIBLE || isKnown(number)) {
            return new Parsed.Valid(number);
        }
        String why = plan.violation(number, least);
        if (why == null) {
            return new Parsed.Valid(number);
        }
        return new Parsed.Invalid(reading.doubtful() ? NumberPlan.DOUBTFUL : why);
    }

    /// Whether the tables have its network: they are newer than the numbering plan.
    private boolean isKnown(Msisdn number) {
        Snapshot now = snapshot;
        return now.prefixes.longest(number) != PrefixTrie.NONE || now.ported.get(number.number()) != MsisdnTable.NONE;
    }

    @Override
    public int countryCode(String country) {
        return plan.countryCode(country);
    }

    @Override
    public boolean sharesCountryCode(String country) {
        return plan.isShared(plan.countryCode(country));
    }

    @Override
    public Network network(Msisdn number) {
        Snapshot now = snapshot;
        int ported = now.ported.get(number.number());
        if (ported != MsisdnTable.NONE) {
            return now.asPorted[ported];
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

    @Override
    public List<Network> networks() {
        return List.of(snapshot.networks);
    }
}
