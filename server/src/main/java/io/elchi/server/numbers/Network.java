package io.elchi.server.numbers;

/// The network of a number.
///
/// @param mcc mobile country code; null when the network is not known
/// @param mnc mobile network code; null when the network is not known
/// @param name of the network; null when it is not known
/// @param country ISO 3166; null when it is not known
/// @param ported whether it is known since the number moved to it, not by the number's prefix
public record Network(String mcc, String mnc, String name, String country, boolean ported) {
    public static final Network UNKNOWN = new Network(null, null, null, null);

    /// A network as prefixes have it.
    public Network(String mcc, String mnc, String name, String country) {
        this(mcc, mnc, name, country, false);
    }

    /// The same for numbers that moved to it.
    Network asPorted() {
        return new Network(mcc, mnc, name, country, true);
    }

    /// Mobile country and network code in one number, different for every network; 0 when it is not known.
    public int code() {
        if (mcc == null) {
            return 0;
        }
        int country = (mcc.charAt(0) - '0') * 100 + (mcc.charAt(1) - '0') * 10 + mcc.charAt(2) - '0';
        int network = 0;
        for (int i = 0; i < mnc.length(); i++) {
            network = network * 10 + mnc.charAt(i) - '0';
        }
        // 01 and 001 are different networks.
        return country << 12 | network << 2 | mnc.length();
    }
}
