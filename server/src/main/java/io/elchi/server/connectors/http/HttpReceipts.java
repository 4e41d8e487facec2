package io.elchi.server.connectors.http;

import io.elchi.server.messages.ReceiptReport;
import io.elchi.server.routing.HttpReceiptOptions;
import io.elchi.server.routing.LinkSettings;
import io.elchi.smstext.receipt.ReceiptState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the receipts of one link.
public final class HttpReceipts {
    /// Receipts in one request.
    public static final int MOST_RECEIPTS = 1_000;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_ID = 128;
    private static final int MOST_WORD = 64;

    private final HttpReceiptOptions options;
    private final Map<String, ReceiptState> states = new HashMap<>();

    /// A request without receipts that can be read.
    public static final class UnreadableReceiptException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableReceiptException(String why) {
            super(why);
        }
    }

    public HttpReceipts(HttpReceiptOptions options) {
        this.options = options;
        options.states().forEach(each -> {
            int equals = each.lastIndexOf('=');
            states.put(
                    each.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                    state(each.substring(equals + 1).strip().toLowerCase(Locale.ROOT)));
        });
    }

    private static ReceiptState state(String word) {
        return switch (word) {
            case "delivered" -> ReceiptState.DELIVERED;
            case "undelivered" -> ReceiptState.UNDELIVERABLE;
            case "expired" -> ReceiptState.EXPIRED;
            case "rejected" -> ReceiptState.REJECTED;
            case "unknown" -> ReceiptState.UNKNOWN;
            default -> ReceiptState.ENROUTE;
        };
    }

    /// The path of a link's receipts, ahead of its token.
    public static String path(long linkId) {
        return ReceiptPath.PREFIX + linkId + "/";
    }

    /// Where receipts of the link go; empty: nobody knows, or it has none.
    public static String url(String base, LinkSettings settings) {
        HttpReceiptOptions receipt = settings.options().httpReceipt();
        return base.isEmpty() || !receipt.isOn() || receipt.token().isEmpty()
                ? ""
                : base + path(settings.id()) + receipt.token().reveal();
    }

    /// The receipts of a request.
    ///
    /// @param fields of its query and form
    /// @param body empty: there is none
    List<ReceiptReport> read(Map<String, String> fields, String body) throws UnreadableReceiptException {
        JsonNode json = hasPointers() ? tree(body) : null;
        if (options.items().isEmpty() && (json == null || !json.isArray())) {
            return List.of(report(fields, json));
        }
        JsonNode items = json.at(JsonPointer.compile(options.items()));
        if (!items.isArray()) {
            throw new UnreadableReceiptException("there is no list of receipts");
        }
        if (items.size() > MOST_RECEIPTS) {
            throw new UnreadableReceiptException("a request has at most " + MOST_RECEIPTS + " receipts");
        }
        List<ReceiptReport> reports = new ArrayList<>(items.size());
        for (JsonNode item : items) {
            reports.add(report(fields, item));
        }
        return reports;
    }

    private boolean hasPointers() {
        return !options.items().isEmpty()
                || options.id().startsWith("/")
                || options.status().startsWith("/")
                || options.error().startsWith("/");
    }

    private static JsonNode tree(String body) throws UnreadableReceiptException {
        try {
            return JSON.readTree(body);
        } catch (JacksonException | StackOverflowError _) {
            throw new UnreadableReceiptException("the body is no JSON");
        }
    }

    private ReceiptReport report(Map<String, String> fields, JsonNode json) throws UnreadableReceiptException {
        String id = value(options.id(), fields, json, MOST_ID);
        String status = value(options.status(), fields, json, MOST_WORD);
        if (id == null || status == null) {
            throw new UnreadableReceiptException("a receipt has an id and a status");
        }
        String error = options.error().isEmpty() ? null : value(options.error(), fields, json, MOST_WORD);
        ReceiptState state = states.getOrDefault(status.toLowerCase(Locale.ROOT), ReceiptState.OTHER);
        String raw = "id:" + id + " status:" + status + (error == null ? "" : " err:" + error);
        return new ReceiptReport(id, id, state, status, error, null, "", "", raw);
    }

    /// null: there is none, or one that nobody could have sent in earnest.
    private static String value(String place, Map<String, String> fields, JsonNode json, int most) {
        String found;
        if (place.startsWith("/")) {
            JsonNode node = json.at(JsonPointer.compile(place));
            found = node.isValueNode() && !node.isNull() ? node.asString() : null;
        } else {
            found = fields.get(place);
        }
        if (found == null) {
            return null;
        }
        found = found.strip();
        boolean isUsable =
                !found.isEmpty() && found.length() <= most && found.chars().allMatch(c -> c >= ' ' && c != 0x7F);
        return isUsable ? found : null;
    }
}
