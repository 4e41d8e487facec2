package io.elchi.server.messages.store;

import io.elchi.server.core.RouteCandidate;
import io.elchi.server.db.CopyRows;
import io.elchi.server.messages.Cdr;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.Encoding;
import io.elchi.server.messages.Message;

/// Rows as COPY wants them, beside the columns they fill: the two must agree, in number and order.
final class Rows {
    static final String MESSAGES = "messages.messages (id, account_id, api_key_id, upstream, msisdn, sender, content,"
            + " content_kind, octets, message_class, encoding, parts, mcc, mnc, country, currency, candidates, reserved, upstream_reserved,"
            + " external_message_id, correlation_id, extra_meta, accepted_at, valid_until, part_reference,"
            + " delivery_options, ported, decision, content_key, not_before, template_id, status_endpoint, smpp_login_id, rules, tag)";
    static final String EVENTS = "messages.events (message_id, part, kind, nth, total, at, operator_id, candidate,"
            + " smsc_message_id, receipt_key, status, detail, state, billed_parts, price, upstream_prices, batch, done_at)";
    static final String CDRS = "messages.cdr_sms (id, account_id, operator_id, external_message_id, smsc_message_id,"
            + " msisdn, sender, accepted_time, submit_time, delivery_time, status, smsc_status, error_code, price, currency,"
            + " upstream, upstream_prices, cost, cost_currency, submits, operator_costs, parts, parts_charged, country, mcc, mnc, message_class,"
            + " api_key_id, correlation_id, extra_meta, created_at, template_id, smpp_login_id)";

    private static final int MESSAGE_COLUMNS = 35;
    private static final int CDR_COLUMNS = 33;

    private Rows() {}

    /// @param encrypted its content; null when it is stored as it is
    static void message(CopyRows rows, Message message, ContentCipher.Encrypted encrypted) {
        rows.row(MESSAGE_COLUMNS).uuid(message.id()).int8(message.accountId());
        optional(rows, message.owner().apiKeyId());
        rows.longs(message.upstream().length == 0 ? null : message.upstream())
                .text(message.to().digits())
                .text(message.sender());
        Encoding encoding = content(rows, message.content(), encrypted);
        rows.int2(message.messageClass().number());
        if (encoding == null) {
            rows.nil();
        } else {
            rows.int2(encoding.number());
        }
        rows.int2(message.parts())
                .text(message.recipient().mcc())
                .text(message.recipient().mnc())
                .text(message.recipient().country())
                .text(message.currency())
                .text(RouteCandidate.text(message.candidates()))
                .micros(message.reservedMicros(0) * message.parts())
                .microsArray(upstreamReserved(message))
                .text(message.clientData().reference())
                .text(message.clientData().correlationId())
                .text(message.clientData().meta())
                .time(message.acceptedAt())
                .time(message.validUntil())
                .int4(message.partReference())
                .bytes(OptionOctets.of(message.options()))
                .bool(message.recipient().ported())
                .bytes(message.quote().decision());
        if (encrypted == null) {
            rows.nil();
        } else {
            rows.int8(encrypted.keyId());
        }
        rows.time(message.times().notBefore());
        optional(rows, message.clientData().templateId());
        optional(rows, message.clientData().statusEndpoint());
        optional(rows, message.owner().smppLoginId());
        long[] rules = message.quote().rules();
        rows.longs(rules.length == 0 ? null : rules).text(message.quote().tag());
    }

    /// Writes the columns content, content_kind and octets.
    ///
    /// @return of a text; else null
    private static Encoding content(CopyRows rows, Content content, ContentCipher.Encrypted encrypted) {
        rows.text(encrypted == null && content instanceof Content.Text text ? text.text() : null)
                .int2(content.kind().number())
                .bytes(encrypted == null ? ContentOctets.of(content) : encrypted.octets());
        return content instanceof Content.Text text ? text.encoding() : null;
    }

    /// null: nobody is above the account.
    private static long[] upstreamReserved(Message message) {
        if (message.upstream().length == 0) {
            return null;
        }
        long[] reserved = new long[message.upstream().length];
        for (int i = 0; i < reserved.length; i++) {
            reserved[i] = message.reservedMicros(i + 1) * message.parts();
        }
        return reserved;
    }

    static void cdr(CopyRows rows, Cdr cdr) {
        Message message = cdr.message();
        rows.row(CDR_COLUMNS).uuid(message.id()).int8(message.accountId());
        optional(rows, cdr.operatorId());
        rows.text(message.clientData().reference())
                .text(cdr.smscMessageId())
                .text(message.to().digits())
                .text(message.sender())
                .time(message.acceptedAt())
                .time(cdr.submittedAt())
                .time(cdr.deliveredAt())
                .text(cdr.state().text())
                .text(cdr.smscStatus())
                .text(cdr.errorCode())
                .micros(cdr.priceMicros())
                .text(message.currency());
        boolean direct = message.upstream().length == 0;
        rows.longs(direct ? null : message.upstream())
                .microsArray(direct ? null : cdr.upstreamMicros())
                .micros(cdr.cost().micros())
                .text(cdr.cost().currency())
                .int2(cdr.cost().submits())
                .text(cdr.cost().byOperator())
                .int2(message.parts())
                .int2(cdr.partsCharged())
                .text(message.recipient().country())
                .text(message.recipient().mcc())
                .text(message.recipient().mnc())
                .text(message.messageClass().text());
        optional(rows, message.owner().apiKeyId());
        rows.text(message.clientData().correlationId())
                .text(message.clientData().meta())
                .time(cdr.endedAt());
        optional(rows, message.clientData().templateId());
        optional(rows, message.owner().smppLoginId());
    }

    private static void optional(CopyRows rows, long id) {
        if (id == 0) {
            rows.nil();
        } else {
            rows.int8(id);
        }
    }
}
