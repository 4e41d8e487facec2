package io.elchi.smpp.pdu;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A PDU's mandatory fields under the names that the vectors use, with values as Strings, Integers and lists of both.
final class SpecFields {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private SpecFields() {}

    static Map<String, Object> of(Pdu pdu) {
        SpecFields spec = new SpecFields();
        switch (pdu) {
            case Request<?> request -> spec.request(request);
            case Response response -> spec.response(response);
            case Outbind p -> spec.put("system_id", p.systemId()).put("password", p.password());
            case AlertNotification p -> spec.address("source", p.source()).address("esme", p.esme());
            case UnknownPdu p -> spec.put("body", p.body().toString());
        }
        return spec.fields;
    }

    private void request(Request<?> request) {
        switch (request) {
            case Bind p -> bind(p);
            case Unbind p -> put("none", p.command());
            case EnquireLink p -> put("none", p.command());
            case SubmitSm p -> submitSm(p);
            case DeliverSm p -> deliverSm(p);
            case SubmitMulti p -> submitMulti(p);
            case DataSm p -> dataSm(p);
            case QuerySm p -> put("message_id", p.messageId()).address("source", p.source());
            case CancelSm p ->
                put("service_type", p.serviceType())
                        .put("message_id", p.messageId())
                        .address("source", p.source())
                        .destination(p.destination());
            case ReplaceSm p -> replaceSm(p);
            case BroadcastSm p -> broadcastSm(p);
            case QueryBroadcastSm p -> put("message_id", p.messageId()).address("source", p.source());
            case CancelBroadcastSm p ->
                put("service_type", p.serviceType())
                        .put("message_id", p.messageId())
                        .address("source", p.source());
        }
    }

    private void response(Response response) {
        switch (response) {
            case BindResp p -> put("system_id", p.systemId());
            case SubmitSmResp p -> put("message_id", p.messageId());
            case DeliverSmResp p -> put("message_id", p.messageId());
            case DataSmResp p -> put("message_id", p.messageId());
            case BroadcastSmResp p -> put("message_id", p.messageId());
            case QueryBroadcastSmResp p -> put("message_id", p.messageId());
            case SubmitMultiResp p ->
                put("message_id", p.messageId())
                        .put(
                                "unsuccess_smes",
                                p.unsuccessSmes().stream()
                                        .map(SpecFields::unsuccess)
                                        .toList());
            case QuerySmResp p ->
                put("message_id", p.messageId())
                        .put("final_date", p.finalDate())
                        .put("message_state", p.messageState())
                        .put("error_code", p.errorCode());
            case UnbindResp p -> put("none", p.command());
            case EnquireLinkResp p -> put("none", p.command());
            case CancelSmResp p -> put("none", p.command());
            case ReplaceSmResp p -> put("none", p.command());
            case CancelBroadcastSmResp p -> put("none", p.command());
            case GenericNack p -> put("none", p.command());
        }
    }

    private void bind(Bind p) {
        put("system_id", p.systemId()).put("password", p.password()).put("system_type", p.systemType());
        put("interface_version", p.interfaceVersion()).put("addr_ton", p.addrTon());
        put("addr_npi", p.addrNpi()).put("address_range", p.addressRange());
    }

    private void submitSm(SubmitSm p) {
        put("service_type", p.serviceType()).address("source", p.source()).destination(p.destination());
        put("esm_class", p.esmClass()).put("protocol_id", p.protocolId()).put("priority_flag", p.priorityFlag());
        times(p.scheduleDeliveryTime(), p.validityPeriod()).put("registered_delivery", p.registeredDelivery());
        put("replace_if_present_flag", p.replaceIfPresent()).put("data_coding", p.dataCoding());
        put("sm_default_msg_id", p.smDefaultMsgId()).message(p.shortMessage());
    }

    private void deliverSm(DeliverSm p) {
        put("service_type", p.serviceType()).address("source", p.source()).destination(p.destination());
        put("esm_class", p.esmClass()).put("protocol_id", p.protocolId()).put("priority_flag", p.priorityFlag());
        times(p.scheduleDeliveryTime(), p.validityPeriod()).put("registered_delivery", p.registeredDelivery());
        put("replace_if_present_flag", p.replaceIfPresent()).put("data_coding", p.dataCoding());
        put("sm_default_msg_id", p.smDefaultMsgId()).message(p.shortMessage());
    }

    private void submitMulti(SubmitMulti p) {
        put("service_type", p.serviceType()).address("source", p.source());
        put(
                "dest_addresses",
                p.destinations().stream().map(SpecFields::destinationOf).toList());
        put("esm_class", p.esmClass()).put("protocol_id", p.protocolId()).put("priority_flag", p.priorityFlag());
        times(p.scheduleDeliveryTime(), p.validityPeriod()).put("registered_delivery", p.registeredDelivery());
        put("replace_if_present_flag", p.replaceIfPresent()).put("data_coding", p.dataCoding());
        put("sm_default_msg_id", p.smDefaultMsgId()).message(p.shortMessage());
    }

    private void dataSm(DataSm p) {
        put("service_type", p.serviceType()).address("source", p.source()).destination(p.destination());
        put("esm_class", p.esmClass()).put("registered_delivery", p.registeredDelivery());
        put("data_coding", p.dataCoding());
    }

    private void replaceSm(ReplaceSm p) {
        put("message_id", p.messageId()).address("source", p.source());
        times(p.scheduleDeliveryTime(), p.validityPeriod()).put("registered_delivery", p.registeredDelivery());
        put("sm_default_msg_id", p.smDefaultMsgId()).message(p.shortMessage());
    }

    private void broadcastSm(BroadcastSm p) {
        put("service_type", p.serviceType()).address("source", p.source()).put("message_id", p.messageId());
        put("priority_flag", p.priorityFlag()).times(p.scheduleDeliveryTime(), p.validityPeriod());
        put("replace_if_present_flag", p.replaceIfPresent()).put("data_coding", p.dataCoding());
        put("sm_default_msg_id", p.smDefaultMsgId());
    }

    private SpecFields put(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    private SpecFields address(String prefix, Address address) {
        return put(prefix + "_addr_ton", address.ton())
                .put(prefix + "_addr_npi", address.npi())
                .put(prefix + "_addr", address.digits());
    }

    private SpecFields destination(Address address) {
        return put("dest_addr_ton", address.ton())
                .put("dest_addr_npi", address.npi())
                .put("destination_addr", address.digits());
    }

    private SpecFields times(String schedule, String validity) {
        return put("schedule_delivery_time", schedule).put("validity_period", validity);
    }

    private SpecFields message(Octets message) {
        return put("sm_length", message.length()).put("short_message_hex", message.toString());
    }

    private static Object destinationOf(DestinationAddress destination) {
        return switch (destination) {
            case DestinationAddress.SmeAddress(Address a) -> List.of(a.ton(), a.npi(), a.digits());
            case DestinationAddress.DistributionList(String name) -> name;
        };
    }

    private static Object unsuccess(UnsuccessSme sme) {
        Address a = sme.address();
        return List.of(a.ton(), a.npi(), a.digits(), sme.errorStatusCode());
    }
}
