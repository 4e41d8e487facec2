package io.elchi.server.accounts;

import io.elchi.server.accounts.SmppLogin.BindRules;
import io.elchi.server.accounts.SmppLogin.DeliveryRules;
import io.elchi.server.accounts.SmppLogin.FieldRules;
import io.elchi.server.accounts.SmppLogin.IdForm;
import io.elchi.server.accounts.SmppLogin.InboundProtocol;
import io.elchi.server.accounts.SmppLogin.InboundUrl;
import io.elchi.server.accounts.SmppLogin.LoginAlphabet;
import io.elchi.server.accounts.SmppLogin.LoginMode;
import io.elchi.server.accounts.SmppLogin.ReceiptForm;
import io.elchi.server.accounts.SmppLogin.SubmitRules;
import io.elchi.server.core.MessageClass;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// Rows of `accounts.smpp_logins`.
final class SmppLoginRows {
    /// All columns but the identity, the version, the passwords and the times.
    static final String RULES = "bind_allowed, submit_allowed, bind_modes, max_binds, ip_whitelist, tls_required,"
            + " window_size, rate_per_second, default_alphabet, message_class, service_types, receipt_format,"
            + " receipt_ids, inbound, binary_allowed, http_allowed, default_coding, data_codings, source_tons, source_npis,"
            + " certificate_hash, inbound_url, inbound_method, inbound_protocol, parts";

    static final String PLACES =
            "?, ?, ?::text[], ?, ?::text[], ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?::int[], ?::int[], ?::int[],"
                    + " decode(?, 'hex'), ?, ?, ?, ?";

    private static final String POST = "post";
    private static final String JOINED = "joined";

    private SmppLoginRows() {}

    /// Values of [#RULES], in their order.
    static List<Object> values(SmppLogin.Form form) {
        BindRules binds = form.binds();
        SubmitRules submits = form.submits();
        List<Object> values = new ArrayList<>();
        values.add(binds.allowed());
        values.add(submits.allowed());
        values.add(binds.modes().stream().map(LoginMode::text).sorted().toArray(String[]::new));
        values.add(binds.max());
        values.add(binds.networks().toArray(String[]::new));
        values.add(binds.tlsRequired());
        values.add(submits.window());
        values.add(submits.ratePerSecond() == 0 ? null : submits.ratePerSecond());
        values.add(submits.alphabet().text());
        values.add(submits.messageClass().text());
        values.add(json(submits.serviceTypes()));
        values.add(form.delivery().receipts().text());
        values.add(form.delivery().ids().text());
        values.add(form.delivery().inbound());
        values.add(submits.binary());
        values.add(submits.http());
        values.add(
                submits.fields().defaultCoding() == 0 ? null : submits.fields().defaultCoding());
        values.add(numbers(submits.fields().codings()));
        values.add(numbers(submits.fields().tons()));
        values.add(numbers(submits.fields().npis()));
        values.add(binds.certificate());
        InboundUrl url = form.delivery().inboundUrl();
        values.add(url == null ? null : url.url());
        values.add(url == null ? null : url.posts() ? POST : "get");
        values.add(url == null ? null : url.protocol().text());
        values.add(submits.joinsParts() ? JOINED : "as_sent");
        return values;
    }

    /// null: all.
    private static Integer[] numbers(Set<Integer> numbers) {
        return numbers.isEmpty() ? null : numbers.stream().sorted().toArray(Integer[]::new);
    }

    private static Set<Integer> numbers(Array column) throws SQLException {
        return column == null ? Set.of() : Set.of((Integer[]) column.getArray());
    }

    private static String json(Map<String, MessageClass> serviceTypes) {
        Map<String, String> texts = new TreeMap<>();
        serviceTypes.forEach((type, messageClass) -> texts.put(type, messageClass.text()));
        return JsonMapper.shared().writeValueAsString(texts);
    }

    static SmppLogin login(ResultSet row) throws SQLException {
        return new SmppLogin(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getString("system_id"),
                row.getLong("version"),
                binds(row),
                submits(row),
                new DeliveryRules(
                        constant(ReceiptForm.class, row.getString("receipt_format")),
                        constant(IdForm.class, row.getString("receipt_ids")),
                        row.getBoolean("inbound"),
                        inboundUrl(row)),
                AccountStore.instant(row, "created_at"),
                AccountStore.instant(row, "updated_at"));
    }

    private static InboundUrl inboundUrl(ResultSet row) throws SQLException {
        String url = row.getString("inbound_url");
        return url == null
                ? null
                : new InboundUrl(
                        url,
                        POST.equals(row.getString("inbound_method")),
                        constant(InboundProtocol.class, row.getString("inbound_protocol")));
    }

    private static BindRules binds(ResultSet row) throws SQLException {
        Set<LoginMode> modes = new HashSet<>();
        for (String text : AccountStore.texts(row.getArray("bind_modes"))) {
            modes.add(constant(LoginMode.class, text));
        }
        return new BindRules(
                row.getBoolean("bind_allowed"),
                modes,
                row.getInt("max_binds"),
                AccountStore.texts(row.getArray("ip_whitelist")),
                row.getBoolean("tls_required"),
                hex(row.getBytes("certificate_hash")));
    }

    private static SubmitRules submits(ResultSet row) throws SQLException {
        Map<String, MessageClass> serviceTypes = new HashMap<>();
        JsonMapper.shared()
                .readTree(row.getString("service_types"))
                .properties()
                .forEach(each -> serviceTypes.put(
                        each.getKey(),
                        constant(MessageClass.class, each.getValue().stringValue())));
        return new SubmitRules(
                row.getBoolean("submit_allowed"),
                row.getInt("window_size"),
                row.getInt("rate_per_second"),
                constant(LoginAlphabet.class, row.getString("default_alphabet")),
                constant(MessageClass.class, row.getString("message_class")),
                serviceTypes,
                row.getBoolean("binary_allowed"),
                row.getBoolean("http_allowed"),
                JOINED.equals(row.getString("parts")),
                new FieldRules(
                        row.getInt("default_coding"),
                        numbers(row.getArray("data_codings")),
                        numbers(row.getArray("source_tons")),
                        numbers(row.getArray("source_npis"))));
    }

    private static String hex(byte[] hash) {
        return hash == null ? null : HexFormat.of().formatHex(hash);
    }

    private static <T extends Enum<T>> T constant(Class<T> type, String text) {
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }
}
