package io.elchi.server.adminapi;

import io.elchi.server.core.CsvLines;
import io.elchi.server.routing.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/// All routes as CSV, one a line. What is written can be read. A row without an id is a new route; a row with the
/// id of a route may change what `PATCH /routes/{id}` may. The last line may be `#end` and the number of rows.
final class RouteFile {
    static final String TYPE = "text/csv";
    /// Of a file that is read.
    static final int MOST_ROWS = 10_000;
    /// Of one answer.
    static final int MOST_PROBLEMS = 100;

    static final String ALL_NUMBERS = "*";
    static final String END = "#end";
    private static final int MOST_NUMBER = 1_000_000;
    private static final int DEFAULT = 100;
    private static final String ID = "[1-9][0-9]{0,17}";
    static final List<String> HEADER = List.of(
            "id", "account_id", "operator", "mcc", "mnc", "prefix", "priority", "weight", "status", "allow_loss");

    private final Map<Long, Route> before = new TreeMap<>();
    private final Map<String, Long> operators = new HashMap<>();
    private final LongPredicate accounts;
    private final Map<Long, Boolean> knownAccounts = new HashMap<>();
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
                    all ? ALL_NUMBERS : route.prefix(),
                    route.priority(),
                    route.weight(),
                    ActiveStatus.text(route.active()),
                    route.allowLoss()));
        }
        lines.add(List.of(END, routes.size()));
        return lines.take();
    }

    /// What the file changes, or what cannot be in it.
    RoutePlan read(String text) {
        try {
            // The header and the end are rows, too.
            rows(CsvRecords.of(text, MOST_ROWS + 2));
        } catch (CsvRecords.CsvException e) {
            plan.problem(e.line(), null, e.getMessage());
        }
        return plan;
    }

    private void rows(List<CsvRecords.CsvRecord> records) {
        if (records.isEmpty() || !records.getFirst().fields().equals(HEADER)) {
            plan.problem(1, null, "the first line must be " + String.join(",", HEADER));
            return;
        }
        List<CsvRecords.CsvRecord> rows = new ArrayList<>(records.subList(1, records.size()));
        if (!rows.isEmpty() && rows.getLast().fields().getFirst().equals(END)) {
            CsvRecords.CsvRecord end = rows.removeLast();
            if (end.fields().size() != 2 || !end.fields().get(1).equals(Integer.toString(rows.size()))) {
                plan.problem(end.line(), null, "there are " + rows.size() + " rows before it");
            }
        }
        if (rows.size() > MOST_ROWS) {
            plan.problem(rows.getLast().line(), null, "there are more than " + MOST_ROWS + " rows");
            return;
        }
        rows.forEach(this::row);
        before.values().forEach(plan::remove);
    }

    private void row(CsvRecords.CsvRecord row) {
        if (row.fields().size() != HEADER.size()) {
            plan.problem(row.line(), null, "has " + row.fields().size() + " fields instead of " + HEADER.size());
            return;
        }
        int problems = plan.problemCount();
        Route route = route(new Fields(row));
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
                    "the route has another account, operator or destination: leave the id empty to add a new one");
        } else {
            plan.change(known, route);
        }
    }

    private Route route(Fields fields) {
        String prefix = fields.text("prefix", "\\*|" + TrafficSelector.PREFIX, "digits, or * for all numbers");
        boolean all = ALL_NUMBERS.equals(prefix);
        String mcc = fields.text("mcc", "[0-9]{3}", "three digits");
        String mnc = fields.text("mnc", "[0-9]{2,3}", "two or three digits");
        if (mnc != null && mcc == null) {
            fields.problem("mcc", "an mnc needs its mcc");
        }
        if (all && mcc != null) {
            fields.problem("prefix", "* excludes an mcc");
        }
        if (prefix == null && mcc == null) {
            fields.problem("prefix", "name an mcc or a prefix; * stands for all numbers");
        }
        return new Route(
                fields.id("id"),
                account(fields),
                operator(fields),
                mcc,
                mnc,
                all ? null : prefix,
                fields.number("priority"),
                fields.number("weight"),
                !"suspended".equals(fields.text("status", "active|suspended", "active or suspended")),
                "true".equals(fields.text("allow_loss", "true|false", "true or false")));
    }

    private long account(Fields fields) {
        long account = fields.id("account_id");
        // Each account that is not known costs a look into the database.
        boolean looked = account != 0 && plan.problemCount() < MOST_PROBLEMS;
        if (looked && !knownAccounts.computeIfAbsent(account, accounts::test)) {
            fields.problem("account_id", "there is no such account");
        }
        return account;
    }

    private long operator(Fields fields) {
        Long operator = operators.get(fields.value("operator"));
        if (operator == null) {
            fields.problem("operator", "there is no operator with this name");
        }
        return operator == null ? 0 : operator;
    }

    /// The fields of a line, by name.
    private final class Fields {
        private final CsvRecords.CsvRecord row;

        Fields(CsvRecords.CsvRecord row) {
            this.row = row;
        }

        String value(String name) {
            return row.fields().get(HEADER.indexOf(name));
        }

        void problem(String name, String detail) {
            plan.problem(row.line(), name, detail);
        }

        /// null: it is empty, or has another form, which is a problem.
        String text(String name, String form, String words) {
            String value = value(name);
            if (value.isEmpty()) {
                return null;
            }
            if (!value.matches(form)) {
                problem(name, "must be " + words);
                return null;
            }
            return value;
        }

        /// 0: it is empty.
        long id(String name) {
            String value = text(name, ID, "an id");
            return value == null ? 0 : Long.parseLong(value);
        }

        int number(String name) {
            String value = text(name, "[0-9]{1,7}", "a number from 0 to " + MOST_NUMBER);
            if (value == null) {
                return DEFAULT;
            }
            int number = Integer.parseInt(value);
            if (number > MOST_NUMBER) {
                problem(name, "must be a number from 0 to " + MOST_NUMBER);
            }
            return number;
        }
    }
}
