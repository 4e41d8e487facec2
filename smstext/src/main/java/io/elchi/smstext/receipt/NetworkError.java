package io.elchi.smstext.receipt;

import java.util.Optional;

/// The network_error_code TLV (SMPP 3.4, 5.3.2.31; SMPP 5.0, 4.8.4.42).
///
/// @param type the kind of network: 3 for GSM, others in the specification; 0 to 255
/// @param code the network's own, 0 to 65535
public record NetworkError(int type, int code) {
    private static final int GSM = 3;

    /// Reads the value of the TLV; empty unless it has its three octets.
    ///
    /// Some SMSCs write the three digits of the text's `err` instead (Kannel knows them, vectors v0103): three
    /// ASCII digits are read as that code, of a GSM network.
    public static Optional<NetworkError> read(byte[] value) {
        if (value.length != 3) {
            return Optional.empty();
        }
        if (digit(value[0]) && digit(value[1]) && digit(value[2])) {
            return Optional.of(new NetworkError(GSM, (value[0] - '0') * 100 + (value[1] - '0') * 10 + value[2] - '0'));
        }
        return Optional.of(new NetworkError(value[0] & 0xff, (value[1] & 0xff) << 8 | value[2] & 0xff));
    }

    private static boolean digit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /// The code as a receipt's text would have it: three digits, or more if it takes more.
    public String err() {
        return code < 1000 ? Integer.toString(1000 + code).substring(1) : Integer.toString(code);
    }
}
