package io.elchi.smstext.coding;

import io.elchi.smstext.udh.UserDataHeader;
import java.util.Arrays;

/// The user data of one short message, header and text apart.
///
/// @param dataCoding the raw octet
/// @param header [UserDataHeader#none] if the message has none
/// @param payload what follows the header; not to be changed
public record UserData(int dataCoding, UserDataHeader header, byte[] payload) {

    /// Reads short_message or message_payload. A header that cannot be read leaves its defects in the result.
    ///
    /// @param udhi bit 6 of esm_class
    public static UserData read(int dataCoding, boolean udhi, byte[] octets) {
        if (!udhi) {
            return new UserData(dataCoding, UserDataHeader.none(), octets);
        }
        UserDataHeader header = UserDataHeader.parse(octets);
        return new UserData(dataCoding, header, Arrays.copyOfRange(octets, header.length(), octets.length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserData that
                && dataCoding == that.dataCoding
                && header.equals(that.header)
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * dataCoding + header.hashCode()) + Arrays.hashCode(payload);
    }
}
