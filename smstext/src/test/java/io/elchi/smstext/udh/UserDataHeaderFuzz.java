package io.elchi.smstext.udh;

import java.util.Arrays;

/// What Jazzer feeds; see [io.elchi.testkit.Fuzz]. The kept inputs are the short messages with a header of
/// vectors/pdus.jsonl under their ids, and the malformed ones of UserDataHeaderTest.
public final class UserDataHeaderFuzz {
    private UserDataHeaderFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        UserDataHeader header = UserDataHeader.parse(input);
        if (!Arrays.equals(header.raw(), Arrays.copyOf(input, header.length()))) {
            throw new AssertionError("the raw octets are not kept");
        }
        if (header.concatenation().isPresent() && header.concatenation().get().sequence() < 1) {
            throw new AssertionError("a senseless " + header.concatenation());
        }
        if (header.lockingShift() < 0
                || header.singleShift() < 0
                || header.ports().isPresent() && input.length < 4) {
            throw new AssertionError("made up: " + header);
        }
        if (header.defects().isEmpty() && !header.elements().isEmpty()) {
            UserDataHeader written = UserDataHeader.of(header.elements());
            if (!written.equals(header)) {
                throw new AssertionError(header + " is written as " + written);
            }
        }
    }
}
