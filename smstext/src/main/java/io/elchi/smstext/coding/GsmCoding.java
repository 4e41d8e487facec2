package io.elchi.smstext.coding;

import java.util.Optional;

/// The data_coding octet read as TP-DCS (3GPP TS 23.038, section 4), one record for each coding group.
public sealed interface GsmCoding {

    /// The character set of the text.
    CharacterSet characterSet();

    /// Groups 00xx and 01xx. Bits 1..0 are a class only if bit 4 says so.
    ///
    /// @param compressed bit 5: compressed after 3GPP TS 23.042
    /// @param automaticDeletion group 01xx: the handset may delete the message once it is read
    record General(
            boolean compressed,
            boolean automaticDeletion,
            Optional<MessageClass> messageClass,
            CharacterSet characterSet)
            implements GsmCoding {}

    /// Groups 1100 (discard), 1101 (store) and 1110 (store, UCS-2).
    ///
    /// @param stored whether the handset keeps the text
    /// @param active bit 3: the indication is set, not cleared
    record MessageWaiting(boolean stored, boolean active, WaitingMessages waiting, CharacterSet characterSet)
            implements GsmCoding {}

    /// Group 1111: bit 2 is the character set, bits 1..0 the class. Bit 3 is reserved and kept.
    record CodingAndClass(CharacterSet characterSet, MessageClass messageClass, boolean reservedBit)
            implements GsmCoding {}

    /// Groups 1000 to 1011. A receiver treats them as GSM 7 bit.
    ///
    /// @param group the upper four bits
    record ReservedGroup(int group) implements GsmCoding {
        @Override
        public CharacterSet characterSet() {
            return CharacterSet.GSM_7_BIT;
        }
    }

    /// Reads an octet; every value has a meaning.
    static GsmCoding of(int octet) {
        int group = octet >>> 4 & 0xf;
        return switch (group) {
            case 0, 1, 2, 3, 4, 5, 6, 7 ->
                new General(
                        (octet & 0x20) != 0,
                        (octet & 0x40) != 0,
                        (octet & 0x10) != 0 ? Optional.of(MessageClass.of(octet)) : Optional.empty(),
                        CharacterSet.of(octet));
            case 12, 13, 14 ->
                new MessageWaiting(
                        group != 12,
                        (octet & 8) != 0,
                        WaitingMessages.of(octet),
                        group == 14 ? CharacterSet.UCS2 : CharacterSet.GSM_7_BIT);
            case 15 ->
                new CodingAndClass(
                        (octet & 4) != 0 ? CharacterSet.EIGHT_BIT_DATA : CharacterSet.GSM_7_BIT,
                        MessageClass.of(octet),
                        (octet & 8) != 0);
            default -> new ReservedGroup(group);
        };
    }

    /// The message class, if the group has one.
    default Optional<MessageClass> ofClass() {
        return switch (this) {
            case General general -> general.messageClass();
            case CodingAndClass coding -> Optional.of(coding.messageClass());
            case MessageWaiting _ -> Optional.empty();
            case ReservedGroup _ -> Optional.empty();
        };
    }
}
