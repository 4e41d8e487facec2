package io.elchi.server.messages;

import io.elchi.smstext.receipt.ReceiptState;
import java.time.Instant;
import java.util.regex.Pattern;

/// The content of a delivery receipt.
///
/// @param smscMessageId the id as it came; empty when it has none
/// @param receiptKey in the form in which it is matched
/// @param state what it reports
/// @param stat the operator's word for it, as it came
/// @param error the operator's err, as it came; null when it has none
/// @param doneAt the time that the receipt gives; null when it gives none that can be read
/// @param source the address it came from, which is the message's destination
/// @param destination the address it went to
/// @param raw the whole text, without the beginning of the message that it quotes
public record ReceiptReport(
        String smscMessageId,
        String receiptKey,
        ReceiptState state,
        String stat,
        String error,
        Instant doneAt,
        String source,
        String destination,
        String raw) {
    private static final String ERROR = " err:";
    private static final Pattern QUOTED_TEXT = Pattern.compile("(?is)(^|\\s)(text:).+");

    public ReceiptReport {
        // A receipt quotes 20 characters of the message (SMPP 3.4, appendix B), which may be a one-time password.
        raw = raw == null ? null : QUOTED_TEXT.matcher(raw).replaceFirst("$1$2...");
    }

    /// The text for an event: `UNDELIV err:012`.
    public String detail() {
        return error == null ? stat : stat + ERROR + error;
    }

    /// The operator's word in a [#detail].
    static String stat(String detail) {
        int error = detail.indexOf(ERROR);
        return error < 0 ? detail : detail.substring(0, error);
    }

    /// The operator's err in a [#detail]; null when it has none.
    static String error(String detail) {
        int error = detail.indexOf(ERROR);
        return error < 0 ? null : detail.substring(error + ERROR.length());
    }
}
