package io.elchi.server.exports;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.billing.EntryQuery;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Dates;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.inbound.InboundCdr;
import io.elchi.server.inbound.InboundCdrs;
import io.elchi.server.inbound.InboundSearch;
import io.elchi.server.messages.CdrQuery;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageList;
import io.elchi.server.messages.MessageQuery;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.messages.MessageSearch.CdrRow;
import io.elchi.server.messages.MessageView;
import io.elchi.server.messages.RefusalLog;
import io.elchi.server.messages.RefusalLog.RefusedRequest;
import io.elchi.server.routing.OperatorStore;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The lists that are exported: the same as the APIs show, with the same filters, and without content of messages.
final class ExportSources {
    private final MessageList messages;
    private final MessageSearch records;
    private final InboundCdrs inbound;
    private final RefusalLog.Store refusals;
    private final Ledger ledger;
    private final Names names;

    /// What stands beside ids.
    record Names(Accounts accounts, OperatorStore operators) {
        String account(long id) {
            return accounts.account(id).map(Account::name).orElse(null);
        }
    }

    /// A column.
    ///
    /// @param ofPlatform it is for the platform's staff alone
    private record Column<T>(String name, boolean ofPlatform, Function<T, Object> value) {
        static <T> Column<T> of(String name, Function<T, Object> value) {
            return new Column<>(name, false, value);
        }

        static <T> Column<T> staff(String name, Function<T, Object> value) {
            return new Column<>(name, true, value);
        }
    }

    private interface Pages<T> {
        Page<T> page(String cursor, int limit);
    }

    private record Rows<T>(List<Column<T>> shown, Pages<T> pages) implements ExportRows {
        @Override
        public List<String> columns() {
            return shown.stream().map(Column::name).toList();
        }

        @Override
        public ExportPage page(String cursor, int limit) {
            Page<T> page = pages.page(cursor, limit);
            return new ExportPage(page.items().stream().map(this::row).toList(), page.next());
        }

        private List<Object> row(T item) {
            List<Object> row = new java.util.ArrayList<>(shown.size());
            shown.forEach(column -> row.add(column.value.apply(item)));
            return row;
        }
    }

    ExportSources(
            MessageList messages,
            MessageSearch records,
            InboundCdrs inbound,
            RefusalLog.Store refusals,
            Ledger ledger,
            Names names) {
        this.inbound = inbound;
        this.messages = messages;
        this.records = records;
        this.refusals = refusals;
        this.ledger = ledger;
        this.names = names;
    }

    /// The rows of an export.
    ///
    /// @throws RefusedException when a field of the filter cannot be; it names `filter.` and the field
    ExportRows of(Export.Wish wish) {
        try {
            return filtered(wish);
        } catch (RefusedException e) {
            throw e.refusal().within("filter").exception();
        }
    }

    private ExportRows filtered(Export.Wish wish) {
        ExportFilter filter = new ExportFilter(wish.filter());
        long account = wish.ofPlatform() ? filter.id("account_id") : wish.accountId();
        long operator = wish.ofPlatform() ? filter.id("operator_id") : 0;
        ExportRows rows = switch (wish.kind()) {
            case MESSAGES -> messages(filter, account, operator, wish.ofPlatform());
            case CDR -> records(filter, account, operator, wish.ofPlatform());
            case INBOUND_CDR -> inboundRecords(filter, account, operator, wish.ofPlatform());
            case TRANSACTIONS -> entries(filter, account, operator, wish.ofPlatform());
            case REFUSALS -> refusals(filter, account, operator, wish.ofPlatform());
        };
        filter.end();
        return rows;
    }

    private static <T> ExportRows rows(List<Column<T>> columns, boolean ofPlatform, Pages<T> pages) {
        return new Rows<>(
                columns.stream()
                        .filter(column -> ofPlatform || !column.ofPlatform)
                        .toList(),
                pages);
    }

    private ExportRows messages(ExportFilter filter, long account, long operator, boolean ofPlatform) {
        long template = filter.id("template_id");
        MessageList.MessageFilter wanted = new MessageQuery(
                        filter.text("state"),
                        filter.text("class"),
                        filter.text("to"),
                        filter.text("from"),
                        filter.text("reference"),
                        template == 0 ? null : template,
                        filter.time("accepted_from"),
                        filter.time("accepted_before"))
                .filter(account, operator);
        Map<Long, String> operators = ofPlatform ? names.operators.namesInMessages() : Map.of();
        List<Column<MessageList.Listed>> columns = List.of(
                Column.of("id", each -> message(each).id().toString()),
                Column.staff("account_id", each -> message(each).accountId()),
                Column.staff("account", each -> names.account(message(each).accountId())),
                Column.staff("operator", each -> operators.get(each.operatorId())),
                Column.of("state", each -> each.view().state().text()),
                Column.of("to", each -> message(each).to().digits()),
                Column.of("from", each -> message(each).sender()),
                Column.of("class", each -> message(each).messageClass().text()),
                Column.of("parts", each -> message(each).parts()),
                Column.of("parts_charged", each -> each.view().partsCharged()),
                Column.of("price", each -> Money.decimal(each.view().priceMicros())),
                Column.of("currency", each -> message(each).currency()),
                Column.of("country", each -> message(each).recipient().country()),
                Column.of("reference", each -> message(each).clientData().reference()),
                Column.of("correlation_id", each -> message(each).clientData().correlationId()),
                Column.staff("operator_status", each -> each.view().smscStatus()),
                Column.of("error_code", each -> each.view().errorCode()),
                Column.of("accepted_at", each -> message(each).acceptedAt()),
                Column.of("submitted_at", each -> each.view().submittedAt()),
                Column.of("delivered_at", each -> each.view().deliveredAt()),
                Column.of("final_at", each -> each.view().endedAt()));
        return rows(columns, ofPlatform, (cursor, limit) -> {
            MessageList.MessagePage page = messages.messages(wanted, cursor, limit);
            return new Page<>(page.items(), page.next());
        });
    }

    private static Message message(MessageList.Listed listed) {
        MessageView view = listed.view();
        return view.message();
    }

    private ExportRows records(ExportFilter filter, long account, long operator, boolean ofPlatform) {
        MessageSearch.CdrFilter wanted = new CdrQuery(
                        account,
                        operator,
                        filter.time("accepted_from"),
                        filter.time("accepted_before"),
                        filter.text("state"),
                        filter.text("to"),
                        filter.text("class"),
                        filter.text("from"),
                        filter.text("mcc"),
                        filter.text("mnc"),
                        filter.text("reference"),
                        filter.id("api_key_id"))
                .filter();
        Map<Long, String> operators = ofPlatform ? names.operators.namesInMessages() : Map.of();
        return rows(recordColumns(operators), ofPlatform, (cursor, limit) -> records.cdrs(wanted, cursor, limit));
    }

    private List<Column<CdrRow>> recordColumns(Map<Long, String> operators) {
        return List.of(
                Column.of("id", each -> each.id().toString()),
                Column.staff("account_id", CdrRow::accountId),
                Column.staff("account", each -> names.account(each.accountId())),
                Column.staff("operator_id", CdrRow::operatorId),
                Column.staff("operator", each -> operators.get(each.operatorId())),
                Column.of("reference", CdrRow::reference),
                Column.of("meta", CdrRow::meta),
                Column.staff("operator_message_id", CdrRow::smscMessageId),
                Column.of("to", each -> each.msisdn().digits()),
                Column.of("from", CdrRow::sender),
                Column.of("class", CdrRow::messageClass),
                Column.of("accepted_at", CdrRow::acceptedAt),
                Column.of("submitted_at", CdrRow::submittedAt),
                Column.of("delivered_at", CdrRow::deliveredAt),
                Column.of("final_at", CdrRow::createdAt),
                Column.of("state", each -> each.state().text()),
                Column.staff("operator_status", CdrRow::smscStatus),
                Column.of("error_code", CdrRow::errorCode),
                Column.of("price", each -> Money.decimal(each.price().micros())),
                Column.of("currency", each -> each.price().currency()),
                Column.staff("cost", each -> Money.decimal(each.cost().micros())),
                Column.staff("cost_currency", each -> each.cost().currency()),
                Column.staff(
                        "upstream",
                        each -> each.upstream().stream()
                                .map(one -> one.accountId() + ":"
                                        + Money.decimal(one.micros()).toPlainString())
                                .collect(Collectors.joining(" "))),
                Column.of("parts", CdrRow::parts),
                Column.of("parts_charged", CdrRow::partsCharged),
                Column.staff("submits", CdrRow::submits),
                Column.of("country", CdrRow::country),
                Column.of("mcc", CdrRow::mcc),
                Column.of("mnc", CdrRow::mnc),
                Column.of("correlation_id", CdrRow::correlationId));
    }

    private ExportRows inboundRecords(ExportFilter filter, long account, long operator, boolean ofPlatform) {
        InboundSearch.InboundFilter wanted = new InboundSearch.InboundFilter(
                account,
                operator,
                filter.digits("from"),
                filter.digits("to"),
                Dates.checked("received_from", filter.time("received_from")),
                Dates.checked("received_before", filter.time("received_before")));
        Map<Long, String> operators = ofPlatform ? names.operators.namesInMessages() : Map.of();
        List<Column<InboundCdr>> columns = List.of(
                Column.of("id", each -> each.message().id().toString()),
                Column.staff("account_id", each -> each.message().accountId()),
                Column.staff("account", each -> names.account(each.message().accountId())),
                Column.staff("operator_id", each -> each.message().operatorId()),
                Column.staff("operator", each -> operators.get(each.message().operatorId())),
                Column.staff("operator_message_id", each -> each.message().operatorMessageId()),
                Column.of("from", each -> each.message().from()),
                Column.of("to", each -> each.message().to()),
                Column.of("received_at", each -> each.message().receivedAt()),
                Column.of("final_at", each -> each.message().endedAt()),
                Column.of("state", each -> each.message().state().text()),
                Column.of("error_code", InboundCdr::errorCode),
                Column.of("price", each -> amount(each.price())),
                Column.of("currency", each -> currency(each.price())),
                Column.staff("cost", each -> amount(each.cost())),
                Column.staff("cost_currency", each -> currency(each.cost())),
                Column.staff(
                        "upstream",
                        each -> each.upstream().stream()
                                .map(one -> one.accountId() + ":"
                                        + Money.decimal(one.micros()).toPlainString())
                                .collect(Collectors.joining(" "))),
                Column.of("parts", each -> each.message().parts()),
                Column.of("parts_received", each -> each.message().partsReceived()));
        return rows(columns, ofPlatform, (cursor, limit) -> inbound.list(wanted, cursor, limit));
    }

    private static Object amount(Money money) {
        return money == null ? null : Money.decimal(money.micros());
    }

    private static String currency(Money money) {
        return money == null ? null : money.currency();
    }

    private ExportRows entries(ExportFilter filter, long account, long operator, boolean ofPlatform) {
        none("operator_id", operator);
        Ledger.LedgerFilter wanted = new EntryQuery(
                        filter.text("reason"),
                        filter.text("direction"),
                        filter.time("created_from"),
                        filter.time("created_before"),
                        filter.text("reference"),
                        filter.text("min_amount"),
                        filter.text("max_amount"))
                .filter(account);
        List<Column<Ledger.Entry>> columns = List.of(
                Column.of("id", Ledger.Entry::id),
                Column.staff("account_id", Ledger.Entry::accountId),
                Column.staff("account", each -> names.account(each.accountId())),
                Column.of("direction", each -> each.credit() ? "credit" : "debit"),
                Column.of("amount", each -> Money.decimal(each.amount().micros())),
                Column.of("currency", each -> each.amount().currency()),
                Column.of("reason", Ledger.Entry::reason),
                Column.of("parts", each -> each.batch() == 0 ? null : each.parts()),
                Column.of("reference", Ledger.Entry::reference),
                Column.of("note", Ledger.Entry::note),
                Column.of("created_at", Ledger.Entry::at));
        return rows(columns, ofPlatform, (cursor, limit) -> ledger.entries(wanted, cursor, limit));
    }

    private ExportRows refusals(ExportFilter filter, long account, long operator, boolean ofPlatform) {
        none("operator_id", operator);
        String code = filter.text("code");
        List<Column<RefusedRequest>> columns = List.of(
                Column.of("at", RefusedRequest::at),
                Column.staff("account_id", RefusedRequest::accountId),
                Column.staff("account", each -> names.account(each.accountId())),
                Column.of("api_key_id", RefusedRequest::apiKeyId),
                Column.of("code", RefusedRequest::code),
                Column.of("field", RefusedRequest::field),
                Column.of("detail", RefusedRequest::detail),
                Column.of("to", RefusedRequest::to),
                Column.of("from", RefusedRequest::from),
                Column.of("correlation_id", RefusedRequest::correlationId));
        return rows(columns, ofPlatform, (cursor, limit) -> refusals.page(account, code, cursor, limit));
    }

    private static void none(String field, long id) {
        if (id != 0) {
            throw Refusal.ofField(Failure.INVALID_FIELD, field, "this list has no such filter")
                    .exception();
        }
    }
}
