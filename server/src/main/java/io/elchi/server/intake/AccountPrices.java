package io.elchi.server.intake;

import io.elchi.server.accounts.Account;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.numbers.Network;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.routing.RouteQuery;
import io.elchi.server.routing.RouteService;
import io.elchi.server.tariffs.PartPrice;
import io.elchi.server.tariffs.PriceArea;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an account pays for a part, for a number or for destinations as its prices name them. It says nothing of
/// operators and costs.
public final class AccountPrices {
    /// Of one answer.
    private static final int MOST_PRICES = 500;
    private static final Pattern PREFIX = Pattern.compile("[1-9][0-9]{0,14}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern MCC = Pattern.compile("[0-9]{3}");
    private static final Pattern MNC = Pattern.compile("[0-9]{2,3}");

    private final Numbers numbers;
    private final RouteService routes;

    AccountPrices(Numbers numbers, RouteService routes) {
        this.numbers = numbers;
        this.routes = routes;
    }

    /// The question: a number, or a prefix, a country or a network. What was not asked for is null.
    public record PriceQuestion(String to, String prefix, String country, String mcc, String mnc) {
        /// @throws RefusedException when it names none or several
        private void check() {
            if (mnc != null && mcc == null) {
                throw Refusal.ofField(Failure.MISSING_FIELD, "mcc", "an mnc needs its mcc")
                        .exception();
            }
            long asked =
                    Stream.of(to, prefix, country, mcc).filter(Objects::nonNull).count();
            if (asked == 0) {
                throw Refusal.ofField(Failure.MISSING_FIELD, "to", "or ask for a prefix, country or mcc")
                        .exception();
            }
            if (asked > 1) {
                throw Refusal.ofField(
                                Failure.INVALID_FIELD,
                                to != null ? "to" : prefix != null ? "prefix" : "country",
                                "ask for one of to, prefix, country and mcc")
                        .exception();
            }
            check("prefix", prefix, PREFIX, "1 to 15 digits that begin with a country code");
            check("country", country, COUNTRY, "a country of ISO 3166, like UZ");
            check("mcc", mcc, MCC, "three digits");
            check("mnc", mnc, MNC, "two or three digits");
        }

        private static void check(String name, String value, Pattern form, String words) {
            if (value != null && !form.matcher(value).matches()) {
                throw Refusal.ofField(Failure.INVALID_FIELD, name, words).exception();
            }
        }
    }

    /// @param to the number; null: none was asked for
    /// @param network of the number; null: none was asked for, or it is not known
    /// @param items of a number: the price of the operator that is tried first, then those of fallbacks that
    ///     differ
    /// @param complete whether there are no more
    public record PriceAnswer(String to, NetworkName network, List<PartPrice> items, boolean complete) {}

    public record NetworkName(String mcc, String mnc, String name, String country) {}

    /// @throws RefusedException when the question is none, or a message to the number would be refused for its
    ///     route or price
    public PriceAnswer prices(Account account, PriceQuestion question) {
        question.check();
        return question.to == null ? area(account, area(question)) : number(account, question.to);
    }

    private PriceAnswer number(Account account, String text) {
        return switch (numbers.parse(text, account.defaultCountry())) {
            case Numbers.Parsed.Invalid(String why) ->
                throw Refusal.ofField(Failure.INVALID_DESTINATION, "to", why).exception();
            case Numbers.Parsed.Valid(Msisdn to) -> {
                Network network = numbers.network(to);
                List<PartPrice> prices = routes.prices(new RouteQuery(account.payers(), to, network, "", 1, 0));
                NetworkName name = network.country() == null
                        ? null
                        : new NetworkName(network.mcc(), network.mnc(), network.name(), network.country());
                yield new PriceAnswer(to.toString(), name, prices, true);
            }
        };
    }

    private PriceAnswer area(Account account, PriceArea area) {
        List<PartPrice> prices = routes.prices(account.payers().getFirst(), area, MOST_PRICES);
        boolean complete = prices.size() <= MOST_PRICES;
        return new PriceAnswer(null, null, complete ? prices : prices.subList(0, MOST_PRICES), complete);
    }

    private PriceArea area(PriceQuestion question) {
        if (question.mcc != null) {
            return new PriceArea(codeOf(question.mcc), question.mcc, question.mnc, Set.of(question.mcc));
        }
        String prefix = question.prefix == null ? code(question.country) : question.prefix;
        Set<String> mccs = numbers.networks().stream()
                .filter(network -> sharesNumbers(network, prefix))
                .map(Network::mcc)
                .collect(Collectors.toSet());
        return new PriceArea(prefix, null, null, mccs);
    }

    private boolean sharesNumbers(Network network, String prefix) {
        String code = Integer.toString(numbers.countryCode(network.country()));
        return code.startsWith(prefix) || prefix.startsWith(code);
    }

    private String code(String country) {
        int code = numbers.countryCode(country);
        if (code == 0) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "country", "there is no such country")
                    .exception();
        }
        if (numbers.sharesCountryCode(country)) {
            throw Refusal.ofField(
                            Failure.INVALID_FIELD,
                            "country",
                            "shares its country code +" + code + " with other countries: ask for a prefix or mcc")
                    .exception();
        }
        return Integer.toString(code);
    }

    /// The country code of the numbers of a network; empty when the network is not known.
    private String codeOf(String mcc) {
        return numbers.networks().stream()
                .filter(network -> network.mcc().equals(mcc))
                .map(network -> Integer.toString(numbers.countryCode(network.country())))
                .filter(code -> !code.equals("0"))
                .findFirst()
                .orElse("");
    }
}
