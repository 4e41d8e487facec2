package io.elchi.server.entrances;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.entrances.KannelErrors.KannelAnswer;
import io.elchi.server.http.OutgoingUrl;
import io.elchi.server.intake.CallbackRequest;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.messages.CallbackEndpoint;

/// Reads which results of its message a client wants, and at which address.
final class CallbackRequests {
    private static final String URL = "dlr-url";
    private static final int ALL_OF_KANNEL = CallbackWriter.DELIVERED
            | CallbackWriter.NOT_DELIVERED
            | CallbackWriter.SUBMITTED
            | CallbackWriter.NOT_SUBMITTED;

    private final CallbackStore store;

    CallbackRequests(CallbackStore store) {
        this.store = store;
    }

    /// @param parameters in Jasmin's form, see [JasminArguments]
    /// @return the message with its callback; the same one when none is wanted
    /// @throws JasminException when it is no address
    SendRequest jasmin(SmppLogin login, Parameters parameters, SendRequest message) throws JasminException {
        String url = parameters.get(URL);
        if (url == null || !"yes".equals(parameters.get("dlr"))) {
            return message;
        }
        if (!OutgoingUrl.isUsable(url)) {
            throw JasminException.invalid(URL, url);
        }
        int level = parameters.has("dlr-level") ? Integer.parseInt(parameters.get("dlr-level")) : 1;
        boolean posts = !"GET".equals(parameters.get("dlr-method"));
        boolean ofSubmission = (level & CallbackWriter.OF_SUBMISSION) != 0;
        return message.with(request(login, CallbackForm.JASMIN, url, posts, level, ofSubmission));
    }

    /// What a client of Kannel wants.
    ///
    /// @param request null: nothing
    /// @param wrong null: it can be read
    record KannelCallback(CallbackRequest request, KannelAnswer wrong) {}

    KannelCallback kannel(SmppLogin login, Parameters parameters) {
        String mask = parameters.octets("dlr-mask");
        if (!mask.matches("[0-9]{0,3}")) {
            return new KannelCallback(null, KannelErrors.rejected("DLR-Mask field misformed"));
        }
        String url = parameters.octets(URL);
        int wanted = mask.isEmpty() ? 0 : Integer.parseInt(mask) & ALL_OF_KANNEL;
        if (url.isEmpty() || wanted == 0) {
            return new KannelCallback(null, null);
        }
        if (!OutgoingUrl.isUsableWithEscapes(url)) {
            return new KannelCallback(null, KannelErrors.rejected("DLR-URL field misformed"));
        }
        boolean ofSubmission = (wanted & CallbackWriter.SUBMITTED) != 0;
        return new KannelCallback(request(login, CallbackForm.KANNEL, url, false, wanted, ofSubmission), null);
    }

    private CallbackRequest request(
            SmppLogin login, CallbackForm form, String url, boolean posts, int wanted, boolean ofSubmission) {
        return new CallbackRequest(
                store,
                ofSubmission ? CallbackEndpoint.OF_SUBMISSION_AND_RESULT : CallbackEndpoint.OF_RESULT,
                login.accountId(),
                login.id(),
                form.text(),
                url,
                posts,
                wanted);
    }
}
