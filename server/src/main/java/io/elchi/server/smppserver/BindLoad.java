package io.elchi.server.smppserver;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What limits a session now, over its last ten seconds.
///
/// @param submits requests of the client: until our answer
/// @param receipts deliver_sm: until the client's answer
public record BindLoad(WindowUse submits, WindowUse receipts) {
    /// What limits one direction.
    public enum LimitedBy {
        /// Nothing was asked.
        NOTHING_ASKED,
        /// The client exceeds the rate of its login or account.
        RATE_LIMIT,
        /// The client's window was full for most of the time, or more than full: our commits.
        WINDOW_FULL,
        /// The client's window was not full: it could send more.
        CLIENT_IDLE,
        /// The client does not answer deliver_sm as fast as receipts come.
        CLIENT_ANSWERS,
        /// Receipts are sent as they come.
        NOTHING;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public LimitedBy submitsLimitedBy() {
        if (submits.overRate() > 0) {
            return LimitedBy.RATE_LIMIT;
        }
        if (submits.overWindow() > 0 || submits.isFull()) {
            return LimitedBy.WINDOW_FULL;
        }
        return submits.isIdle() ? LimitedBy.NOTHING_ASKED : LimitedBy.CLIENT_IDLE;
    }

    public LimitedBy receiptsLimitedBy() {
        return receipts.isFull()
                ? LimitedBy.CLIENT_ANSWERS
                : receipts.isIdle() ? LimitedBy.NOTHING_ASKED : LimitedBy.NOTHING;
    }

    /// For the session's row.
    String json() {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.set("submits", json(submits));
        json.set("receipts", json(receipts));
        return json.toString();
    }

    private static ObjectNode json(WindowUse use) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("window", use.window())
                .put("micros", use.micros())
                .put("answered", use.answered())
                .put("waited_micros", use.waitedMicros())
                .put("full_micros", use.fullMicros())
                .put("over_window", use.overWindow())
                .put("over_rate", use.overRate());
    }

    /// @param column null: the process does not measure it, or has not yet
    /// @return null likewise
    static BindLoad parse(String column) {
        if (column == null) {
            return null;
        }
        JsonNode json = JsonMapper.shared().readTree(column);
        return new BindLoad(use(json.get("submits")), use(json.get("receipts")));
    }

    private static WindowUse use(JsonNode json) {
        return new WindowUse(
                json.get("window").intValue(),
                json.get("micros").longValue(),
                json.get("answered").longValue(),
                json.get("waited_micros").longValue(),
                json.get("full_micros").longValue(),
                json.get("over_window").longValue(),
                json.get("over_rate").longValue());
    }
}
