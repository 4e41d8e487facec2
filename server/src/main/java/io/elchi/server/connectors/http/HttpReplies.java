package io.elchi.server.connectors.http;

import io.elchi.server.connectors.dispatch.ReplyAction;
import io.elchi.server.core.LinearPattern;
import io.elchi.server.http.RequestClient.RequestResult.RequestAnswered;
import io.elchi.server.routing.HttpReplyOptions;
import io.elchi.smpp.pdu.CommandStatus;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the answers of one link.
final class HttpReplies {
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,32}");
    private static final JsonMapper JSON = JsonMapper.shared();
    /// The operator may have the message.
    private static final String UNKNOWN = "unknown";
    private static final int MOST_ID = 128;
    private static final int MOST_CODE = 64;
    private static final Map<Integer, String> DEFAULTS =
            Map.of(429, "throttle", 408, "retry", 500, "retry", 503, "retry", 502, UNKNOWN, 504, UNKNOWN);

    private final HttpReplyOptions options;
    private final LinearPattern success;
    private final LinearPattern id;
    private final LinearPattern error;
    private final Map<String, String> actions = new HashMap<>();

    /// What an answer means.
    sealed interface HttpVerdict {
        /// @param id the operator's; null: it gives none
        record HttpAccepted(String id) implements HttpVerdict {}

        /// @param status command_status that says the same
        record HttpRefused(ReplyAction action, int status, String detail) implements HttpVerdict {}

        /// Nobody can say whether the operator has the message.
        record HttpUnknown(String why) implements HttpVerdict {}
    }

    HttpReplies(HttpReplyOptions options) {
        this.options = options;
        success = pattern(options.successPattern());
        id = pattern(options.idPattern());
        error = pattern(options.errorPattern());
        options.errors().forEach(each -> {
            int equals = each.lastIndexOf('=');
            actions.put(
                    each.substring(0, equals).strip(),
                    each.substring(equals + 1).strip().toLowerCase(Locale.ROOT));
        });
    }

    private static LinearPattern pattern(String text) {
        return text.isEmpty() ? null : LinearPattern.of(text);
    }

    HttpVerdict read(RequestAnswered answer) {
        boolean isSuccess = options.success().stream().anyMatch(range -> isIn(range, answer.status()));
        if (isSuccess && (success == null || success.isIn(answer.body()))) {
            return accepted(answer);
        }
        String code = value(options.errorPointer(), error, answer, MOST_CODE);
        String action = code == null ? null : actions.get("code:" + code);
        if (action == null) {
            action = actions.get("status:" + answer.status());
        }
        if (action == null) {
            boolean saysYes = isSuccess || answer.status() / 100 == 2;
            action = saysYes && code == null ? UNKNOWN : DEFAULTS.getOrDefault(answer.status(), "next");
        }
        String detail = "HTTP " + answer.status() + (isCode(code) ? ", error " + code : "");
        if (action.equals(UNKNOWN)) {
            return new HttpVerdict.HttpUnknown(detail + ": the operator may have it");
        }
        ReplyAction then = ReplyAction.valueOf(action.toUpperCase(Locale.ROOT));
        return new HttpVerdict.HttpRefused(then, status(then).code(), detail);
    }

    /// Clients see it. Sentences may name users of the link.
    private static boolean isCode(String code) {
        return code != null && CODE.matcher(code).matches();
    }

    private HttpVerdict accepted(RequestAnswered answer) {
        if (!options.hasId()) {
            return new HttpVerdict.HttpAccepted(null);
        }
        String found = value(options.idPointer(), id, answer, MOST_ID);
        return found == null
                ? new HttpVerdict.HttpUnknown("HTTP " + answer.status() + ": the answer has no id")
                : new HttpVerdict.HttpAccepted(found);
    }

    private static boolean isIn(String range, int status) {
        int dash = range.indexOf('-');
        int low = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
        int high = dash < 0 ? low : Integer.parseInt(range.substring(dash + 1));
        return status >= low && status <= high;
    }

    private static CommandStatus status(ReplyAction action) {
        return switch (action) {
            case THROTTLE -> CommandStatus.ESME_RTHROTTLED;
            case RETRY -> CommandStatus.ESME_RX_T_APPN;
            case NEXT -> CommandStatus.ESME_RX_R_APPN;
            case FAIL -> CommandStatus.ESME_RSUBMITFAIL;
        };
    }

    /// null: there is none, or one that is too long or has control characters.
    private static String value(String pointer, LinearPattern pattern, RequestAnswered answer, int most) {
        String found = pattern != null ? pattern.first(answer.body()) : pointer.isEmpty() ? null : at(pointer, answer);
        boolean isUsable = found != null
                && !found.isEmpty()
                && found.length() <= most
                && found.chars().allMatch(c -> c >= ' ' && c != 0x7F);
        return isUsable ? found : null;
    }

    private static String at(String pointer, RequestAnswered answer) {
        if (!answer.isWhole()) {
            return null;
        }
        try {
            JsonNode node = JSON.readTree(answer.body()).at(JsonPointer.compile(pointer));
            return node.isValueNode() && !node.isNull() ? node.asString() : null;
        } catch (JacksonException | StackOverflowError _) {
            return null;
        }
    }
}
