package io.elchi.server.connectors.http;

import io.elchi.server.core.Clock;
import io.elchi.server.http.FastResponse;
import io.elchi.server.http.RequestClient.OutgoingRequest;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.Encoding;
import io.elchi.server.messages.Message;
import io.elchi.server.routing.HttpRequestOptions;
import io.elchi.server.routing.HttpVariable;
import io.elchi.server.routing.LinkOptions;
import io.elchi.server.routing.LinkSegmenter;
import io.elchi.server.routing.LinkSettings;
import io.elchi.server.routing.VariableText;
import io.elchi.smstext.alphabet.GsmAlphabet;
import io.elchi.smstext.coding.DataCoding;
import io.elchi.smstext.parts.Part;
import io.elchi.smstext.parts.Segmented;
import io.elchi.smstext.parts.Segmenter;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a message as the requests that one link wants.
final class HttpWriter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpWriter.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String FORM = "application/x-www-form-urlencoded; charset=UTF-8";
    private static final byte[] NO_OCTETS = {};
    /// The bit of esm_class for a user data header (SMPP 3.4, 5.2.12).
    private static final int UDHI = 0x40;
    private static final int SHORT_CODE_DIGITS = 8;

    private final HttpRequestOptions options;
    private final String origin;
    private final VariableText path;
    private final List<Field> headers;
    private final List<Field> query;
    private final List<Field> form;
    /// null: none.
    private final JsonNode json;
    private final Map<String, String> codings = new HashMap<>();
    private final Set<HttpVariable> used;
    private final boolean carriesOctets;
    private final Map<HttpVariable, String> constant = new EnumMap<>(HttpVariable.class);
    /// null: the operator splits.
    private final Segmenter segmenter;
    private final Clock clock;

    /// One request.
    ///
    /// @param id our id of the part
    record HttpSubmit(OutgoingRequest request, String id) {}

    private record Field(String name, VariableText value, boolean needsReceiptUrl) {
        static Field of(String text, char separator) {
            int at = text.indexOf(separator);
            VariableText value = VariableText.of(text.substring(at + 1).strip());
            return new Field(text.substring(0, at), value, value.variables().contains(HttpVariable.RECEIPT_URL));
        }
    }

    /// @param receiptUrl empty: nobody knows where receipts shall go
    /// @throws IllegalArgumentException if the link cannot be used with this
    HttpWriter(LinkSettings settings, String receiptUrl, Clock clock) {
        this.clock = clock;
        LinkOptions all = settings.options();
        options = all.http();
        int slash = options.url().indexOf('/', "https://".length());
        origin = slash < 0 ? options.url() : options.url().substring(0, slash);
        path = VariableText.of(slash < 0 ? "/" : options.url().substring(slash));
        headers = options.headers().stream().map(each -> Field.of(each, ':')).toList();
        query = options.query().stream().map(each -> Field.of(each, '=')).toList();
        form = options.form().stream().map(each -> Field.of(each, '=')).toList();
        json = options.json().isEmpty() ? null : options.jsonTree();
        options.codings()
                .forEach(each -> codings.put(
                        each.substring(0, each.indexOf('=')).strip(),
                        each.substring(each.indexOf('=') + 1).strip()));
        used = options.variables();
        carriesOctets = options.carriesOctets();
        if (used.contains(HttpVariable.RECEIPT_URL) && receiptUrl.isEmpty()) {
            if (json != null) {
                throw new IllegalArgumentException("{receipt_url} needs the setting connectors.receipt_url");
            }
            LOG.warn(
                    "link {}: connectors.receipt_url is not set, so the operator is not told where receipts go",
                    settings.name());
        }
        segmenter = options.splits() ? null : segmenter(all.text());
        String user = settings.systemId();
        String password = settings.password().reveal();
        constant.put(HttpVariable.RECEIPT_URL, receiptUrl);
        constant.put(HttpVariable.USER, user);
        constant.put(HttpVariable.PASSWORD, password);
        constant.put(
                HttpVariable.BASIC,
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    private static Segmenter segmenter(LinkOptions.TextOptions text) {
        if (text.split() != LinkOptions.Split.UDH_8 && text.split() != LinkOptions.Split.UDH_16) {
            throw new IllegalArgumentException("text.split: over HTTP, parts have a user data header");
        }
        return LinkSegmenter.of(text);
    }

    /// The octets of a part.
    private record PartOctets(byte[] header, byte[] octets, int dataCoding) {}

    /// The message's requests, one a part, in order.
    ///
    /// @throws IllegalArgumentException if the link cannot carry it
    List<HttpSubmit> write(Message message) {
        return switch (message.content()) {
            case Content.Text text when segmenter == null -> List.of(whole(message, text));
            case Content.Text text -> parts(message, split(message, text));
            case Content.Binary binary ->
                parts(message, List.of(new PartOctets(binary.header(), binary.octets(), binary.dataCoding())));
            case Content.Parts parts ->
                parts(message, parts.list().stream().map(HttpWriter::readyMade).toList());
            case Content.Erased _ -> throw new IllegalArgumentException("the content cannot be read any more");
        };
    }

    private HttpSubmit whole(Message message, Content.Text text) {
        boolean gsm = text.encoding() == Encoding.GSM7;
        Map<HttpVariable, String> values = common(message);
        values.put(HttpVariable.TEXT, text.text());
        values.put(HttpVariable.TEXT_GSM, gsm ? text.text() : "");
        values.put(HttpVariable.TEXT_UCS2_HEX, gsm ? "" : HexFormat.of().formatHex(octets(text.text(), false)));
        if (used.contains(HttpVariable.TEXT_HEX)) {
            values.put(HttpVariable.TEXT_HEX, HexFormat.of().formatHex(octets(text.text(), gsm)));
        }
        values.put(HttpVariable.UDH_HEX, "");
        values.put(HttpVariable.PART, "1");
        values.put(HttpVariable.PARTS, "1");
        coding(values, gsm ? DataCoding.DEFAULT : DataCoding.UCS2);
        return submit(message.id().toString(), values);
    }

    private static byte[] octets(String text, boolean gsm) {
        return gsm ? GsmAlphabet.gsm().encode(text, 0, text.length(), '?') : text.getBytes(StandardCharsets.UTF_16BE);
    }

    private List<PartOctets> split(Message message, Content.Text text) {
        Segmented segmented = segmenter.segment(text.text(), message.partReference());
        if (!(segmented instanceof Segmented.Parts parts)) {
            throw new IllegalArgumentException("the link cannot carry the text: " + segmented);
        }
        List<PartOctets> octets = new ArrayList<>(parts.list().size());
        for (Part part : parts.list()) {
            octets.add(new PartOctets(part.header(), part.payload(), parts.dataCoding()));
        }
        return octets;
    }

    private static PartOctets readyMade(Content.Part part) {
        byte[] octets = part.octets();
        int header = (part.esmClass() & UDHI) == 0 || octets.length == 0 ? 0 : (octets[0] & 0xFF) + 1;
        if (header > octets.length) {
            throw new IllegalArgumentException("the user data header is longer than the part");
        }
        return new PartOctets(
                java.util.Arrays.copyOf(octets, header),
                java.util.Arrays.copyOfRange(octets, header, octets.length),
                part.dataCoding());
    }

    private List<HttpSubmit> parts(Message message, List<PartOctets> parts) {
        boolean hasHeaders = parts.stream().anyMatch(each -> each.header.length > 0);
        if (!carriesOctets || hasHeaders && !used.contains(HttpVariable.UDH_HEX)) {
            throw new IllegalArgumentException("the link carries texts alone");
        }
        List<HttpSubmit> submits = new ArrayList<>(parts.size());
        for (int part = 1; part <= parts.size(); part++) {
            PartOctets each = parts.get(part - 1);
            Map<HttpVariable, String> values = common(message);
            values.put(HttpVariable.TEXT_HEX, HexFormat.of().formatHex(each.octets));
            values.put(HttpVariable.UDH_HEX, HexFormat.of().formatHex(each.header));
            values.put(HttpVariable.PART, Integer.toString(part));
            values.put(HttpVariable.PARTS, Integer.toString(parts.size()));
            coding(values, each.dataCoding);
            String id = message.id().toString();
            submits.add(submit(parts.size() == 1 ? id : id + "-" + part, values));
        }
        return submits;
    }

    private void coding(Map<HttpVariable, String> values, int dataCoding) {
        String number = Integer.toString(dataCoding);
        values.put(HttpVariable.CODING, codings.getOrDefault(number, number));
    }

    private Map<HttpVariable, String> common(Message message) {
        Map<HttpVariable, String> values = new EnumMap<>(constant);
        String sender = message.sender().startsWith("+") ? message.sender().substring(1) : message.sender();
        boolean international =
                sender.length() > SHORT_CODE_DIGITS && sender.chars().allMatch(c -> c >= '0' && c <= '9');
        values.put(HttpVariable.TO, message.to().digits());
        values.put(HttpVariable.FROM, sender);
        values.put(HttpVariable.FROM_E164, international ? "+" + sender : sender);
        values.put(HttpVariable.MESSAGE_CLASS, message.options().flash() ? "0" : "");
        long minutes = Duration.between(clock.now(), message.validUntil()).toMinutes();
        values.put(HttpVariable.VALIDITY_MINUTES, Long.toString(Math.max(1, minutes)));
        return values;
    }

    private HttpSubmit submit(String id, Map<HttpVariable, String> values) {
        values.put(HttpVariable.ID, id);
        StringBuilder url = new StringBuilder(origin).append(path.expand(variable -> segment(values.get(variable))));
        if (!query.isEmpty()) {
            url.append('?').append(fields(query, values));
        }
        String type = json != null ? FastResponse.JSON : form.isEmpty() ? null : FORM;
        byte[] body = json != null
                ? JSON.writeValueAsBytes(expanded(json, values::get))
                : form.isEmpty() ? body() : fields(form, values).getBytes(StandardCharsets.US_ASCII);
        List<FastResponse.Header> all = headers.stream()
                .map(each -> new FastResponse.Header(each.name, headerValue(each.value.expand(values::get))))
                .toList();
        return new HttpSubmit(
                new OutgoingRequest(options.method().name(), uri(url.toString()), all, type(type), body), id);
    }

    /// The message of an exception would have the address, with passwords and text.
    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException ignored) {
            throw new IllegalArgumentException("the link's http.url makes no URL");
        }
    }

    /// A POST without fields has a body of no octets.
    private byte[] body() {
        return options.method() == HttpRequestOptions.Method.POST ? NO_OCTETS : null;
    }

    private String type(String type) {
        return type == null && options.method() == HttpRequestOptions.Method.POST ? FORM : type;
    }

    /// One whose value is empty is left out, and one with the address of receipts while nobody knows it.
    private static String fields(List<Field> fields, Map<HttpVariable, String> values) {
        StringBuilder text = new StringBuilder();
        for (Field field : fields) {
            String value = field.value.expand(values::get);
            boolean isUnknown = field.needsReceiptUrl
                    && values.get(HttpVariable.RECEIPT_URL).isEmpty();
            if (!value.isEmpty() && !isUnknown) {
                text.append(text.isEmpty() ? "" : "&")
                        .append(escaped(field.name))
                        .append('=')
                        .append(escaped(value));
            }
        }
        return text.toString();
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// A dot alone, or two, would be another path.
    private static String segment(String value) {
        if (value.isEmpty() || value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException("the path of the link cannot carry '" + value + "'");
        }
        return escaped(value);
    }

    private static String headerValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                throw new IllegalArgumentException("a header of the link carries ASCII alone");
            }
        }
        return value;
    }

    private static JsonNode expanded(JsonNode node, Function<HttpVariable, String> values) {
        if (node.isString()) {
            return JSON.getNodeFactory()
                    .stringNode(VariableText.of(node.stringValue()).expand(values));
        }
        if (node.isArray()) {
            ArrayNode array = JSON.createArrayNode();
            node.forEach(each -> array.add(expanded(each, values)));
            return array;
        }
        if (node.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            node.properties().forEach(each -> object.set(each.getKey(), expanded(each.getValue(), values)));
            return object;
        }
        return node;
    }
}
