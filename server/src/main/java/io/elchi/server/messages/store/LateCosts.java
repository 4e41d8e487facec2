package io.elchi.server.messages.store;

import io.elchi.server.core.MessageState;
import io.elchi.server.core.Money;
import io.elchi.server.messages.CarriedCost;
import io.elchi.server.messages.LateCost;
import io.elchi.server.messages.store.FigureGroups.Key;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// What operators get for a submit_sm that they took after the validity and the wait for receipts had ended.
/// Seldom.
final class LateCosts {
    private static final String ADD = "UPDATE messages.cdr_sms c SET submits = submits + 1,"
            + " cost = cost + CASE WHEN cost_currency = ? THEN ? ELSE 0 END,"
            + " operator_costs = concat_ws(',', operator_costs, ?) FROM messages.messages m"
            + " WHERE c.id = ? AND m.id = c.id RETURNING c.*, m.message_class AS class_number";

    private LateCosts() {}

    static void add(Connection connection, List<LateCost> costs, FigureDeltas figures) throws SQLException {
        if (costs.isEmpty()) {
            return;
        }
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            for (LateCost cost : costs) {
                add.setString(1, cost.currency());
                add.setBigDecimal(2, Money.decimal(cost.micros()));
                add.setString(3, CarriedCost.text(cost.operatorId(), 1, cost.micros(), cost.currency()));
                add.setObject(4, cost.messageId().uuid());
                try (ResultSet row = add.executeQuery()) {
                    if (row.next()) {
                        boolean same = cost.currency().equals(row.getString("cost_currency"));
                        figures.late(group(row), same ? cost.micros() : 0);
                    }
                }
            }
        }
    }

    /// The group in which the record is counted.
    private static Key group(ResultSet row) throws SQLException {
        return new Key(
                FigureGroups.OF_MESSAGES,
                FigureGroups.minute(MessageReader.instant(row, "accepted_time")),
                row.getLong("account_id"),
                row.getLong("operator_id"),
                orEmpty(row.getString("mcc")),
                orEmpty(row.getString("mnc")),
                row.getInt("class_number"),
                orEmpty(row.getString("sender")),
                row.getString("status"),
                FigureDeltas.error(MessageState.ofRow(row.getString("status")), row.getString("error_code")),
                row.getString("currency"),
                row.getString("cost_currency"));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
