package io.elchi.server.smppserver;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.messages.OctetEncryption.StoredOctets;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.PduCodec;
import io.elchi.smpp.pdu.PduEncodeException;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smstext.coding.UserData;
import io.elchi.smstext.udh.InformationElement.Concatenation;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// Finds the parts that are to be joined among what a client submits.
final class ClientPartReader {
    private static final int UDHI = 0x40;

    private final SmppLogin login;
    private final SubmitReader reader;

    ClientPartReader(SmppLogin login, SubmitReader reader) {
        this.login = login;
        this.reader = reader;
    }

    /// What a submit_sm has of a message.
    sealed interface PartRead {
        /// It is no part of a text, or none that can be read: it is treated as if nothing was joined.
        record None() implements PartRead {}

        record Wrong(CommandStatus status) implements PartRead {}

        record Found(ClientPart part) implements PartRead {}
    }

    private static final PartRead NONE = new PartRead.None();

    /// The place of a part.
    ///
    /// @param kind 0: reference of 8 bits, 1: of 16 bits, 2: sar_msg_ref_num
    private record Place(int kind, int reference, int total, int number) {}

    PartRead read(SubmitSm submit) {
        boolean hasHeader = (submit.esmClass() & UDHI) != 0;
        if (!hasHeader && !submit.tlvs().contains(TlvTag.SAR_MSG_REF_NUM)) {
            return NONE;
        }
        byte[] octets = octets(submit);
        UserData data = UserData.read(reader.dataCoding(submit), hasHeader, octets);
        Optional<Place> found = place(data, submit.tlvs());
        if (found.isEmpty() || !reader.isText(data)) {
            return NONE;
        }
        byte[] pdu = pdu(submit);
        if (pdu == null) {
            return NONE;
        }
        CommandStatus refusal = reader.refusal(submit);
        if (refusal == null
                && (octets.length > ClientPart.MOST_OCTETS
                        || pdu.length > ClientPart.MOST_PDU_OCTETS
                        || submit.tlvs().contains(TlvTag.MESSAGE_PAYLOAD)
                                && !submit.shortMessage().isEmpty())) {
            refusal = CommandStatus.ESME_RINVMSGLEN;
        }
        if (refusal != null) {
            return new PartRead.Wrong(refusal);
        }
        Place place = found.get();
        byte[] key = key(submit, place, data.dataCoding());
        return new PartRead.Found(
                new ClientPart(submit, key, place.total, place.number, octets, new StoredOctets(null, pdu)));
    }

    /// null: a data_sm that no submit_sm can carry, with an address that is too long to be one.
    private static byte[] pdu(SubmitSm submit) {
        try {
            return PduCodec.encode(new Frame(0, 1, submit));
        } catch (PduEncodeException ignored) {
            return null;
        }
    }

    static byte[] octets(SubmitSm submit) {
        return submit.tlvs()
                .get(TlvTag.MESSAGE_PAYLOAD)
                .map(value -> value.toArray())
                .orElseGet(() -> submit.shortMessage().toArray());
    }

    private static Optional<Place> place(UserData data, Tlvs tlvs) {
        boolean hasSegment = tlvs.contains(TlvTag.SAR_MSG_REF_NUM)
                || tlvs.contains(TlvTag.SAR_TOTAL_SEGMENTS)
                || tlvs.contains(TlvTag.SAR_SEGMENT_SEQNUM);
        if (!data.header().defects().isEmpty() || hasSegment && data.header().length() > 0) {
            return Optional.empty();
        }
        if (!hasSegment) {
            return data.header()
                    .concatenation()
                    .filter(each -> each.total() > 1)
                    .map(ClientPartReader::place);
        }
        int reference = tlvs.get(TlvTag.SAR_MSG_REF_NUM).orElse(-1);
        int total = tlvs.get(TlvTag.SAR_TOTAL_SEGMENTS).orElse(0);
        int number = tlvs.get(TlvTag.SAR_SEGMENT_SEQNUM).orElse(0);
        return reference < 0 || total < 2 || number < 1 || number > total
                ? Optional.empty()
                : Optional.of(new Place(2, reference, total, number));
    }

    private static Place place(Concatenation each) {
        return new Place(each.wide() ? 1 : 0, each.reference(), each.total(), each.sequence());
    }

    private byte[] key(SubmitSm submit, Place place, int dataCoding) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeLong(login.id());
            out.writeUTF(submit.source().digits());
            out.writeUTF(submit.destination().digits());
            out.writeByte(submit.source().ton());
            out.writeByte(submit.destination().ton());
            out.writeByte(place.kind);
            out.writeInt(place.reference);
            out.writeByte(place.total);
            out.writeByte(dataCoding);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sha256().digest(octets.toByteArray());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
