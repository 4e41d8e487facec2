package io.elchi.server.entrances;

import java.util.UUID;

/// A message whose results a client wants at an address: a row of `entrances.callbacks`.
///
/// @param wanted dlr-level of Jasmin, dlr-mask of Kannel
/// @param submitted whether the request about the submission was made
record CallbackRow(
        UUID messageId,
        long accountId,
        long loginId,
        CallbackForm form,
        PendingCallback.Target target,
        int wanted,
        boolean submitted) {
    CallbackRow afterSubmission() {
        return new CallbackRow(messageId, accountId, loginId, form, target, wanted, true);
    }
}
