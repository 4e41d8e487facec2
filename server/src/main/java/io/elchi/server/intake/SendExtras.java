package io.elchi.server.intake;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.messages.DeliveryOptions;
import io.elchi.server.routing.Routing;
import java.util.List;
import java.util.function.LongSupplier;

/// What few messages ask for. All other messages share [#NONE].
///
/// @param data octets in place of the text; null: the message is a text
/// @param delivery flash and TLVs of the client
/// @param templateId the template that the text was made of; 0: none
/// @param statusEndpoint finds the endpoint that the final state is posted to, or adds it; it is asked when the
///     message
///     is accepted but for that. Null: none is named
/// @param callback stored with the message; null: none is wanted
/// @param confirmation whether it answers a handset's opt-out or opt-in: then an opt-out does not refuse it
/// @param joined what the message is made of; null: it came whole
/// @param replaceKey by which another request finds the message while it is scheduled; null: none does. Not to be
///     changed
public record SendExtras(
        BinaryData data,
        DeliveryOptions delivery,
        long templateId,
        LongSupplier statusEndpoint,
        CallbackRequest callback,
        boolean confirmation,
        JoinedMessage joined,
        byte[] replaceKey) {
    public static final SendExtras NONE = new SendExtras(null, DeliveryOptions.NONE, 0, null, null, false, null, null);

    /// Without an endpoint and a callback.
    public SendExtras(BinaryData data, DeliveryOptions delivery, long templateId) {
        this(data, delivery, templateId, null, null, false, null, null);
    }

    /// The same with a callback.
    public SendExtras with(CallbackRequest wanted) {
        return new SendExtras(data, delivery, templateId, statusEndpoint, wanted, confirmation, joined, replaceKey);
    }

    SendExtras replaceable(byte[] key) {
        return new SendExtras(data, delivery, templateId, statusEndpoint, callback, confirmation, joined, key);
    }

    /// Of a text that was joined of parts.
    public static SendExtras of(DeliveryOptions delivery, JoinedMessage joined) {
        return new SendExtras(null, delivery, 0, null, null, false, joined, null);
    }

    /// Of the answer to a handset's opt-out or opt-in.
    public static final SendExtras CONFIRMATION =
            new SendExtras(null, DeliveryOptions.NONE, 0, null, null, true, null, null);

    /// TLVs of a message, at most.
    public static final int MOST_TLVS = 8;

    /// Octets of the value of a TLV, at most.
    public static final int MOST_TLV_OCTETS = 255;

    /// Tags for vendors (SMPP 3.4, 5.3.1). All others have a meaning that the platform or the link decides.
    public static final int FIRST_VENDOR_TAG = 0x1400;

    public static final int LAST_VENDOR_TAG = 0x3FFF;

    /// The member of the request that the content is in.
    String contentField() {
        return data != null ? "data" : templateId != 0 ? "template" : "text";
    }

    /// Names the member that the content is in, for a check that calls it a text.
    Refusal blamed(Refusal refusal) {
        return refusal != null && "text".equals(refusal.field())
                ? new Refusal(refusal.failure(), refusal.detail(), contentField(), refusal.retryAfter())
                : refusal;
    }

    /// Null when the caller may ask for this.
    Refusal refusal(Caller caller, Routing routing) {
        if (this == NONE) {
            return null;
        }
        List<DeliveryOptions.Tlv> tlvs = delivery.tlvs();
        String field = data != null ? "data" : delivery.flash() ? "flash" : tlvs.isEmpty() ? null : "tlvs";
        if (field != null && !caller.may(Permission.SMS_BINARY)) {
            return Refusal.ofField(Failure.SCOPE_MISSING, field, "needs " + Permission.SMS_BINARY.text());
        }
        for (int i = 0; i < tlvs.size(); i++) {
            if (routing.setsTlv(tlvs.get(i).tag())) {
                return Refusal.ofField(
                        Failure.INVALID_FIELD, "tlvs[" + i + "].id", "the platform sets this TLV itself");
            }
        }
        return null;
    }
}
