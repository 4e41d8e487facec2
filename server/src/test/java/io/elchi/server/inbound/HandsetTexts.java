package io.elchi.server.inbound;

import io.elchi.server.core.Clock;
import io.elchi.server.messages.Outcome;
import io.elchi.server.messages.Outcome.Received.Wire;
import io.elchi.smstext.coding.LinkCoding;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Messages from handsets for tests, in UCS-2.
final class HandsetTexts {
    static final String HANDSET = "998901234567";

    private static final int UCS2 = 8;
    private static final int UDHI = 0x40;

    private HandsetTexts() {}

    static Outcome.Received whole(Clock clock, String to, String text) {
        return from(clock, HANDSET, to, text);
    }

    static Outcome.Received from(Clock clock, String from, String to, String text) {
        return received(clock, from, to, text, 0, text.getBytes(StandardCharsets.UTF_16BE));
    }

    /// With another type of number (SMPP 3.4, 5.2.5).
    static Outcome.Received ofTon(Clock clock, int ton, String from, String to, String text) {
        Wire wire = new Wire(ton, 1, 0, 0, 0, -1, -1, -1, null, new byte[0], null, LinkCoding.standard());
        byte[] octets = text.getBytes(StandardCharsets.UTF_16BE);
        return new Outcome.Received(1, from, to, text, UCS2, octets, wire, () -> {}, clock.now());
    }

    /// With an 8 bit reference.
    static Outcome.Received part(Clock clock, String to, int reference, int total, int sequence, String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.writeBytes(new byte[] {5, 0, 3, (byte) reference, (byte) total, (byte) sequence});
        octets.writeBytes(text.getBytes(StandardCharsets.UTF_16BE));
        return received(clock, HANDSET, to, text, UDHI, octets.toByteArray());
    }

    private static Outcome.Received received(
            Clock clock, String from, String to, String text, int esmClass, byte[] octets) {
        Wire wire = new Wire(1, 1, 0, 0, esmClass, -1, -1, -1, null, new byte[0], null, LinkCoding.standard());
        return new Outcome.Received(1, from, to, text, UCS2, octets, wire, () -> {}, clock.now());
    }
}
