package io.elchi.server.templates;

import io.elchi.server.db.ChangedRows;
import io.elchi.server.db.Follower;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Loads templates: all of them, or those of accounts that changed any.
final class TemplateLoader implements Follower {
    private static final String TABLE = "templates.templates";
    private static final String ALL = "SELECT " + TemplateRows.COLUMNS + " FROM templates.templates";
    private static final String SOME = ALL + " WHERE account_id = ANY (?::bigint[])";
    private static final int FETCH = 1_000;

    private final Supplier<TemplateBook> last;
    private final Consumer<TemplateBook> taker;

    /// @param last the book in use
    /// @param taker gets the next one
    TemplateLoader(Supplier<TemplateBook> last, Consumer<TemplateBook> taker) {
        this.last = last;
        this.taker = taker;
    }

    @Override
    public List<String> tables() {
        return List.of(TABLE);
    }

    @Override
    public void load(Connection connection) throws SQLException {
        Map<Long, List<Template>> all = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(ALL)) {
            read(select, all);
        }
        taker.accept(TemplateBook.EMPTY.with(all));
    }

    @Override
    public void load(Connection connection, ChangedRows changes) throws SQLException {
        Set<String> accounts = changes.keys(TABLE);
        Map<Long, List<Template>> changed = new HashMap<>();
        accounts.forEach(account -> changed.put(Long.parseLong(account), new ArrayList<>()));
        if (!accounts.isEmpty()) {
            try (PreparedStatement select = connection.prepareStatement(SOME)) {
                select.setArray(1, connection.createArrayOf("text", accounts.toArray()));
                read(select, changed);
            }
        }
        taker.accept(last.get().with(changed));
    }

    private static void read(PreparedStatement select, Map<Long, List<Template>> byAccount) throws SQLException {
        select.setFetchSize(FETCH);
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Template template = TemplateRows.template(rows);
                byAccount
                        .computeIfAbsent(template.accountId(), _ -> new ArrayList<>())
                        .add(template);
            }
        }
    }
}
