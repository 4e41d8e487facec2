package io.elchi.bench.rules;

import io.elchi.server.core.Msisdn;
import io.elchi.server.numbers.Network;
import io.elchi.server.numbers.Numbers;
import java.util.List;

/// Numbers of one network, so that the look-up of a network is not measured.
final class OneNetwork implements Numbers {
    private static final Network NETWORK = new Network("434", "04", "beeline", "UZ");

    @Override
    public Parsed parse(String text, String defaultCountry) {
        throw new UnsupportedOperationException("rules parse no numbers");
    }

    @Override
    public int countryCode(String country) {
        return 0;
    }

    @Override
    public boolean sharesCountryCode(String country) {
        return false;
    }

    @Override
    public Network network(Msisdn number) {
        return NETWORK;
    }

    @Override
    public List<Network> networks() {
        return List.of(NETWORK);
    }
}
