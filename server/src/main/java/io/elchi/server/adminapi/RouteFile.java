package io.elchi.server.adminapi;

import io.elchi.server.core.CsvLines;
import io.elchi.server.core.RouteTag;
import io.elchi.server.routing.Route;
import io.elchi.server.routing.RouteTags;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/// All routes as CSV, one a line. What is written can be read. A row without an id is a new route; a row with the
/// id of a route may change what `PATCH /admin/v1/routes/{id}` may. The last line may be `#end` and the number of
/// rows.
final class RouteFile {
    static final String TYPE = "text/csv";
    /// Of a file that is read.
    static final int MOST_ROWS = 10_000;
    /// Of one answer.
    static final int MOST_PROBLEMS = 100;

    private static final int MOST_NUMBER = 1_000_000;
    private static final int DEFAULT = 100;
    static final List<String> HEADER = List.of(
            "id",
            "account_id",
            "operator",
            "mcc",
            "mnc",
            "prefix",
            "priority",
            "weight",
            "status",
            "allow_loss",
            "tag");
    /// Files of a former release: their routes have no tag.
    private static final List<String> FORMER_HEADER = HEADER.subList(0, HEADER.size() - 1);

    private final Map<Long, Route> before = new TreeMap<>();
    private final Map<String, Long> operators = new HashMap<>();
    private final LongPredicate accounts;
    private final Map<Long, Boolean> knownAccounts = new HashMap<>();
    private final Set<String> tags = new HashSet<>();
    private final RoutePlan plan = new RoutePlan();

    /// @param before the current routes
    /// @param operators names by id
    /// @param accounts whether there is an account with this id
    RouteFile(List<Route> before, Map<Long, String> operators, LongPredicate accounts) {
        before.forEach(route -> this.before.put(route.id(), route));
        operators.forEach((id, name) -> this.operators.put(name, id));
        this.accounts = accounts;
    }

    /// What cannot be in a file.
    record LineProblem(int line, String field, String detail) {}

    static String write(List<Route> routes, Map<Long, String> operators) {
        CsvLines lines = new CsvLines();
        lines.add(HEADER);
        for (Route route : routes) {
            boolean all = route.mcc() == null && route.prefix() == null;
            lines.add(Arrays.asList(
                    route.id(),
                    CdrController.orNull(route.accountId()),
                    operators.get(route.operatorId()),
                    route.mcc(),
                    route.mnc(),
                    all ? FileRow.ALL_NUMBERS : route.prefix(),
                    route.priority(),
                    route.weight(),
                    ActiveStatus.text(route.active()),
                    route.allowLoss(),
                    route.tag()));
        }
        lines.add(List.of(FileRow.END, routes.size()));
        return lines.take();
    }

    /// What the file changes, or what cannot be in it.
    RoutePlan read(String text) {
        List<String> header =
                text.lines().findFirst().orElse("").equals(String.join(",", FORMER_HEADER)) ? FORMER_HEADER : HEADER;
        List<CsvRecords.CsvRecord> rows = FileRow.rows(text, header, MOST_ROWS, plan::problem);
        if (rows != null) {
            rows.forEach(row -> row(header, row));
            before.values().forEach(plan::remove);
        }
        return plan;
    }

    private void row(List<String> header, CsvRecords.CsvRecord row) {
        int problems = plan.problemCount();
        Route route = route(new FileRow(header, row, plan::problem), header.contains("tag"));
        if (plan.problemCount() > problems) {
            return;
        }
        if (route.id() == 0) {
            plan.add(route);
            return;
        }
        Route known = before.remove(route.id());
        if (known == null) {
            plan.problem(row.line(), "id", "there is no such route, or it is in a line before");
        } else if (known.accountId() != route.accountId()
                || known.operatorId() != route.operatorId()
                || !RoutePlan.sameNumbers(known, route)) {
            plan.problem(
                    row.line(),
                    "id",
                    "the route has another account, operator, destination or tag: leave the id empty to add a new one");
        } else {
            plan.change(known, route);
        }
    }

    private Route route(FileRow fields, boolean tagged) {
        FileRow.RowDestination to = fields.destination();
        return new Route(
                fields.id("id"),
                account(fields),
                operator(fields),
                to.mcc(),
                to.mnc(),
                to.prefix(),
                fields.number("priority", MOST_NUMBER, DEFAULT),
                fields.number("weight", MOST_NUMBER, DEFAULT),
                !"suspended".equals(fields.text("status", "active|suspended", "active or suspended")),
                "true".equals(fields.text("allow_loss", "true|false", "true or false")),
                tagged ? tag(fields) : null);
    }

    /// A preview shows the line; [RouteTags] is the check of what is written.
    private String tag(FileRow fields) {
        String tag = fields.text("tag", RouteTag.FORM, RouteTag.RULE);
        if (tag != null && tags.add(tag) && tags.size() > Route.MOST_TAGS) {
            fields.problem("tag", RouteTags.TOO_MANY);
        }
        return tag;
    }

    private long account(FileRow fields) {
        long account = fields.id("account_id");
        // Each account that is not known costs a look into the database.
        boolean looked = account != 0 && plan.problemCount() < MOST_PROBLEMS;
        if (looked && !knownAccounts.computeIfAbsent(account, accounts::test)) {
            fields.problem("account_id", "there is no such account");
        }
        return account;
    }

    private long operator(FileRow fields) {
        Long operator = operators.get(fields.value("operator"));
        if (operator == null) {
            fields.problem("operator", "there is no operator with this name");
        }
        return operator == null ? 0 : operator;
    }
}
