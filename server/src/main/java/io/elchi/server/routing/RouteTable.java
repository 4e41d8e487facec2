package io.elchi.server.routing;

import io.elchi.server.core.Failure;
import io.elchi.server.core.LongTable;
import io.elchi.server.core.Money;
import io.elchi.server.core.Payer;
import io.elchi.server.core.PrefixTrie;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.routing.RouteExplanation.Reason;
import io.elchi.server.routing.RouteExplanation.Rejected;
import io.elchi.server.tariffs.Destination;
import io.elchi.server.tariffs.PartPrice;
import io.elchi.server.tariffs.PriceArea;
import io.elchi.server.tariffs.PriceBook;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Operators, routes and prices of one moment.
///
/// All prefixes that any row asks for stand in one trie: two numbers that end at the same prefix in it are the
/// same to every row. So what was worked out for an account, a network and such a prefix holds for each such
/// number, and is kept. The table is otherwise immutable. Messages with a tag have tables of their own: all tables
/// share what they can.
public final class RouteTable {
    /// Stands for a cost that cannot be compared.
    private static final long NO_RATE = Long.MAX_VALUE;
    /// Some dozens of octets each.
    private static final int MOST_KEPT = 4_000_000;
    /// An account's own table takes the memory of so many decisions.
    private static final int ACCOUNT_COUNTS_AS = 8;
    /// Some hundreds of octets each.
    private static final int MOST_CHOICES = 500_000;
    /// Texts that links split into so many different numbers of submit_sm; decisions for others are not kept.
    private static final int MOST_COUNTS = 1_000;

    private final Map<Long, Operator> operators;
    private final PrefixedRoutes routes;
    private final PriceBook book;
    private final int marginPercent;
    private final long version;
    private final PrefixTrie trie;
    private final List<String> prefixes;
    private final SubmitCounts submits;
    /// For texts of which every link makes the quoted parts.
    private final LongTable<PerAccount> accounts = new LongTable<>();
    private final Map<SubmitCounts.OfText, LongTable<PerAccount>> accountsByCounts = new ConcurrentHashMap<>();
    private final AtomicInteger kept;
    /// For messages with a tag.
    private final Map<String, RouteTable> tagged;
    /// Accounts and prefixes are many, what is decided for them is often the same.
    private final Map<CachedDecision, CachedDecision> choices;
    private final AtomicInteger choicesKept;

    /// Decisions for one account while it had these payers.
    private record PerAccount(List<Payer> payers, LongTable<CachedDecision> choices) {
        boolean isOf(List<Payer> others) {
            return payers == others || payers.equals(others);
        }
    }

    /// @param links of the operators; the number of submit_sm of a text depends on them
    /// @param version of all that: see [RouteVersions]
    public RouteTable(
            Collection<Operator> operators,
            Collection<Route> routes,
            Collection<LinkSettings> links,
            PriceBook book,
            int minimumMarginPercent,
            long version) {
        kept = new AtomicInteger();
        choices = new ConcurrentHashMap<>();
        choicesKept = new AtomicInteger();
        this.book = book;
        this.version = version;
        submits = new SubmitCounts(List.copyOf(links));
        marginPercent = minimumMarginPercent;
        this.operators = new HashMap<>();
        operators.forEach(operator -> this.operators.put(operator.id(), operator));
        this.routes = new PrefixedRoutes(null);
        TreeSet<String> known = new TreeSet<>(book.prefixes());
        Map<String, PrefixedRoutes> withTag = new HashMap<>();
        for (Route route : routes) {
            known.add(PrefixedRoutes.prefix(route));
            if (!this.operators.containsKey(route.operatorId())) {
                continue;
            }
            if (route.tag() == null) {
                this.routes.add(route);
            } else {
                withTag.computeIfAbsent(route.tag(), _ -> new PrefixedRoutes(this.routes))
                        .add(route);
            }
        }
        prefixes = List.copyOf(known);
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < prefixes.size(); i++) {
            places.put(prefixes.get(i), i);
        }
        trie = PrefixTrie.of(places);
        Map<String, RouteTable> made = new HashMap<>();
        withTag.forEach((tag, both) -> made.put(tag, new RouteTable(this, both)));
        tagged = Map.copyOf(made);
    }

    /// For messages with a tag.
    ///
    /// @param routes with the tag, and those of the table without
    private RouteTable(RouteTable untagged, PrefixedRoutes routes) {
        kept = untagged.kept;
        choices = untagged.choices;
        choicesKept = untagged.choicesKept;
        book = untagged.book;
        version = untagged.version;
        submits = untagged.submits;
        marginPercent = untagged.marginPercent;
        operators = untagged.operators;
        prefixes = untagged.prefixes;
        trie = untagged.trie;
        this.routes = routes;
        tagged = Map.of();
    }

    /// The table for messages with a tag.
    ///
    /// @param tag null: none
    RouteTable of(String tag) {
        return tag == null ? this : tagged.getOrDefault(tag, this);
    }

    /// null: there is no such operator.
    String operatorName(long id) {
        Operator operator = operators.get(id);
        return operator == null ? null : operator.name();
    }

    public RouteDecision decide(RouteQuery query, OperatorHealth health) {
        return of(query.tag()).choice(query).decide(query.chance(), health);
    }

    public RouteExplanation explain(RouteQuery query, OperatorHealth health) {
        return of(query.tag()).explanation(query, health);
    }

    private RouteExplanation explanation(RouteQuery query, OperatorHealth health) {
        int place = trie.longest(query.to());
        Ranking ranking = rank(query, prefix(place), submits.of(query.text(), query.parts()));
        Set<Long> ranked = new HashSet<>();
        ranking.options().forEach(option -> ranked.add(option.operator().id()));
        ranking.rejected().forEach(each -> ranked.add(each.operatorId()));
        Reason reason = ranking.ownRoutesOf() == 0 ? Reason.NO_ROUTE : Reason.NO_OWN_ROUTE;
        List<Rejected> others = operators.values().stream()
                .filter(operator -> !ranked.contains(operator.id()))
                .sorted(Comparator.comparingLong(Operator::id))
                .map(operator -> new Rejected(operator.id(), operator.name(), reason))
                .toList();
        return ranking.explain(query, health, others);
    }

    /// What the first payer pays for a part, for the candidate that is tried first and for each fallback with
    /// another price.
    ///
    /// @throws io.elchi.server.core.RefusedException when a message is refused for its route or its price
    public List<PartPrice> prices(RouteQuery query, OperatorHealth health) {
        String prefix = prefix(trie.longest(query.to()));
        Ranking ranking = rank(query, prefix, null);
        Destination to =
                new Destination(prefix, query.network().mcc(), query.network().mnc());
        return switch (ranking.choice(version).decide(query.chance(), health)) {
            case RouteDecision.NoRoute(Failure failure) ->
                throw Refusal.ofField(failure, "to", null).exception();
            case RouteDecision.NoPrice(Failure failure) ->
                throw Refusal.ofField(failure, "to", null).exception();
            case RouteDecision.Routed routed ->
                book.prices(
                        query.payers().getFirst(),
                        routed.candidates().stream()
                                .map(RouteCandidate::operatorId)
                                .toList(),
                        to);
        };
    }

    /// The prices of an area: see [PriceBook#prices(Payer, PriceArea, int)].
    public List<PartPrice> prices(Payer payer, PriceArea area, int most) {
        return book.prices(payer, area, most);
    }

    private CachedDecision choice(RouteQuery query) {
        SubmitCounts.OfText counts = submits.of(query.text(), query.parts());
        PerAccount known = counts == null ? account(query) : account(query, counts);
        int place = trie.longest(query.to());
        long key = (long) query.network().code() << 32 | place + 1;
        CachedDecision choice = known == null ? null : known.choices.get(key);
        if (choice == null) {
            choice = rank(query, prefix(place), counts).choice(version);
            if (known != null) {
                keep(known, key, choice);
            }
        }
        return choice;
    }

    private PerAccount account(RouteQuery query) {
        long account = query.payers().getFirst().account();
        PerAccount known = accounts.get(account);
        if (known == null || !known.isOf(query.payers())) {
            known = new PerAccount(query.payers(), new LongTable<>());
            accounts.put(account, known);
        }
        return known;
    }

    /// For a text of which some link does not make the quoted parts. Clients choose their texts, so the number of
    /// such tables is limited.
    ///
    /// @return null past the limits, when nothing is kept
    private PerAccount account(RouteQuery query, SubmitCounts.OfText counts) {
        LongTable<PerAccount> ofText = accountsByCounts.get(counts);
        if (ofText == null && accountsByCounts.size() < MOST_COUNTS) {
            ofText = accountsByCounts.computeIfAbsent(counts, _ -> new LongTable<>());
        }
        long account = query.payers().getFirst().account();
        PerAccount known = ofText == null ? null : ofText.get(account);
        if (ofText == null || known != null && known.isOf(query.payers())) {
            return known;
        }
        if (kept.addAndGet(ACCOUNT_COUNTS_AS) > MOST_KEPT) {
            return null;
        }
        known = new PerAccount(query.payers(), new LongTable<>());
        ofText.put(account, known);
        return known;
    }

    /// Past its limits the table works out again what it is asked for, until the next change makes another one.
    private void keep(PerAccount account, long key, CachedDecision choice) {
        CachedDecision shared = choices.get(choice);
        if (shared == null && choicesKept.incrementAndGet() <= MOST_CHOICES) {
            shared = choices.putIfAbsent(choice, choice);
            shared = shared == null ? choice : shared;
        }
        if (shared != null && kept.incrementAndGet() <= MOST_KEPT) {
            account.choices.put(key, shared);
        }
    }

    private String prefix(int place) {
        return place == PrefixTrie.NONE ? "" : prefixes.get(place);
    }

    private Ranking rank(RouteQuery query, String prefix, SubmitCounts.OfText counts) {
        List<Payer> payers = query.payers();
        int parts = counts == null ? 1 : counts.parts();
        Destination to =
                new Destination(prefix, query.network().mcc(), query.network().mnc());
        List<Ranking.Option> options = new ArrayList<>();
        List<Rejected> rejected = new ArrayList<>();
        long owner = owner(payers, to);
        for (Route route : bestByOperator(fitting(owner, to)).values()) {
            Operator operator = operators.get(route.operatorId());
            Reason reason =
                    !operator.active() ? Reason.OPERATOR_SUSPENDED : !route.active() ? Reason.ROUTE_SUSPENDED : null;
            Ranking.Option option =
                    reason == null ? option(route, payers, to, submits.of(operator.id(), counts), parts) : null;
            if (reason == null) {
                reason = violation(route, option, parts);
            }
            if (reason == null) {
                options.add(option);
            } else {
                rejected.add(new Rejected(operator.id(), operator.name(), reason));
            }
        }
        return new Ranking(options, rejected, owner);
    }

    /// Whose routes count: the nearest payer that has any for the destination, else nobody's own (0).
    private long owner(List<Payer> payers, Destination to) {
        for (Payer payer : payers) {
            if (!fitting(payer.account(), to).isEmpty()) {
                return payer.account();
            }
        }
        return 0;
    }

    /// See [PrefixedRoutes#fitting].
    List<Route> fitting(long account, Destination to) {
        return routes.fitting(account, to);
    }

    /// Of several routes to an operator the active one with the lowest priority.
    private static Map<Long, Route> bestByOperator(List<Route> routes) {
        Map<Long, Route> best = new TreeMap<>();
        for (Route route : routes) {
            best.merge(route.operatorId(), route, (one, other) -> better(one, other) ? one : other);
        }
        return best;
    }

    /// Whether the first of two routes to one operator counts.
    static boolean better(Route one, Route other) {
        if (one.active() != other.active()) {
            return one.active();
        }
        return one.priority() != other.priority() ? one.priority() < other.priority() : one.id() < other.id();
    }

    /// @param ownSubmits 0: one of each part
    /// @return null when a payer has no price
    private Ranking.Option option(Route route, List<Payer> payers, Destination to, int ownSubmits, int parts) {
        Operator operator = operators.get(route.operatorId());
        long[] prices = new long[payers.size()];
        List<Long> tariffs = new ArrayList<>(prices.length);
        for (int level = 0; level < prices.length; level++) {
            Optional<PriceBook.Rated> price = book.price(payers.get(level), operator.id(), to);
            if (price.isEmpty()) {
                return null;
            }
            prices[level] = price.get().amount().micros();
            tariffs.add(price.get().rowId());
        }
        PriceBook.Rated own = book.cost(operator.id(), to).orElse(new PriceBook.Rated(0, operator.defaultCost()));
        Money cost = own.amount();
        long compared = book.inCurrency(cost, payers.getLast().currency()).orElse(NO_RATE);
        return new Ranking.Option(
                new RouteCandidate(operator.id(), prices, cost.micros(), cost.currency()),
                new StoredDecision.Candidate(operator.id(), route.id(), own.rowId(), List.copyOf(tariffs)),
                operator,
                route.priority(),
                route.weight(),
                ownSubmits,
                total(compared, ownSubmits == 0 ? parts : ownSubmits));
    }

    /// Whether the route is one of those that count for the payers' messages to a destination.
    boolean counts(Route route, List<Payer> payers, Destination to) {
        return owner(payers, to) == route.accountId();
    }

    /// The reason why the prices of a part exclude an active route; null: none.
    Reason violation(Route route, List<Payer> payers, Destination to) {
        return violation(route, option(route, payers, to, 0, 1), 1);
    }

    /// A cost that no price can cover is not told apart from larger ones.
    private static long total(long micros, int submits) {
        if (micros == NO_RATE) {
            return NO_RATE;
        }
        return micros < NO_RATE / submits ? micros * submits : NO_RATE - 1;
    }

    /// Compares the price of all parts with the cost of all submit_sm. The last payer's price is our income.
    private Reason violation(Route route, Ranking.Option option, int parts) {
        if (option == null) {
            return Reason.NO_PRICE;
        }
        if (option.comparedMicros() == NO_RATE) {
            return Reason.NO_EXCHANGE_RATE;
        }
        long[] prices = option.candidate().priceMicros();
        BigInteger price = BigInteger.valueOf(prices[prices.length - 1]).multiply(BigInteger.valueOf(parts));
        BigInteger least =
                BigInteger.valueOf(option.comparedMicros()).multiply(BigInteger.valueOf(100L + marginPercent));
        boolean covered = price.multiply(BigInteger.valueOf(100)).compareTo(least) >= 0;
        return route.allowLoss() || covered ? null : Reason.BELOW_COST;
    }
}
