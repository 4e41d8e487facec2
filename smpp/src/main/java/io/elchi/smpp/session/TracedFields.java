package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.Bind;
import io.elchi.smpp.pdu.BindResp;
import io.elchi.smpp.pdu.DataSm;
import io.elchi.smpp.pdu.DataSmResp;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.Pdu;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.Tlv;
import io.elchi.smpp.session.TracedPdu.TracedField;
import java.util.ArrayList;
import java.util.List;

/// The fields of a PDU for people, without passwords and texts.
final class TracedFields {
    private final List<TracedField> fields = new ArrayList<>();

    private TracedFields() {}

    static List<TracedField> of(Pdu pdu) {
        TracedFields found = new TracedFields();
        switch (pdu) {
            case Bind bind -> found.bind(bind);
            case BindResp answer -> found.add("system_id", answer.systemId());
            case SubmitSm submit -> found.submit(submit);
            case SubmitSmResp answer -> found.add("message_id", answer.messageId());
            case DeliverSm deliver -> found.deliver(deliver);
            case DeliverSmResp answer -> found.add("message_id", answer.messageId());
            case DataSm data -> found.data(data);
            case DataSmResp answer -> found.add("message_id", answer.messageId());
            default -> {}
        }
        for (Tlv tlv : pdu.tlvs()) {
            // The value of a message_payload is its length.
            String text = tlv.toString();
            int end = text.indexOf('=');
            found.add(text.substring(0, end), text.substring(end + 1));
        }
        return List.copyOf(found.fields);
    }

    private void bind(Bind bind) {
        add("system_id", bind.systemId());
        add("password", bind.password().length() + " octets");
        add("system_type", bind.systemType());
        add("interface_version", "0x%02X".formatted(bind.interfaceVersion()));
        add("addr_ton", bind.addrTon());
        add("addr_npi", bind.addrNpi());
        add("address_range", bind.addressRange());
    }

    private void submit(SubmitSm submit) {
        add("service_type", submit.serviceType());
        addresses(submit.source(), submit.destination());
        add("esm_class", submit.esmClass());
        add("protocol_id", submit.protocolId());
        add("priority_flag", submit.priorityFlag());
        add("schedule_delivery_time", submit.scheduleDeliveryTime());
        add("validity_period", submit.validityPeriod());
        add("registered_delivery", submit.registeredDelivery());
        add("replace_if_present_flag", submit.replaceIfPresent());
        add("data_coding", submit.dataCoding());
        add("sm_default_msg_id", submit.smDefaultMsgId());
        text(submit.shortMessage());
    }

    private void deliver(DeliverSm deliver) {
        add("service_type", deliver.serviceType());
        addresses(deliver.source(), deliver.destination());
        add("esm_class", deliver.esmClass());
        add("protocol_id", deliver.protocolId());
        add("priority_flag", deliver.priorityFlag());
        add("schedule_delivery_time", deliver.scheduleDeliveryTime());
        add("validity_period", deliver.validityPeriod());
        add("registered_delivery", deliver.registeredDelivery());
        add("replace_if_present_flag", deliver.replaceIfPresent());
        add("data_coding", deliver.dataCoding());
        add("sm_default_msg_id", deliver.smDefaultMsgId());
        text(deliver.shortMessage());
    }

    private void data(DataSm data) {
        add("service_type", data.serviceType());
        addresses(data.source(), data.destination());
        add("esm_class", data.esmClass());
        add("registered_delivery", data.registeredDelivery());
        add("data_coding", data.dataCoding());
    }

    private void addresses(Address source, Address destination) {
        add("source_addr_ton", source.ton());
        add("source_addr_npi", source.npi());
        add("source_addr", source.digits());
        add("dest_addr_ton", destination.ton());
        add("dest_addr_npi", destination.npi());
        add("destination_addr", destination.digits());
    }

    private void text(Octets octets) {
        add("short_message", octets.length() + " octets");
    }

    private void add(String name, int value) {
        add(name, Integer.toString(value));
    }

    private void add(String name, String value) {
        fields.add(new TracedField(name, value));
    }
}
