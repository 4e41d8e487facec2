package io.elchi.smpp.pdu;

/// What Jazzer feeds; see [io.elchi.testkit.Fuzz].
public final class PduDecoderFuzz {
    private PduDecoderFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        RoundTrip.check(input);
    }
}
