package io.elchi.server.smppserver;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.DeliveryOptions;
import io.elchi.server.messages.Message;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.ReplaceSm;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.Tlv;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smstext.time.SmppTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/// A replace_sm for a scheduled message (SMPP 3.4, 4.10). It has no data_coding: the text is read with that of the
/// message.
///
/// @param message that it is for
record MessageReplacement(Message message, ReplaceSm replace) {
    /// A text that this login submitted and scheduled, with the same source.
    boolean isAllowed(SmppLogin login) {
        return login.submits().allowed()
                && message.owner().smppLoginId() == login.id()
                && message.times().notBefore() != null
                && message.content() instanceof Content.Text
                && message.options().clientCoding() != DeliveryOptions.UNSET
                && message.sender().equals(replace.source().digits());
    }

    /// The message as it would be submitted now, without its recipient.
    SubmitSm submit() {
        DeliveryOptions options = message.options();
        Tlvs tlvs = Tlvs.NONE;
        for (DeliveryOptions.Tlv vendor : options.tlvs()) {
            tlvs = tlvs.plus(new Tlv(vendor.tag(), Octets.of(vendor.value())));
        }
        Optional<Octets> payload = replace.tlvs().get(TlvTag.MESSAGE_PAYLOAD);
        if (payload.isPresent()) {
            tlvs = tlvs.with(TlvTag.MESSAGE_PAYLOAD, payload.get());
        }
        return SubmitSm.builder()
                .source(replace.source())
                .priorityFlag(Math.max(0, options.priority()))
                .protocolId(Math.max(0, options.protocolId()))
                .registeredDelivery(replace.registeredDelivery())
                .scheduleDeliveryTime(
                        replace.scheduleDeliveryTime().isEmpty()
                                ? SmppTime.Absolute.of(message.times().notBefore(), ZoneOffset.UTC)
                                        .text()
                                : replace.scheduleDeliveryTime())
                .validityPeriod(replace.validityPeriod())
                .dataCoding(options.clientCoding())
                .smDefaultMsgId(replace.smDefaultMsgId())
                .shortMessage(replace.shortMessage())
                .tlvs(tlvs)
                .build();
    }

    /// What was read of [#submit], with the class and the recipient of the message. A time that is not given stays: to
    /// the microsecond,
    /// while SMPP has tenths of a second.
    ///
    /// @return null: its time is over
    SendRequest request(SendRequest read) {
        if (read.notBefore() == null) {
            return null;
        }
        Instant notBefore =
                replace.scheduleDeliveryTime().isEmpty() ? message.times().notBefore() : read.notBefore();
        Duration validity = replace.validityPeriod().isEmpty()
                ? Duration.between(message.times().notBefore(), message.validUntil())
                : Duration.between(notBefore, read.notBefore().plus(read.validity()));
        return new SendRequest(
                message.to().toString(),
                read.from(),
                read.text(),
                message.messageClass(),
                notBefore,
                validity,
                read.reference(),
                read.meta(),
                read.options(),
                read.extras());
    }
}
