package io.elchi.server.messages;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Fields of submit_sm that a client set for one message. A field that it did not set is the link's.
///
/// @param registeredDelivery the receipts that the client asked for (SMPP 3.4, 5.2.17); the link adds those that it
///     asks for itself
/// @param sourceTon type of number of the sender
/// @param sourceNpi numbering plan of the sender
/// @param priority priority_flag
/// @param protocolId protocol_id, such as 0x40 for a silent message
/// @param tlvs in order; they replace the link's TLVs of the same tags
/// @param receiptFormat the form in which the client gets receipts; null: the default of its login
/// @param flash whether the handset shows a text at once: message class 0 (3GPP TS 23.038, 4)
/// @param clientCoding the client's data_coding, by which a replace_sm is read: of scheduled messages alone
/// @param joinedParts registered_delivery of each part of which the message was joined, in order; empty: it came
///     whole
public record DeliveryOptions(
        int registeredDelivery,
        int sourceTon,
        int sourceNpi,
        int priority,
        int protocolId,
        List<Tlv> tlvs,
        ReceiptFormat receiptFormat,
        boolean flash,
        int clientCoding,
        List<Integer> joinedParts) {
    /// The value of a number that is not set.
    public static final int UNSET = -1;

    public static final int MOST_TLVS = 32;

    /// Octets of all values together, at most.
    public static final int MOST_TLV_OCTETS = 4_096;

    /// Nothing is set: shared by all such messages.
    public static final DeliveryOptions NONE = new DeliveryOptions(UNSET, UNSET, UNSET, UNSET, UNSET, List.of(), null);

    private static final int MESSAGE_PAYLOAD = 0x0424;
    /// 3GPP TS 23.040, 9.2.3.24.1.
    private static final int MOST_PARTS = 255;

    /// Without flash, and of a message that nobody replaces.
    public DeliveryOptions(
            int registeredDelivery,
            int sourceTon,
            int sourceNpi,
            int priority,
            int protocolId,
            List<Tlv> tlvs,
            ReceiptFormat receiptFormat) {
        this(
                registeredDelivery,
                sourceTon,
                sourceNpi,
                priority,
                protocolId,
                tlvs,
                receiptFormat,
                false,
                UNSET,
                List.of());
    }

    /// The same of a message that was joined of parts.
    ///
    /// @param registered registered_delivery of each part
    public DeliveryOptions joined(List<Integer> registered) {
        return new DeliveryOptions(
                ReceiptRequest.all(registered),
                sourceTon,
                sourceNpi,
                priority,
                protocolId,
                tlvs,
                receiptFormat,
                flash,
                clientCoding,
                registered);
    }

    /// Of a message for which nothing else is set.
    public static DeliveryOptions of(boolean flash, List<Tlv> tlvs) {
        return !flash && tlvs.isEmpty()
                ? NONE
                : new DeliveryOptions(UNSET, UNSET, UNSET, UNSET, UNSET, tlvs, null, flash, UNSET, List.of());
    }

    /// @throws IllegalArgumentException if a field has a value that submit_sm cannot carry
    public DeliveryOptions {
        octet("registered_delivery", registeredDelivery);
        octet("source_addr_ton", sourceTon);
        octet("source_addr_npi", sourceNpi);
        octet("priority_flag", priority);
        octet("protocol_id", protocolId);
        octet("data_coding", clientCoding);
        tlvs = List.copyOf(tlvs);
        joinedParts = List.copyOf(joinedParts);
        if (joinedParts.size() > MOST_PARTS) {
            throw new IllegalArgumentException("at most " + MOST_PARTS + " parts, not " + joinedParts.size());
        }
        int octets = 0;
        for (Tlv tlv : tlvs) {
            octets += tlv.value.length;
            if (tlv.tag == MESSAGE_PAYLOAD) {
                throw new IllegalArgumentException("message_payload is content, not an option");
            }
        }
        if (tlvs.size() > MOST_TLVS || octets > MOST_TLV_OCTETS) {
            throw new IllegalArgumentException("at most " + MOST_TLVS + " TLVs with " + MOST_TLV_OCTETS
                    + " octets in all, not " + tlvs.size() + " with " + octets);
        }
    }

    private static void octet(String field, int value) {
        if (value < UNSET || value > 0xFF) {
            throw new IllegalArgumentException(field + " is 0 to 255, not " + value);
        }
    }

    /// One optional parameter.
    ///
    /// @param tag 0 to 0xFFFF
    /// @param value not to be changed
    public record Tlv(int tag, byte[] value) {
        public Tlv {
            Objects.requireNonNull(value, "value");
            if (tag < 0 || tag > 0xFFFF) {
                throw new IllegalArgumentException("a tag is 0 to 65535, not " + tag);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Tlv that && tag == that.tag && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return Objects.hash(tag, Arrays.hashCode(value));
        }
    }

    /// The form of receipts towards an SMPP client. The numbers are in the table: they are never used for something
    /// else.
    public enum ReceiptFormat {
        /// The text of SMPP 3.4, appendix B, in short_message.
        TEXT(0),
        /// receipted_message_id, message_state and network_error_code, without a text.
        TLVS(1),
        /// Both.
        TEXT_AND_TLVS(2);

        private final int number;

        ReceiptFormat(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }

        /// By the number that the database has.
        ///
        /// @throws IllegalArgumentException if no format has the number
        public static ReceiptFormat at(int number) {
            return switch (number) {
                case 0 -> TEXT;
                case 1 -> TLVS;
                case 2 -> TEXT_AND_TLVS;
                default -> throw new IllegalArgumentException("no receipt format has the number " + number);
            };
        }
    }
}
