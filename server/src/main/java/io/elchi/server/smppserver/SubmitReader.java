package io.elchi.server.smppserver;

import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.Clock;
import io.elchi.server.core.RefusedException;
import io.elchi.server.intake.BinaryData;
import io.elchi.server.intake.JoinedMessage;
import io.elchi.server.intake.SendExtras;
import io.elchi.server.intake.SendOptions;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.messages.DeliveryOptions;
import io.elchi.smpp.pdu.Address;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smpp.pdu.DataSm;
import io.elchi.smpp.pdu.SubmitSm;
import io.elchi.smpp.pdu.Tlv;
import io.elchi.smpp.pdu.TlvTag;
import io.elchi.smpp.pdu.Tlvs;
import io.elchi.smstext.alphabet.Alphabet;
import io.elchi.smstext.alphabet.Septets;
import io.elchi.smstext.coding.DataCoding;
import io.elchi.smstext.coding.DefaultAlphabet;
import io.elchi.smstext.coding.LinkCoding;
import io.elchi.smstext.coding.UserData;
import io.elchi.smstext.time.SmppTime;
import io.elchi.smstext.udh.InformationElement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a message that a client submits, by the rules of its login.
final class SubmitReader {
    /// The bits of esm_class (SMPP 3.4, 5.2.12).
    private static final int UDHI = 0x40;

    private static final int MODE = 0x03;
    private static final int TRANSACTION_MODE = 2;
    private static final int MESSAGE_TYPE = 0x3c;
    private static final int MOST_PRIORITY = 4;
    private static final int ALPHANUMERIC = 5;
    private static final int INTERNATIONAL = 1;
    /// Of a part (3GPP TS 23.040, 9.2.3.24).
    private static final int MOST_OCTETS = 140;

    private static final int MOST_SEPTETS = 160;
    private static final int BITS_PER_OCTET = 8;
    private static final int BITS_PER_SEPTET = 7;
    private static final byte[] NO_HEADER = {};

    private final SmppLogin login;
    private final LinkCoding coding;
    private final Clock clock;

    SubmitReader(SmppLogin login, Clock clock) {
        this.login = login;
        this.clock = clock;
        coding = new LinkCoding(
                DefaultAlphabet.valueOf(login.submits().alphabet().name()), Septets.Padding.ZERO, Map.of());
    }

    /// What a submit_sm asks for.
    sealed interface Read {
        record Message(SendRequest request) implements Read {}

        /// It can be no message.
        record Invalid(CommandStatus status) implements Read {}
    }

    /// data_sm with the fields of submit_sm.
    static SubmitSm submit(DataSm data) {
        return SubmitSm.builder()
                .serviceType(data.serviceType())
                .source(data.source())
                .destination(data.destination())
                .esmClass(data.esmClass())
                .registeredDelivery(data.registeredDelivery())
                .dataCoding(data.dataCoding())
                .tlvs(data.tlvs())
                .build();
    }

    /// @param reference goes into the receipts in place of the message's id; null: none
    Read read(SubmitSm submit, String reference) {
        CommandStatus refusal = refusal(submit);
        if (refusal != null) {
            return new Read.Invalid(refusal);
        }
        int clientCoding = submit.dataCoding();
        int meant = dataCoding(submit);
        SubmitSm read = meant == clientCoding
                ? submit
                : submit.toBuilder().dataCoding(meant).build();
        try {
            Content content = content(read);
            SendExtras extras = new SendExtras(content.data, options(read, content.flash, clientCoding), 0);
            return new Read.Message(request(read, reference, content.text, extras));
        } catch (InvalidContentException e) {
            return new Read.Invalid(e.status);
        }
    }

    /// The data_coding that is meant: 0 may stand for another one.
    int dataCoding(SubmitSm submit) {
        int other = login.submits().fields().defaultCoding();
        return submit.dataCoding() == 0 && other != 0 ? other : submit.dataCoding();
    }

    /// The status for fields that cannot be, or that the login may not have; null: they may be. The content is not
    /// looked at.
    CommandStatus refusal(SubmitSm submit) {
        CommandStatus invalid = invalid(submit);
        if (invalid == null) {
            invalid = notAllowed(submit);
        }
        return invalid == null ? wrongTime(submit) : invalid;
    }

    private CommandStatus wrongTime(SubmitSm submit) {
        String schedule = submit.scheduleDeliveryTime();
        String validity = submit.validityPeriod();
        if (!schedule.isEmpty()
                && SmppTime.parse(schedule).at(clock.now(), ZoneOffset.UTC).isEmpty()) {
            return CommandStatus.ESME_RINVSCHED;
        }
        return !validity.isEmpty()
                        && SmppTime.parse(validity)
                                .at(clock.now(), ZoneOffset.UTC)
                                .isEmpty()
                ? CommandStatus.ESME_RINVEXPIRY
                : null;
    }

    /// The message of which all parts are there; its fields are those of the first one.
    ///
    /// @param parts in their order
    SendRequest joined(List<SubmitSm> parts, JoinedMessage joined) {
        List<UserData> data = new ArrayList<>(parts.size());
        List<Integer> registered = new ArrayList<>(parts.size());
        for (SubmitSm part : parts) {
            data.add(UserData.read(dataCoding(part), (part.esmClass() & UDHI) != 0, ClientPartReader.octets(part)));
            registered.add(part.registeredDelivery());
        }
        SubmitSm first = parts.getFirst();
        DeliveryOptions options = options(first, false, DeliveryOptions.UNSET).joined(registered);
        return request(first, null, coding.text(data).orElse(""), SendExtras.of(options, joined));
    }

    private SendRequest request(SubmitSm submit, String reference, String text, SendExtras extras) {
        Instant now = clock.now();
        Optional<Instant> notBefore =
                SmppTime.parse(submit.scheduleDeliveryTime()).at(now, ZoneOffset.UTC);
        Optional<Instant> until = SmppTime.parse(submit.validityPeriod()).at(now, ZoneOffset.UTC);
        Instant begin = notBefore.filter(now::isBefore).orElse(now);
        return new SendRequest(
                destination(submit.destination()),
                submit.source().digits(),
                text,
                login.submits()
                        .serviceTypes()
                        .getOrDefault(submit.serviceType(), login.submits().messageClass()),
                notBefore.orElse(null),
                until.map(end -> Duration.between(begin, end)).orElse(null),
                reference,
                null,
                new SendOptions(false, 0, false, null, false),
                extras);
    }

    /// @return null when its fields can be
    private static CommandStatus invalid(SubmitSm submit) {
        int esmClass = submit.esmClass();
        if ((esmClass & MESSAGE_TYPE) != 0 || (esmClass & MODE) == TRANSACTION_MODE) {
            return CommandStatus.ESME_RINVESMCLASS;
        }
        if (submit.priorityFlag() > MOST_PRIORITY) {
            return CommandStatus.ESME_RINVPRTFLG;
        }
        if (submit.replaceIfPresent() != 0) {
            return CommandStatus.ESME_RINVREPFLAG;
        }
        return submit.smDefaultMsgId() == 0 ? null : CommandStatus.ESME_RINVDFTMSGID;
    }

    /// @return null when the login may have its values
    private CommandStatus notAllowed(SubmitSm submit) {
        SmppLogin.FieldRules fields = login.submits().fields();
        if (!allows(fields.codings(), submit.dataCoding())) {
            return CommandStatus.ESME_RINVDCS;
        }
        if (!allows(fields.tons(), submit.source().ton())) {
            return CommandStatus.ESME_RINVSRCTON;
        }
        return allows(fields.npis(), submit.source().npi()) ? null : CommandStatus.ESME_RINVSRCNPI;
    }

    private static boolean allows(Set<Integer> values, int value) {
        return values.isEmpty() || values.contains(value);
    }

    private static String destination(Address address) {
        String digits = address.digits();
        return address.ton() == INTERNATIONAL && !digits.startsWith("+") ? "+" + digits : digits;
    }

    /// Exactly one of text and data is there.
    private record Content(String text, BinaryData data, boolean flash) {}

    private static final class InvalidContentException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient CommandStatus status;

        InvalidContentException(CommandStatus status) {
            super(status.name());
            this.status = status;
        }
    }

    private Content content(SubmitSm submit) throws InvalidContentException {
        byte[] octets = octets(submit);
        UserData data = UserData.read(submit.dataCoding(), (submit.esmClass() & UDHI) != 0, octets);
        if (!data.header().defects().isEmpty()) {
            throw new InvalidContentException(CommandStatus.ESME_RINVESMCLASS);
        }
        byte[] segment = segment(submit.tlvs());
        if (segment.length > 0 || data.header().length() > 0) {
            if (segment.length > 0 && data.header().length() > 0) {
                throw new InvalidContentException(CommandStatus.ESME_RINVESMCLASS);
            }
            byte[] header = segment.length > 0
                    ? segment
                    : Arrays.copyOf(octets, data.header().length());
            return new Content("", part(header, data), false);
        }
        DataCoding meaning = DataCoding.of(submit.dataCoding());
        Optional<Alphabet> alphabet = coding.alphabet(submit.dataCoding());
        boolean plain = meaning.messageClass().isEmpty() || meaning.flash();
        if (alphabet.isPresent() && plain && !isWaitingIndication(submit.dataCoding())) {
            checkMay(!meaning.flash());
            return new Content(coding.text(List.of(data)).orElse(""), null, meaning.flash());
        }
        checkMay(false);
        if (octets.length == 0) {
            throw new InvalidContentException(CommandStatus.ESME_RINVMSGLEN);
        }
        return new Content("", binary(octets, submit.dataCoding()), false);
    }

    /// @param isText whether it is something that every login may submit
    private void checkMay(boolean isText) throws InvalidContentException {
        if (!isText && !login.submits().binary()) {
            throw new InvalidContentException(CommandStatus.ESME_RSUBMITFAIL);
        }
    }

    /// Groups 1100 to 1110 (3GPP TS 23.038, 4): a handset shows that messages wait.
    private static boolean isWaitingIndication(int dataCoding) {
        return dataCoding >= 0xc0 && dataCoding < 0xf0;
    }

    private BinaryData binary(byte[] octets, int dataCoding) throws InvalidContentException {
        if (coding.septets(dataCoding) && !coding.packed(dataCoding)) {
            // Of a message class or an indication: 160 septets, an octet each.
            if (octets.length > MOST_SEPTETS) {
                throw new InvalidContentException(CommandStatus.ESME_RINVMSGLEN);
            }
            return BinaryData.part(NO_HEADER, octets, dataCoding);
        }
        if (octets.length > BinaryData.MOST_OCTETS) {
            throw new InvalidContentException(CommandStatus.ESME_RINVMSGLEN);
        }
        try {
            return BinaryData.of(null, octets, dataCoding, "");
        } catch (RefusedException ignored) {
            throw new InvalidContentException(CommandStatus.ESME_RINVMSGLEN);
        }
    }

    private BinaryData part(byte[] header, UserData data) throws InvalidContentException {
        boolean isText = isText(data);
        checkMay(isText);
        byte[] payload = isText && needsRecoding(data) ? recoded(data) : data.payload();
        boolean isSeptets = coding.septets(data.dataCoding()) || payload != data.payload();
        int capacity = isSeptets && !(payload == data.payload() && coding.packed(data.dataCoding()))
                ? MOST_SEPTETS - (header.length * BITS_PER_OCTET + BITS_PER_SEPTET - 1) / BITS_PER_SEPTET
                : MOST_OCTETS - header.length;
        if (payload.length > capacity) {
            throw new InvalidContentException(CommandStatus.ESME_RINVMSGLEN);
        }
        return BinaryData.part(header, payload, data.dataCoding());
    }

    /// Whether a part is one of a text that is shown as usual.
    boolean isText(UserData data) {
        return coding.alphabet(data.dataCoding()).isPresent()
                && DataCoding.of(data.dataCoding()).messageClass().isEmpty()
                && !isWaitingIndication(data.dataCoding())
                && data.header().elements().stream().allMatch(SubmitReader::belongsToText);
    }

    private static boolean belongsToText(InformationElement element) {
        return element instanceof InformationElement.Concatenation
                || element instanceof InformationElement.LockingShift
                || element instanceof InformationElement.SingleShift;
    }

    /// Links have septets at data_coding 0, an octet each.
    private boolean needsRecoding(UserData data) {
        return coding.defaultAlphabet() != DefaultAlphabet.GSM
                && DataCoding.of(data.dataCoding()).content() == DataCoding.Content.DEFAULT_ALPHABET;
    }

    private byte[] recoded(UserData data) throws InvalidContentException {
        String text = coding.text(List.of(data)).orElse("");
        Alphabet septets = DefaultAlphabet.GSM.alphabet();
        if (septets.units(text) < 0) {
            throw new InvalidContentException(CommandStatus.ESME_RINVDCS);
        }
        return septets.encode(text, '?');
    }

    /// short_message or message_payload (SMPP 3.4, 5.3.2.32: not both).
    private static byte[] octets(SubmitSm submit) throws InvalidContentException {
        Optional<byte[]> payload = submit.tlvs().get(TlvTag.MESSAGE_PAYLOAD).map(value -> value.toArray());
        if (payload.isPresent() && !submit.shortMessage().isEmpty()) {
            throw new InvalidContentException(CommandStatus.ESME_RINVMSGLEN);
        }
        return payload.orElseGet(() -> submit.shortMessage().toArray());
    }

    /// The sar_ TLVs (SMPP 3.4, 5.3.2.22 to 24) as a user data header; empty: none. Clients split by the
    /// length of the shorter header, whose reference has eight bits.
    private static byte[] segment(Tlvs tlvs) throws InvalidContentException {
        Optional<Integer> reference = tlvs.get(TlvTag.SAR_MSG_REF_NUM);
        Optional<Integer> total = tlvs.get(TlvTag.SAR_TOTAL_SEGMENTS);
        Optional<Integer> sequence = tlvs.get(TlvTag.SAR_SEGMENT_SEQNUM);
        if (reference.isEmpty() && total.isEmpty() && sequence.isEmpty()
                || total.filter(n -> n == 1).isPresent()) {
            return NO_HEADER;
        }
        if (reference.isEmpty() || total.isEmpty() || sequence.isEmpty()) {
            throw new InvalidContentException(CommandStatus.ESME_RMISSINGOPTPARAM);
        }
        if (total.get() < 1 || sequence.get() < 1 || sequence.get() > total.get()) {
            throw new InvalidContentException(CommandStatus.ESME_RINVOPTPARAMVAL);
        }
        return new byte[] {
            5,
            0,
            3,
            reference.get().byteValue(),
            total.get().byteValue(),
            sequence.get().byteValue()
        };
    }

    private DeliveryOptions options(SubmitSm submit, boolean flash, int clientCoding) {
        List<DeliveryOptions.Tlv> vendors = new ArrayList<>(0);
        for (Tlv tlv : submit.tlvs()) {
            boolean isVendor = login.submits().binary()
                    && tlv.tag() >= SendExtras.FIRST_VENDOR_TAG
                    && tlv.tag() <= SendExtras.LAST_VENDOR_TAG;
            if (isVendor
                    && vendors.size() < SendExtras.MOST_TLVS
                    && tlv.value().length() <= SendExtras.MOST_TLV_OCTETS) {
                vendors.add(new DeliveryOptions.Tlv(tlv.tag(), tlv.value().toArray()));
            }
        }
        return new DeliveryOptions(
                submit.registeredDelivery(),
                DeliveryOptions.UNSET,
                DeliveryOptions.UNSET,
                submit.priorityFlag() == 0 ? DeliveryOptions.UNSET : submit.priorityFlag(),
                submit.protocolId() == 0 ? DeliveryOptions.UNSET : submit.protocolId(),
                vendors,
                null,
                flash,
                submit.scheduleDeliveryTime().isEmpty() ? DeliveryOptions.UNSET : clientCoding,
                List.of());
    }

    /// How an address is written: alphanumeric, short code or number (SMPP 3.4, 5.2.5).
    static Address address(String text) {
        String digits = text.startsWith("+") ? text.substring(1) : text;
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return new Address(ALPHANUMERIC, 0, text);
            }
        }
        return new Address(digits.length() <= BITS_PER_OCTET ? 0 : INTERNATIONAL, 1, digits);
    }
}
