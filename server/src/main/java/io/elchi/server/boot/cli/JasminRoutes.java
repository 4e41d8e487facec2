package io.elchi.server.boot.cli;

import io.elchi.server.boot.cli.JasminConfig.JasminRoute;
import io.elchi.server.boot.cli.JasminConfig.JasminUser;
import io.elchi.server.boot.cli.JasminImport.JasminWishes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Routes of Jasmin whose filters have an equal here. Jasmin takes the highest order first, Elchi the lowest
/// priority.
final class JasminRoutes {
    private static final String MT = "mt route";
    private static final String MO = "mo route";
    private static final int LAST_MT = 900_000;
    private static final int MT_STEP = 10;
    private static final int LAST_MO = 1_000;
    private static final int MOST_PREFIXES = 50;
    private static final Set<String> TRANSPARENT = Set.of("T", "TransparentFilter");
    private static final Pattern SMPPC = Pattern.compile("smppc\\((.+)\\)");
    private static final Pattern TARGET = Pattern.compile("(smpps|http)\\((.+)\\)");
    private static final Pattern FILTER = Pattern.compile("(U|G|C|DA|SA) \\((?:uid|gid|cid|dst_addr|src_addr)=(.*)\\)");
    private static final String DIGITS = "[1-9][0-9]{0,14}";
    private static final Pattern PREFIX = Pattern.compile("\\^?(?:(" + DIGITS + ")|\\((?:\\?:)?(" + DIGITS + "(?:\\|"
            + DIGITS + "){0,49})\\))(?:(?:\\.|\\\\d|\\[0-9\\])\\*\\$?)?");
    private static final Pattern NUMBER = Pattern.compile("\\^?([0-9]{1,20})\\$");

    private final JasminConfig config;
    private final JasminWishes wishes;
    private final JasminTarget target;
    private final JasminReport report;
    private final Map<String, JsonNode> accounts;
    private final Map<String, JsonNode> operators;

    /// @param accounts by group; null stands for one that is not made yet
    /// @param operators by connector, likewise
    JasminRoutes(
            JasminConfig config,
            JasminWishes wishes,
            JasminTarget target,
            Map<String, JsonNode> accounts,
            Map<String, JsonNode> operators) {
        this.config = config;
        this.wishes = wishes;
        this.target = target;
        this.accounts = accounts;
        this.operators = operators;
        report = target.report();
    }

    /// A route that has no equal here, with the reason.
    static final class NoEqualException extends Exception {
        private static final long serialVersionUID = 1L;

        NoEqualException(String reason) {
            super(reason, null, false, false);
        }
    }

    void mt(JasminRoute route) {
        String name = Integer.toString(route.order());
        try {
            List<String> cids = connectors(route);
            String group = null;
            List<String> prefixes = List.of("");
            for (String filter : conditions(route, Set.of("U", "G", "DA"))) {
                Matcher parts = parts(filter);
                if (parts.group(1).equals("DA")) {
                    if (!prefixes.equals(List.of(""))) {
                        throw new NoEqualException("two filters of the destination");
                    }
                    prefixes = prefixes(parts.group(2));
                } else if (group != null) {
                    throw new NoEqualException("two filters of users or groups");
                } else {
                    group = parts.group(1).equals("G") ? known(parts.group(2)) : groupOf(parts.group(2));
                }
            }
            for (int i = 0; i < cids.size(); i++) {
                int step = route.type().equals("FailoverMTRoute") ? i : 0;
                for (String prefix : prefixes) {
                    mt(route, cids.get(i), group, prefix, LAST_MT - MT_STEP * route.order() + step);
                }
            }
            if (!route.rate().matches("0(\\.0+)?( \\(!\\))?")) {
                report.work(MT, name, "rate " + route.rate() + ": no price is made, see ./elchi tariffs");
            }
        } catch (NoEqualException e) {
            report.work(MT, name, words(route) + ": " + e.getMessage());
        }
    }

    private void mt(JasminRoute route, String cid, String group, String prefix, int priority) {
        ObjectNode wanted =
                Client.object().put("priority", priority).put("weight", 100).put("status", "active");
        JsonNode operator = operators.get(cid);
        JsonNode account = group == null ? null : accounts.get(group);
        String name = route.order() + " to " + cid + (prefix.isEmpty() ? "" : " for " + prefix)
                + (group == null ? "" : " of " + group);
        JsonNode there = null;
        if (operator != null && (group == null || account != null)) {
            wanted.set("operator_id", operator.get("id"));
            if (account != null) {
                wanted.set("account_id", account.get("id"));
            }
            there = nearest(
                    JasminTarget.ROUTES,
                    wanted,
                    each -> same(each, wanted, "operator_id")
                            && same(each, wanted, "account_id")
                            && each.path("prefix").asString("").equals(prefix)
                            && !each.has("mcc")
                            && !each.has("tag"));
        }
        if (there == null) {
            if (prefix.isEmpty()) {
                wanted.put("any_destination", true);
            } else {
                wanted.put("prefix", prefix);
            }
        }
        target.have(MT, name, JasminTarget.ROUTES, wanted, there);
    }

    void mo(JasminRoute route) {
        String name = Integer.toString(route.order());
        try {
            if (route.connectors().size() != 1 || !route.type().matches("DefaultRoute|StaticMORoute")) {
                throw new NoEqualException("several targets");
            }
            if (route.order() >= LAST_MO) {
                throw new NoEqualException("its order is above " + (LAST_MO - 1));
            }
            String group = owner(route.connectors().getFirst());
            ObjectNode wanted = Client.object().put("priority", LAST_MO - route.order());
            boolean complete = accounts.get(group) != null;
            for (String filter : conditions(route, Set.of("C", "DA", "SA"))) {
                Matcher parts = parts(filter);
                String key = condition(wanted, parts.group(1), parts.group(2));
                complete &= !key.equals("operator_id") || wanted.has(key);
            }
            JsonNode there = null;
            if (complete) {
                wanted.set("account_id", accounts.get(group).get("id"));
                wanted.put("active", true);
                there = nearest(
                        JasminTarget.INBOUND,
                        wanted,
                        each -> same(each, wanted, "number")
                                && same(each, wanted, "operator_id")
                                && same(each, wanted, "from_prefix")
                                && !each.has("keyword")
                                && !each.has("time_from"));
            }
            target.have(MO, name + " to " + group, JasminTarget.INBOUND, wanted, there);
        } catch (NoEqualException e) {
            report.work(MO, name, words(route) + ": " + e.getMessage());
        }
    }

    /// Sets a condition of a route of messages from handsets.
    ///
    /// @return its name
    private String condition(ObjectNode wanted, String kind, String value) throws NoEqualException {
        String key;
        if (kind.equals("C")) {
            key = "operator_id";
            if (!operators.containsKey(value)) {
                throw new NoEqualException("connector " + value + " is not there");
            }
            if (operators.get(value) != null) {
                wanted.set(key, operators.get(value).get("id"));
            }
            return key;
        }
        key = kind.equals("DA") ? "number" : "from_prefix";
        if (wanted.has(key)) {
            throw new NoEqualException("two filters of one address");
        }
        Matcher number = NUMBER.matcher(value);
        if (kind.equals("SA")) {
            List<String> prefixes = prefixes(value);
            if (prefixes.size() > 1) {
                throw new NoEqualException("several beginnings of the source");
            }
            wanted.put(key, prefixes.getFirst());
        } else if (number.matches()) {
            wanted.put(key, number.group(1));
        } else {
            throw new NoEqualException("the destination " + value + " is not one number such as ^1234$");
        }
        return key;
    }

    private String owner(String connector) throws NoEqualException {
        Matcher parts = TARGET.matcher(connector);
        if (!parts.matches()) {
            throw new NoEqualException("unknown target");
        }
        String username = parts.group(1).equals("smpps")
                ? parts.group(2)
                : wishes.inbound().get(parts.group(2));
        if (username == null) {
            throw new NoEqualException("no user has this address: --inbound " + parts.group(2) + "=USERNAME");
        }
        for (JasminUser user : config.users()) {
            if (user.username().equals(username)) {
                return known(user.gid());
            }
        }
        throw new NoEqualException("there is no user with the username " + username);
    }

    private List<String> connectors(JasminRoute route) throws NoEqualException {
        if (!route.type().matches("DefaultRoute|StaticMTRoute|RandomRoundrobinMTRoute|FailoverMTRoute")) {
            throw new NoEqualException("unknown type");
        }
        if (route.order() > LAST_MT / MT_STEP) {
            throw new NoEqualException("its order is above " + LAST_MT / MT_STEP);
        }
        if (route.connectors().size() > MT_STEP) {
            throw new NoEqualException("more than " + MT_STEP + " connectors");
        }
        List<String> cids = new ArrayList<>();
        for (String connector : route.connectors()) {
            Matcher cid = SMPPC.matcher(connector);
            if (!cid.matches() || !operators.containsKey(cid.group(1))) {
                throw new NoEqualException("connector " + connector + " is not there");
            }
            cids.add(cid.group(1));
        }
        return cids;
    }

    /// The filters that are a condition.
    private static List<String> conditions(JasminRoute route, Set<String> possible) throws NoEqualException {
        List<String> conditions = new ArrayList<>();
        for (String filter : route.filters()) {
            Matcher parts = parts(filter);
            if (parts.matches() && possible.contains(parts.group(1))) {
                conditions.add(filter);
            } else if (!TRANSPARENT.contains(filter)) {
                throw new NoEqualException("no route has such a filter; a rule may set a tag that a route names");
            }
        }
        return conditions;
    }

    private static Matcher parts(String filter) {
        Matcher parts = FILTER.matcher(filter);
        parts.matches();
        return parts;
    }

    /// The beginnings of a number that an expression of Python stands for, which fits from the beginning.
    static List<String> prefixes(String expression) throws NoEqualException {
        Matcher prefix = PREFIX.matcher(expression);
        if (!prefix.matches()) {
            throw new NoEqualException(expression + " is no beginning of a number such as ^99890");
        }
        List<String> prefixes =
                prefix.group(1) == null ? List.of(prefix.group(2).split("\\|")) : List.of(prefix.group(1));
        return prefixes.stream().distinct().limit(MOST_PREFIXES).toList();
    }

    private String known(String gid) throws NoEqualException {
        if (!accounts.containsKey(gid) || accounts.get(gid) == null && target.isMaking()) {
            throw new NoEqualException("group " + gid + " is not there");
        }
        return gid;
    }

    /// The group of a user that is alone in it: a route is for an account.
    private String groupOf(String uid) throws NoEqualException {
        for (JasminUser user : config.users()) {
            if (user.uid().equals(uid)) {
                if (config.users().stream()
                                .filter(each -> each.gid().equals(user.gid()))
                                .count()
                        > 1) {
                    throw new NoEqualException(
                            "user " + uid + " is not alone in its group, and a route is for an account");
                }
                return known(user.gid());
            }
        }
        throw new NoEqualException("user " + uid + " is not there");
    }

    /// One that is equal, else one with the same conditions; null: none.
    private JsonNode nearest(String path, ObjectNode wanted, Predicate<JsonNode> fits) {
        JsonNode nearest = null;
        for (JsonNode each : target.list(path)) {
            if (fits.test(each) && target.isFree(each)) {
                if (same(each, wanted, "priority")) {
                    nearest = each;
                    break;
                }
                nearest = nearest == null ? each : nearest;
            }
        }
        if (nearest != null) {
            target.take(nearest);
        }
        return nearest;
    }

    private static boolean same(JsonNode there, ObjectNode wanted, String name) {
        return Output.text(there.path(name)).equals(Output.text(wanted.path(name)));
    }

    private static String words(JasminRoute route) {
        StringBuilder words = new StringBuilder(route.type()).append(' ').append(String.join(", ", route.connectors()));
        route.filters().forEach(filter -> words.append(" <").append(filter).append('>'));
        return words.toString();
    }
}
