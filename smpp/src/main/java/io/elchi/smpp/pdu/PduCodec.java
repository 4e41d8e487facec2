package io.elchi.smpp.pdu;

import java.util.Objects;

/// Octets to [Frame] and back. Stateless.
///
/// Decoding never throws on content and allocates no more than a small multiple of the PDU's length. Encoding
/// refuses what the specification does not allow.
public final class PduCodec {
    /// command_length, command_id, command_status and sequence_number, four octets each (3.2).
    public static final int HEADER_LENGTH = 16;
    /// A frame keeps no more defects than this.
    public static final int MAX_DEFECTS = 16;

    private static final Unbind UNBIND = new Unbind();
    private static final EnquireLink ENQUIRE_LINK = new EnquireLink();
    private static final GenericNack GENERIC_NACK = new GenericNack();

    private PduCodec() {}

    /// Decodes one whole PDU that fills the array.
    public static Frame decode(byte[] pdu) {
        return decode(pdu, 0, pdu.length);
    }

    /// Decodes one whole PDU. The length is the framer's; command_length in the octets is not looked at.
    ///
    /// Throws IndexOutOfBoundsException when the array does not hold the part, and IllegalArgumentException when
    /// the part is shorter than [#HEADER_LENGTH]; both are faults of the caller.
    public static Frame decode(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length < HEADER_LENGTH) {
            throw new IllegalArgumentException("a PDU of " + length + " octets has no header");
        }
        int commandId = int4(buffer, offset + 4);
        int status = int4(buffer, offset + 8);
        boolean response = CommandId.isResponse(commandId);
        PduReader in = new PduReader(buffer, offset + HEADER_LENGTH, offset + length, response, status != 0);
        Pdu pdu = response ? response(commandId, in) : request(commandId, in);
        return new Frame(status, int4(buffer, offset + 12), pdu, in.defects());
    }

    /// Encodes a frame; its defects do not matter.
    public static byte[] encode(Frame frame) {
        PduWriter out = new PduWriter(256);
        encode(frame.status(), frame.sequence(), frame.pdu(), out);
        return out.toByteArray();
    }

    /// Appends one whole PDU. A response with an error and nothing in its fields goes out as a header only (4.4.2:
    /// no body when command_status is not 0).
    ///
    /// Throws [PduEncodeException] for a value that cannot be sent; the writer is then unchanged.
    public static void encode(int status, int sequence, Pdu pdu, PduWriter out) {
        int start = out.length();
        try {
            out.int4(0);
            out.int4(pdu.commandId());
            out.int4(status);
            out.int4(sequence);
            pdu.writeBody(out);
        } catch (RuntimeException e) {
            out.truncate(start);
            throw e;
        }
        if (status != 0 && pdu instanceof Response && !out.writes(pdu.tlvs()) && isZero(out, start + HEADER_LENGTH)) {
            out.truncate(start + HEADER_LENGTH);
        }
        out.patch(start, out.length() - start);
    }

    /// Empty strings, zeros and empty lists are all NULs on the wire, and nothing else of a response without TLVs
    /// is.
    private static boolean isZero(PduWriter out, int from) {
        byte[] array = out.array();
        for (int i = from; i < out.length(); i++) {
            if (array[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static Pdu request(int commandId, PduReader in) {
        return switch (commandId) {
            case CommandId.SUBMIT_SM -> SubmitSm.read(in);
            case CommandId.DELIVER_SM -> DeliverSm.read(in);
            case CommandId.ENQUIRE_LINK -> headerOnly(ENQUIRE_LINK, in);
            case CommandId.DATA_SM -> DataSm.read(in);
            case CommandId.SUBMIT_MULTI -> SubmitMulti.read(in);
            case CommandId.BIND_TRANSCEIVER -> Bind.read(BindMode.TRANSCEIVER, in);
            case CommandId.BIND_TRANSMITTER -> Bind.read(BindMode.TRANSMITTER, in);
            case CommandId.BIND_RECEIVER -> Bind.read(BindMode.RECEIVER, in);
            case CommandId.UNBIND -> headerOnly(UNBIND, in);
            case CommandId.QUERY_SM -> QuerySm.read(in);
            case CommandId.CANCEL_SM -> CancelSm.read(in);
            case CommandId.REPLACE_SM -> ReplaceSm.read(in);
            case CommandId.OUTBIND -> Outbind.read(in);
            case CommandId.ALERT_NOTIFICATION -> AlertNotification.read(in);
            case CommandId.BROADCAST_SM -> BroadcastSm.read(in);
            case CommandId.QUERY_BROADCAST_SM -> QueryBroadcastSm.read(in);
            case CommandId.CANCEL_BROADCAST_SM -> CancelBroadcastSm.read(in);
            default -> unknown(commandId, in);
        };
    }

    private static Pdu response(int commandId, PduReader in) {
        return switch (commandId) {
            case CommandId.SUBMIT_SM_RESP -> SubmitSmResp.read(in);
            case CommandId.DELIVER_SM_RESP -> DeliverSmResp.read(in);
            case CommandId.ENQUIRE_LINK_RESP -> new EnquireLinkResp(in.tlvs());
            case CommandId.GENERIC_NACK -> headerOnly(GENERIC_NACK, in);
            case CommandId.DATA_SM_RESP -> DataSmResp.read(in);
            case CommandId.SUBMIT_MULTI_RESP -> SubmitMultiResp.read(in);
            case CommandId.BIND_TRANSCEIVER_RESP -> BindResp.read(BindMode.TRANSCEIVER, in);
            case CommandId.BIND_TRANSMITTER_RESP -> BindResp.read(BindMode.TRANSMITTER, in);
            case CommandId.BIND_RECEIVER_RESP -> BindResp.read(BindMode.RECEIVER, in);
            case CommandId.UNBIND_RESP -> new UnbindResp(in.tlvs());
            case CommandId.QUERY_SM_RESP -> QuerySmResp.read(in);
            case CommandId.CANCEL_SM_RESP -> new CancelSmResp(in.tlvs());
            case CommandId.REPLACE_SM_RESP -> new ReplaceSmResp(in.tlvs());
            case CommandId.BROADCAST_SM_RESP -> BroadcastSmResp.read(in);
            case CommandId.QUERY_BROADCAST_SM_RESP -> QueryBroadcastSmResp.read(in);
            case CommandId.CANCEL_BROADCAST_SM_RESP -> new CancelBroadcastSmResp(in.tlvs());
            default -> unknown(commandId, in);
        };
    }

    private static Pdu headerOnly(Pdu pdu, PduReader in) {
        in.finish(pdu.command());
        return pdu;
    }

    private static UnknownPdu unknown(int commandId, PduReader in) {
        in.defect(Defect.Kind.UNKNOWN_COMMAND, "command_id", CommandId.describe(commandId));
        return new UnknownPdu(commandId, in.rest());
    }

    private static int int4(byte[] buffer, int at) {
        return buffer[at] << 24 | (buffer[at + 1] & 0xFF) << 16 | (buffer[at + 2] & 0xFF) << 8 | buffer[at + 3] & 0xFF;
    }
}
