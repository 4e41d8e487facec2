package io.elchi.smpp.pdu;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;
import java.util.function.Function;

/// A TLV that the specification defines: 3.4 table 5-7 (5.3.2) and 5.0 table 4-60 (4.8.1), with its length as 5.0
/// 4.8.4 has it. `Tlvs.get(TlvTag.SAR_MSG_REF_NUM)` gives an Integer. A vendor's own tag gets a descriptor from
/// [#vendor].
///
/// @param <T> Integer (unsigned; of four octets the raw bits), String (without its NUL) or [Octets]
public final class TlvTag<T> {
    /// The encoding of a value.
    public enum ValueType {
        INT1,
        INT2,
        INT4,
        C_STRING,
        OCTETS,
        /// Its presence says it; at most one octet follows.
        FLAG
    }

    private static final TreeMap<Integer, TlvTag<?>> ALL = new TreeMap<>();
    private static final int HIGHEST = 0x1383;
    /// By tag: the decoder asks for every TLV.
    private static final TlvTag<?>[] BY_ID = new TlvTag<?>[HIGHEST + 1];

    public static final TlvTag<Integer> DEST_ADDR_SUBUNIT = int1(0x0005, "dest_addr_subunit");
    public static final TlvTag<Integer> DEST_NETWORK_TYPE = int1(0x0006, "dest_network_type");
    public static final TlvTag<Integer> DEST_BEARER_TYPE = int1(0x0007, "dest_bearer_type");
    public static final TlvTag<Integer> DEST_TELEMATICS_ID = int2(0x0008, "dest_telematics_id");
    public static final TlvTag<Integer> SOURCE_ADDR_SUBUNIT = int1(0x000D, "source_addr_subunit");
    public static final TlvTag<Integer> SOURCE_NETWORK_TYPE = int1(0x000E, "source_network_type");
    public static final TlvTag<Integer> SOURCE_BEARER_TYPE = int1(0x000F, "source_bearer_type");
    public static final TlvTag<Integer> SOURCE_TELEMATICS_ID = int1(0x0010, "source_telematics_id");
    /// Seconds.
    public static final TlvTag<Integer> QOS_TIME_TO_LIVE = int4(0x0017, "qos_time_to_live");
    public static final TlvTag<Integer> PAYLOAD_TYPE = int1(0x0019, "payload_type");
    public static final TlvTag<String> ADDITIONAL_STATUS_INFO_TEXT =
            text(0x001D, "additional_status_info_text", 1, 256);
    public static final TlvTag<String> RECEIPTED_MESSAGE_ID = text(0x001E, "receipted_message_id", 1, 65);
    public static final TlvTag<Integer> MS_MSG_WAIT_FACILITIES = int1(0x0030, "ms_msg_wait_facilities");
    public static final TlvTag<Integer> PRIVACY_INDICATOR = int1(0x0201, "privacy_indicator");
    public static final TlvTag<Octets> SOURCE_SUBADDRESS = octets(0x0202, "source_subaddress", 2, 23);
    public static final TlvTag<Octets> DEST_SUBADDRESS = octets(0x0203, "dest_subaddress", 2, 23);
    public static final TlvTag<Integer> USER_MESSAGE_REFERENCE = int2(0x0204, "user_message_reference");
    public static final TlvTag<Integer> USER_RESPONSE_CODE = int1(0x0205, "user_response_code");
    public static final TlvTag<Integer> SOURCE_PORT = int2(0x020A, "source_port");
    /// 3.4 calls it destination_port.
    public static final TlvTag<Integer> DEST_PORT = int2(0x020B, "dest_port");
    public static final TlvTag<Integer> SAR_MSG_REF_NUM = int2(0x020C, "sar_msg_ref_num");
    public static final TlvTag<Integer> LANGUAGE_INDICATOR = int1(0x020D, "language_indicator");
    public static final TlvTag<Integer> SAR_TOTAL_SEGMENTS = int1(0x020E, "sar_total_segments");
    public static final TlvTag<Integer> SAR_SEGMENT_SEQNUM = int1(0x020F, "sar_segment_seqnum");
    public static final TlvTag<Integer> SC_INTERFACE_VERSION = int1(0x0210, "sc_interface_version");
    public static final TlvTag<Integer> CALLBACK_NUM_PRES_IND = int1(0x0302, "callback_num_pres_ind");
    public static final TlvTag<Octets> CALLBACK_NUM_ATAG = octets(0x0303, "callback_num_atag", 0, 65);
    public static final TlvTag<Integer> NUMBER_OF_MESSAGES = int1(0x0304, "number_of_messages");
    public static final TlvTag<Octets> CALLBACK_NUM = octets(0x0381, "callback_num", 4, 19);
    public static final TlvTag<Integer> DPF_RESULT = int1(0x0420, "dpf_result");
    public static final TlvTag<Integer> SET_DPF = int1(0x0421, "set_dpf");
    public static final TlvTag<Integer> MS_AVAILABILITY_STATUS = int1(0x0422, "ms_availability_status");
    /// One octet network type, two octets error code.
    public static final TlvTag<Octets> NETWORK_ERROR_CODE = octets(0x0423, "network_error_code", 3, 3);
    public static final TlvTag<Octets> MESSAGE_PAYLOAD = octets(0x0424, "message_payload", 0, 65535);
    public static final TlvTag<Integer> DELIVERY_FAILURE_REASON = int1(0x0425, "delivery_failure_reason");
    public static final TlvTag<Integer> MORE_MESSAGES_TO_SEND = int1(0x0426, "more_messages_to_send");
    public static final TlvTag<Integer> MESSAGE_STATE = int1(0x0427, "message_state");
    /// 0 idle to 100 congested, in any response (5.0, 4.8.4.18).
    public static final TlvTag<Integer> CONGESTION_STATE = int1(0x0428, "congestion_state");
    public static final TlvTag<Integer> USSD_SERVICE_OP = int1(0x0501, "ussd_service_op");
    public static final TlvTag<Integer> BROADCAST_CHANNEL_INDICATOR = int1(0x0600, "broadcast_channel_indicator");
    public static final TlvTag<Octets> BROADCAST_CONTENT_TYPE = octets(0x0601, "broadcast_content_type", 3, 3);
    public static final TlvTag<Octets> BROADCAST_CONTENT_TYPE_INFO =
            octets(0x0602, "broadcast_content_type_info", 1, 255);
    public static final TlvTag<Integer> BROADCAST_MESSAGE_CLASS = int1(0x0603, "broadcast_message_class");
    public static final TlvTag<Integer> BROADCAST_REP_NUM = int2(0x0604, "broadcast_rep_num");
    public static final TlvTag<Octets> BROADCAST_FREQUENCY_INTERVAL =
            octets(0x0605, "broadcast_frequency_interval", 3, 3);
    public static final TlvTag<Octets> BROADCAST_AREA_IDENTIFIER = octets(0x0606, "broadcast_area_identifier", 1, 100);
    /// A command_status.
    public static final TlvTag<Integer> BROADCAST_ERROR_STATUS = int4(0x0607, "broadcast_error_status");
    public static final TlvTag<Integer> BROADCAST_AREA_SUCCESS = int1(0x0608, "broadcast_area_success");
    /// `YYMMDDhhmmsstnnp`; some write a NUL after it.
    public static final TlvTag<Octets> BROADCAST_END_TIME = octets(0x0609, "broadcast_end_time", 16, 17);
    public static final TlvTag<Octets> BROADCAST_SERVICE_GROUP = octets(0x060A, "broadcast_service_group", 1, 255);
    public static final TlvTag<Octets> BILLING_IDENTIFICATION = octets(0x060B, "billing_identification", 1, 1024);
    public static final TlvTag<String> SOURCE_NETWORK_ID = text(0x060D, "source_network_id", 7, 65);
    public static final TlvTag<String> DEST_NETWORK_ID = text(0x060E, "dest_network_id", 7, 65);
    public static final TlvTag<Octets> SOURCE_NODE_ID = octets(0x060F, "source_node_id", 6, 6);
    public static final TlvTag<Octets> DEST_NODE_ID = octets(0x0610, "dest_node_id", 6, 6);
    public static final TlvTag<Integer> DEST_ADDR_NP_RESOLUTION = int1(0x0611, "dest_addr_np_resolution");
    public static final TlvTag<Octets> DEST_ADDR_NP_INFORMATION = octets(0x0612, "dest_addr_np_information", 10, 10);
    public static final TlvTag<Octets> DEST_ADDR_NP_COUNTRY = octets(0x0613, "dest_addr_np_country", 1, 5);
    public static final TlvTag<Integer> DISPLAY_TIME = int1(0x1201, "display_time");
    public static final TlvTag<Integer> SMS_SIGNAL = int2(0x1203, "sms_signal");
    /// One octet in 3.4; behaviour, unit and two octets of number in 5.0.
    public static final TlvTag<Octets> MS_VALIDITY = octets(0x1204, "ms_validity", 1, 4);
    /// Without a value in 3.4, one octet in 5.0; 0 is the default alert and is sent without a value.
    public static final TlvTag<Integer> ALERT_ON_MESSAGE_DELIVERY = flag(0x130C, "alert_on_message_delivery");
    public static final TlvTag<Integer> ITS_REPLY_TYPE = int1(0x1380, "its_reply_type");
    public static final TlvTag<Octets> ITS_SESSION_INFO = octets(0x1383, "its_session_info", 2, 2);

    private final int id;
    private final String label;
    private final ValueType kind;
    private final int min;
    private final int max;
    private final Function<Octets, T> reader;
    private final Function<T, Octets> writer;

    private TlvTag(
            int id,
            String label,
            ValueType kind,
            Range length,
            Function<Octets, T> reader,
            Function<T, Octets> writer) {
        this.id = id;
        this.label = label;
        this.kind = kind;
        this.min = length.min;
        this.max = length.max;
        this.reader = reader;
        this.writer = writer;
    }

    /// The descriptor of a tag, or null when no specification has it.
    public static TlvTag<?> of(int id) {
        return id >= 0 && id <= HIGHEST ? BY_ID[id] : null;
    }

    /// All that the specifications define, by tag.
    public static Collection<TlvTag<?>> all() {
        return Collections.unmodifiableCollection(ALL.values());
    }

    /// A descriptor for a tag of a vendor or a local rule, such as 0x1400 of India's DLT; [#of] does not know it.
    public static TlvTag<Octets> vendor(int id, String label) {
        return new TlvTag<>(id, label, ValueType.OCTETS, new Range(0, 0xFFFF), value -> value, value -> value);
    }

    public int id() {
        return id;
    }

    /// The specification's name: `sar_msg_ref_num`.
    public String label() {
        return label;
    }

    public ValueType kind() {
        return kind;
    }

    /// The least number of octets of a value; of a C-octet string with its NUL.
    public int minLength() {
        return min;
    }

    /// The greatest number of octets of a value.
    public int maxLength() {
        return max;
    }

    /// Whether a value may have this many octets.
    public boolean allows(int length) {
        return length >= min && length <= max;
    }

    /// The TLV for a value. Throws [PduEncodeException] when the tag does not allow it.
    public Tlv tlv(T value) {
        Octets octets = writer.apply(value);
        if (!allows(octets.length())) {
            throw new PduEncodeException(label, "has " + octets.length() + " octets, not " + min + " to " + max);
        }
        return new Tlv(id, octets);
    }

    /// The typed value of octets whose length is allowed.
    T read(Octets value) {
        return reader.apply(value);
    }

    @Override
    public String toString() {
        return "%s (0x%04X)".formatted(label, id);
    }

    private record Range(int min, int max) {}

    private static TlvTag<Integer> int1(int id, String label) {
        return integer(id, label, ValueType.INT1, 1);
    }

    private static TlvTag<Integer> int2(int id, String label) {
        return integer(id, label, ValueType.INT2, 2);
    }

    private static TlvTag<Integer> int4(int id, String label) {
        return integer(id, label, ValueType.INT4, 4);
    }

    private static TlvTag<Integer> integer(int id, String label, ValueType kind, int size) {
        return known(new TlvTag<>(
                id,
                label,
                kind,
                new Range(size, size),
                value -> value.bigEndian(size),
                value -> number(label, value, size)));
    }

    private static TlvTag<Integer> flag(int id, String label) {
        return known(new TlvTag<>(
                id,
                label,
                ValueType.FLAG,
                new Range(0, 1),
                value -> value.bigEndian(value.length()),
                value -> value == 0 ? Octets.EMPTY : number(label, value, 1)));
    }

    private static TlvTag<String> text(int id, String label, int min, int max) {
        return known(new TlvTag<>(
                id, label, ValueType.C_STRING, new Range(min, max), TlvTag::text, value -> cString(label, value)));
    }

    private static TlvTag<Octets> octets(int id, String label, int min, int max) {
        return known(new TlvTag<>(id, label, ValueType.OCTETS, new Range(min, max), value -> value, value -> value));
    }

    private static <T> TlvTag<T> known(TlvTag<T> tag) {
        BY_ID[tag.id] = tag;
        ALL.put(tag.id, tag);
        return tag;
    }

    private static Octets number(String label, int value, int size) {
        if (size < 4 && value >>> 8 * size != 0) {
            throw new PduEncodeException(label, "is " + value + ", which does not fit " + size + " octets");
        }
        return Octets.ofBigEndian(value, size);
    }

    /// Up to the first NUL; some peers send none, others fill with them.
    private static String text(Octets value) {
        int end = 0;
        while (end < value.length() && value.at(end) != 0) {
            end++;
        }
        return value.slice(0, end).text(StandardCharsets.ISO_8859_1);
    }

    private static Octets cString(String label, String value) {
        byte[] bytes = new byte[value.length() + 1];
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0 || c > 0xFF) {
                throw new PduEncodeException(label, PduWriter.NOT_IN_C_STRING);
            }
            bytes[i] = (byte) c;
        }
        return Octets.of(bytes);
    }
}
