package io.elchi.smpp.session;

import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.Bind;
import io.elchi.smpp.pdu.BindMode;
import io.elchi.smpp.pdu.BindResp;
import io.elchi.smpp.pdu.DataSmResp;
import io.elchi.smpp.pdu.DeliverSm;
import io.elchi.smpp.pdu.DeliverSmResp;
import io.elchi.smpp.pdu.EnquireLink;
import io.elchi.smpp.pdu.EnquireLinkResp;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.GenericNack;
import io.elchi.smpp.pdu.InterfaceVersion;
import io.elchi.smpp.pdu.Octets;
import io.elchi.smpp.pdu.Outbind;
import io.elchi.smpp.pdu.Pdu;
import io.elchi.smpp.pdu.PduCodec;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.SubmitSmResp;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smpp.pdu.Unbind;
import io.elchi.smpp.pdu.UnbindResp;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The PDUs of the dialogue scripts by name.
final class ScriptedPdus {
    private ScriptedPdus() {}

    static byte[] encode(String name, Map<String, String> settings) {
        int status = Dialogue.number(settings.getOrDefault("status", "0"));
        int sequence = Integer.parseUnsignedInt(settings.getOrDefault("seq", "1"));
        return PduCodec.encode(new Frame(status, sequence, pdu(name, settings)));
    }

    private static Pdu pdu(String name, Map<String, String> settings) {
        Tlvs tlvs = settings.containsKey("congestion")
                ? Tlvs.NONE.with(TlvTag.CONGESTION_STATE, Integer.parseInt(settings.get("congestion")))
                : Tlvs.NONE;
        String id = settings.getOrDefault("id", "1");
        return switch (name) {
            case "bind_transmitter" -> bind(BindMode.TRANSMITTER, settings);
            case "bind_receiver" -> bind(BindMode.RECEIVER, settings);
            case "bind_transceiver" -> bind(BindMode.TRANSCEIVER, settings);
            case "bind_transceiver_resp" -> new BindResp(BindMode.TRANSCEIVER, "smsc", scVersion(settings));
            case "submit_sm" -> submit();
            case "submit_sm_resp" -> new SubmitSmResp(id, tlvs);
            case "deliver_sm" -> deliver();
            case "deliver_sm_resp" -> new DeliverSmResp("", Tlvs.NONE);
            case "data_sm_resp" -> new DataSmResp(id, Tlvs.NONE);
            case "enquire_link" -> new EnquireLink();
            case "enquire_link_resp" -> new EnquireLinkResp();
            case "unbind" -> new Unbind();
            case "unbind_resp" -> new UnbindResp();
            case "outbind" -> new Outbind("smsc", "secret");
            case "generic_nack" -> new GenericNack();
            default -> throw new IllegalArgumentException("no PDU " + name);
        };
    }

    private static Tlvs scVersion(Map<String, String> settings) {
        return settings.containsKey("sc_version")
                ? Tlvs.NONE.with(TlvTag.SC_INTERFACE_VERSION, Dialogue.number(settings.get("sc_version")))
                : Tlvs.NONE;
    }

    private static Bind bind(BindMode mode, Map<String, String> settings) {
        return new Bind(
                mode,
                settings.getOrDefault("system_id", "bank"),
                "secret",
                "",
                Dialogue.number(settings.getOrDefault("version", "0x34")),
                0,
                0,
                "",
                Tlvs.NONE);
    }

    static Bind bind(BindMode mode, InterfaceVersion version) {
        return bind(mode, Map.of("version", "0x" + Integer.toHexString(version.code())));
    }

    static SubmitSm submit() {
        return SubmitSm.builder()
                .source(new Address(5, 0, "Elchi"))
                .destination(new Address(1, 1, "998901234567"))
                .shortMessage(Octets.of("code 1234".getBytes(StandardCharsets.ISO_8859_1)))
                .build();
    }

    static DeliverSm deliver() {
        return DeliverSm.builder()
                .source(new Address(1, 1, "998901234567"))
                .destination(new Address(5, 0, "Elchi"))
                .shortMessage(Octets.of("hello".getBytes(StandardCharsets.ISO_8859_1)))
                .build();
    }

    /// submit_sm for SubmitSm, and so on.
    static String name(Pdu pdu) {
        String type = pdu.getClass().getSimpleName();
        String name = type.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        return switch (pdu) {
            case Bind bind -> "bind_" + bind.mode().toString().toLowerCase(Locale.ROOT);
            case BindResp resp -> "bind_" + resp.mode().toString().toLowerCase(Locale.ROOT) + "_resp";
            default -> name;
        };
    }

    static String messageId(Pdu pdu) {
        return switch (pdu) {
            case SubmitSmResp resp -> resp.messageId();
            default -> throw new IllegalArgumentException("no message_id in " + pdu);
        };
    }

    /// The values of a tag in hexadecimal, in the order of the wire.
    static String tlvs(Pdu pdu, int tag) {
        return pdu.tlvs().stream()
                .filter(tlv -> tlv.tag() == tag)
                .map(tlv -> tlv.value().toString())
                .collect(Collectors.joining(","));
    }

    static long stat(SessionStats stats, String name) {
        return switch (name) {
            case "timeouts" -> stats.timeouts();
            case "late" -> stats.lateResponses();
            case "duplicate" -> stats.duplicateResponses();
            case "unknown" -> stats.unknownResponses();
            case "nacks_in" -> stats.nacksIn();
            case "defects" -> stats.defects();
            case "refused" -> stats.refused();
            case "enquire_misses" -> stats.enquireLinkMisses();
            default -> throw new IllegalArgumentException("no counter " + name);
        };
    }
}
