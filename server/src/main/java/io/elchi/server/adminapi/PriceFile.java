package io.elchi.server.adminapi;

import io.elchi.server.adminapi.RouteFile.LineProblem;
import io.elchi.server.core.CsvLines;
import io.elchi.server.core.Money;
import io.elchi.server.tariffs.PriceList.WantedPrice;
import io.elchi.server.tariffs.TariffStore;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The prices of an account at one time as CSV, one a line. What is written can be read.
final class PriceFile {
    /// Of a file that is read.
    static final int MOST_ROWS = 10_000;
    /// Of one answer.
    static final int MOST_PROBLEMS = 100;

    static final List<String> HEADER =
            List.of("operator", "mcc", "mnc", "prefix", "price_per_sms", "currency", "priority");
    private static final int DEFAULT_PRIORITY = 100;

    private final Map<String, Long> operators = new HashMap<>();
    private final String currency;
    private final List<WantedPrice> prices = new ArrayList<>();
    private final List<LineProblem> problems = new ArrayList<>();
    private int problemCount;

    /// @param operators names by id
    /// @param currency of the account; null: any
    PriceFile(Map<Long, String> operators, String currency) {
        operators.forEach((id, name) -> this.operators.put(name, id));
        this.currency = currency;
    }

    static String write(List<TariffStore.Tariff> prices, Map<Long, String> operators) {
        CsvLines lines = new CsvLines();
        lines.add(HEADER);
        for (TariffStore.Tariff price : prices) {
            boolean all = price.mcc() == null && price.prefix() == null;
            lines.add(Arrays.asList(
                    operators.get(price.operatorId()),
                    price.mcc(),
                    price.mnc(),
                    all ? FileRow.ALL_NUMBERS : price.prefix(),
                    Money.decimal(price.price().micros()).stripTrailingZeros().toPlainString(),
                    price.price().currency(),
                    price.priority()));
        }
        lines.add(List.of(FileRow.END, prices.size()));
        return lines.take();
    }

    /// Takes the rows; what cannot be in a file is in [#problems].
    List<WantedPrice> read(String text) {
        List<CsvRecords.CsvRecord> rows = FileRow.rows(text, HEADER, MOST_ROWS, this::problem);
        Set<List<Object>> seen = new HashSet<>();
        for (CsvRecords.CsvRecord row : rows == null ? List.<CsvRecords.CsvRecord>of() : rows) {
            int before = problemCount;
            WantedPrice price = price(new FileRow(HEADER, row, this::problem));
            if (problemCount == before) {
                prices.add(price);
                if (!seen.add(Arrays.asList(
                        price.operatorId(),
                        price.mcc(),
                        price.mnc(),
                        price.prefix(),
                        price.price().currency(),
                        price.priority()))) {
                    problem(row.line(), null, "a line before has the price of the same");
                }
            }
        }
        return List.copyOf(prices);
    }

    private WantedPrice price(FileRow fields) {
        FileRow.RowDestination to = fields.destination();
        BigDecimal amount = fields.amount("price_per_sms", Prices.MOST_UNITS);
        String money = fields.text("currency", "[A-Z]{3}", "three capital letters");
        if (money == null && fields.value("currency").isEmpty()) {
            fields.problem("currency", "is missing");
        }
        if (money != null && currency != null && !money.equals(currency)) {
            fields.problem("currency", "the account has " + currency);
        }
        int priority = fields.number("priority", Prices.PRIORITY, DEFAULT_PRIORITY);
        String name = fields.value("operator");
        Long operator = name.isEmpty() ? Long.valueOf(0) : operators.get(name);
        if (operator == null) {
            fields.problem("operator", "there is no operator with this name");
        }
        return amount == null || money == null || operator == null
                ? null
                : new WantedPrice(
                        operator, to.mcc(), to.mnc(), to.prefix(), new Money(money, Money.micros(amount)), priority);
    }

    private void problem(int line, String field, String detail) {
        problemCount++;
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new LineProblem(line, field, detail));
        }
    }

    /// All of them.
    int problemCount() {
        return problemCount;
    }

    /// The first of them.
    List<LineProblem> problems() {
        return List.copyOf(problems);
    }
}
