package io.elchi.server.numbers;

/// Where a number belongs.
///
/// @param mcc mobile country code; null when the network is not known
/// @param mnc mobile network code; null when the network is not known
/// @param name of the network; null when it is not known
/// @param country ISO 3166; null when it is not known
public record Network(String mcc, String mnc, String name, String country) {
    public static final Network UNKNOWN = new Network(null, null, null, null);
}
