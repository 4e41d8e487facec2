package io.elchi.server.rules;

import io.elchi.server.core.Msisdn;
import io.elchi.server.numbers.Network;
import io.elchi.server.numbers.Numbers;
import java.util.List;

/// Two networks of one country, one of another, and numbers of none.
final class PrefixNumbers implements Numbers {
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
        String digits = number.digits();
        if (digits.startsWith("99890")) {
            return new Network("434", "04", "beeline", "UZ");
        }
        if (digits.startsWith("99893")) {
            return new Network("434", "05", "ucell", "UZ");
        }
        return digits.startsWith("7701") ? new Network("401", "02", "kcell", "KZ") : Network.UNKNOWN;
    }

    @Override
    public List<Network> networks() {
        return List.of();
    }
}
