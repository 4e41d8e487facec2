package io.elchi.server.rules;

import io.elchi.server.db.ChangedRows;
import io.elchi.server.db.Follower;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loads all rules whenever one changed: they are few, and their order is that of all of them.
final class RuleFollower implements Follower {
    private static final Logger LOG = LoggerFactory.getLogger(RuleFollower.class);
    private static final String ALL = "SELECT " + RuleRows.COLUMNS + " FROM rules.rules";

    private final Consumer<List<StoredRule>> taker;

    /// @param taker gets the rules
    RuleFollower(Consumer<List<StoredRule>> taker) {
        this.taker = taker;
    }

    @Override
    public List<String> tables() {
        return List.of("rules.rules");
    }

    @Override
    public void load(Connection connection) throws SQLException {
        List<StoredRule> rules = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(ALL);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                read(rows, rules);
            }
        }
        taker.accept(rules);
    }

    @Override
    public void load(Connection connection, ChangedRows changes) throws SQLException {
        load(connection);
    }

    /// A rule without what this release cannot read would match other messages.
    private static void read(ResultSet row, List<StoredRule> rules) throws SQLException {
        RuleRows.RuleRow read = RuleRows.RuleRow.of(row);
        if (read.rule() == null) {
            LOG.error("rule {} is not in force, this release cannot read it: {}", read.id(), read.why());
        } else {
            rules.add(read.rule());
        }
    }
}
