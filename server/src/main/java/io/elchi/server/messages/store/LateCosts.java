package io.elchi.server.messages.store;

import io.elchi.server.core.Money;
import io.elchi.server.messages.CarriedCost;
import io.elchi.server.messages.LateCost;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/// What operators get for a submit_sm that they took after the validity and the wait for receipts had ended.
/// Seldom.
final class LateCosts {
    private static final String ADD = "UPDATE messages.cdr_sms SET submits = submits + 1,"
            + " cost = cost + CASE WHEN cost_currency = ? THEN ? ELSE 0 END,"
            + " operator_costs = concat_ws(',', operator_costs, ?) WHERE id = ?";
    /// The figures have the group of the record.
    private static final String COUNT =
            "INSERT INTO messages.figure_deltas (kind, minute, account_id, operator_id, mcc,"
                    + " mnc, message_class, sender, state, error, currency, cost_currency, messages, parts, parts_charged,"
                    + " submits, price, cost) SELECT 0, date_trunc('minute', c.accepted_time), c.account_id,"
                    + " coalesce(c.operator_id, 0), coalesce(c.mcc, ''), coalesce(c.mnc, ''), m.message_class,"
                    + " coalesce(c.sender, ''), c.status, CASE WHEN c.status = 'delivered' THEN ''"
                    + " ELSE left(coalesce(c.error_code, ''), 12) END, c.currency, c.cost_currency, 0, 0, 0, 1, 0,"
                    + " CASE WHEN c.cost_currency = ? THEN ? ELSE 0 END"
                    + " FROM messages.cdr_sms c JOIN messages.messages m ON m.id = c.id WHERE c.id = ?";

    private LateCosts() {}

    static void add(Connection connection, List<LateCost> costs) throws SQLException {
        if (costs.isEmpty()) {
            return;
        }
        try (PreparedStatement add = connection.prepareStatement(ADD);
                PreparedStatement count = connection.prepareStatement(COUNT)) {
            for (LateCost cost : costs) {
                add.setString(1, cost.currency());
                add.setBigDecimal(2, Money.decimal(cost.micros()));
                add.setString(3, CarriedCost.text(cost.operatorId(), 1, cost.micros(), cost.currency()));
                add.setObject(4, cost.messageId().uuid());
                add.addBatch();
                count.setString(1, cost.currency());
                count.setBigDecimal(2, Money.decimal(cost.micros()));
                count.setObject(3, cost.messageId().uuid());
                count.addBatch();
            }
            add.executeBatch();
            count.executeBatch();
        }
    }
}
