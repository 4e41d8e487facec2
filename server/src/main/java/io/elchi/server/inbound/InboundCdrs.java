package io.elchi.server.inbound;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.db.Tx;
import io.elchi.server.messages.MessageStore.BatchCharge;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Call detail records of messages from handsets.
public final class InboundCdrs {
    private static final String INSERT = "INSERT INTO inbound.cdr_mo (id, account_id, operator_id, msisdn, destination,"
            + " state, error_code, parts, parts_received, operator_message_id, received_at, ended_at, price, currency,"
            + " batch, upstream, upstream_prices, cost, cost_currency)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String CHARGED = "WITH charged AS (SELECT batch, account_id, price, upstream, upstream_prices"
            + " FROM inbound.cdr_mo WHERE batch BETWEEN ? AND ?)"
            + " SELECT batch, account, sum(amount) FROM (SELECT batch, account_id AS account, price AS amount FROM charged"
            + " UNION ALL SELECT c.batch, p.account, p.price FROM charged c"
            + " CROSS JOIN LATERAL unnest(c.upstream, c.upstream_prices) p (account, price)) each GROUP BY batch, account";
    private static final String DIGEST = "SELECT count(*) || '.' ||"
            + " coalesce(sum(hashtextextended(batch || ' ' || account || ' ' || sum, 0)), 0) FROM (" + CHARGED
            + ") s WHERE sum <> 0";

    private final JdbcClient reads;

    InboundCdrs(JdbcClient reads) {
        this.reads = reads;
    }

    static void insert(Connection connection, List<InboundCdr> records) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (InboundCdr each : records) {
                InboundMessage message = each.message();
                insert.setObject(1, message.id().uuid());
                insert.setObject(2, message.accountId() == 0 ? null : message.accountId(), Types.BIGINT);
                insert.setLong(3, message.operatorId());
                insert.setString(4, message.from());
                insert.setString(5, message.to());
                insert.setInt(6, message.state().number());
                insert.setString(7, each.errorCode());
                insert.setInt(8, message.parts());
                insert.setInt(9, message.partsReceived());
                insert.setString(10, message.operatorMessageId());
                insert.setObject(11, InboundRows.utc(message.receivedAt()));
                insert.setObject(12, InboundRows.utc(message.endedAt()));
                money(connection, insert, each);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void money(Connection connection, PreparedStatement insert, InboundCdr cdr) throws SQLException {
        insert.setBigDecimal(13, decimal(cdr.price()));
        insert.setString(14, cdr.price() == null ? null : cdr.price().currency());
        insert.setObject(15, cdr.batch() == 0 ? null : cdr.batch(), Types.BIGINT);
        boolean alone = cdr.upstream().isEmpty();
        insert.setArray(
                16,
                alone
                        ? null
                        : connection.createArrayOf(
                                "bigint",
                                cdr.upstream().stream()
                                        .map(InboundCdr.InboundPaid::accountId)
                                        .toArray()));
        insert.setArray(
                17,
                alone
                        ? null
                        : connection.createArrayOf(
                                "numeric",
                                cdr.upstream().stream()
                                        .map(each -> Money.decimal(each.micros()))
                                        .toArray()));
        insert.setBigDecimal(18, decimal(cdr.cost()));
        insert.setString(19, cdr.cost() == null ? null : cdr.cost().currency());
    }

    private static BigDecimal decimal(Money amount) {
        return amount == null ? null : Money.decimal(amount.micros());
    }

    /// The newest first.
    ///
    /// @param cursor of the page before; null: from the newest
    /// @throws io.elchi.server.core.RefusedException when the cursor is none
    public Page<InboundCdr> list(InboundSearch.InboundFilter filter, String cursor, int limit) {
        List<Object> parameters = new ArrayList<>();
        String where = InboundSearch.where(filter, cursor, parameters);
        parameters.add(limit + 1);
        List<InboundCdr> found = reads.sql("SELECT * FROM inbound.cdr_mo WHERE " + where + " ORDER BY id DESC LIMIT ?")
                .params(parameters)
                .query((row, _) -> cdr(row))
                .list();
        return Page.of(found, limit, each -> each.message().id());
    }

    public Optional<InboundCdr> find(MessageId id) {
        return reads.sql("SELECT * FROM inbound.cdr_mo WHERE id = ?")
                .param(id.uuid())
                .query((row, _) -> cdr(row))
                .optional();
    }

    private static InboundCdr cdr(ResultSet row) throws SQLException {
        InboundMessage message = new InboundMessage(
                MessageId.of(row.getObject("id", UUID.class)),
                row.getLong("account_id"),
                row.getLong("operator_id"),
                row.getString("msisdn"),
                row.getString("destination"),
                InboundState.of(row.getInt("state")),
                null,
                row.getInt("parts"),
                row.getInt("parts_received"),
                row.getString("operator_message_id"),
                InboundRows.instant(row, "received_at"),
                InboundRows.instant(row, "ended_at"));
        return new InboundCdr(
                message,
                amount(row, "price", "currency"),
                upstream(row),
                amount(row, "cost", "cost_currency"),
                row.getString("error_code"),
                row.getLong("batch"));
    }

    private static Money amount(ResultSet row, String column, String currency) throws SQLException {
        BigDecimal amount = row.getBigDecimal(column);
        return amount == null ? null : new Money(row.getString(currency), Money.micros(amount));
    }

    private static List<InboundCdr.InboundPaid> upstream(ResultSet row) throws SQLException {
        if (row.getArray("upstream") == null) {
            return List.of();
        }
        Long[] accounts = (Long[]) row.getArray("upstream").getArray();
        BigDecimal[] prices = (BigDecimal[]) row.getArray("upstream_prices").getArray();
        List<InboundCdr.InboundPaid> paid = new ArrayList<>(accounts.length);
        for (int i = 0; i < accounts.length; i++) {
            paid.add(new InboundCdr.InboundPaid(accounts[i], Money.micros(prices[i])));
        }
        return paid;
    }

    /// What was charged for messages from handsets in the batches from `first` to `last`, by batch and account, as
    /// the transaction sees it.
    public Map<BatchCharge, Long> charged(Tx tx, long first, long last) throws SQLException {
        Map<BatchCharge, Long> charged = new HashMap<>();
        try (PreparedStatement select = tx.connection().prepareStatement(CHARGED)) {
            select.setLong(1, first);
            select.setLong(2, last);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    charged.put(new BatchCharge(rows.getLong(1), rows.getLong(2)), Money.micros(rows.getBigDecimal(3)));
                }
            }
        }
        return charged;
    }

    /// A digest of the same, see [io.elchi.server.billing.Ledger#chargesDigest].
    public Optional<String> chargedDigest(Tx tx, long first, long last) throws SQLException {
        try (PreparedStatement select = tx.connection().prepareStatement(DIGEST)) {
            select.setLong(1, first);
            select.setLong(2, last);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return Optional.of(row.getString(1));
            }
        }
    }
}
