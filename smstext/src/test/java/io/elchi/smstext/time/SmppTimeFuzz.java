package io.elchi.smstext.time;

import java.nio.charset.StandardCharsets;

/// What Jazzer feeds; see [io.elchi.testkit.Fuzz]. The kept inputs are the times of vectors/pdus.jsonl and
/// receipts.jsonl.
public final class SmppTimeFuzz {
    private SmppTimeFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        SmppTimes.check(new String(input, StandardCharsets.ISO_8859_1));
    }
}
