package io.elchi.smpp.pdu;

/// What Jazzer feeds; see [io.elchi.testkit.Fuzz]. The kept inputs are PDUs of vectors/pdus.jsonl under their ids:
/// the longest of each command with and without TLVs, and each that deviates.
public final class PduDecoderFuzz {
    private PduDecoderFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        RoundTrip.check(input);
    }
}
