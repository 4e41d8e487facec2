package io.elchi.smstext.alphabet;

/// GSM text written in another alphabet, for links whose data_coding 0 means Latin-1 or ASCII.
///
/// The SMSC turns the octets into GSM 7 bit for the air, so a character has to be in both alphabets and costs what
/// it costs in GSM; the octets are those of the link's alphabet.
public final class GsmAsOctets implements Alphabet {
    private final GsmAlphabet gsm = GsmAlphabet.gsm();
    private final OctetAlphabet written;

    /// @param written the alphabet on the link
    public GsmAsOctets(OctetAlphabet written) {
        this.written = written;
    }

    @Override
    public String name() {
        return gsm.name() + " as " + written.name();
    }

    @Override
    public Unit unit() {
        return Unit.SEPTET;
    }

    @Override
    public int cost(int codePoint) {
        return written.cost(codePoint) < 0 ? -1 : gsm.cost(codePoint);
    }

    @Override
    public int units(String text, int from, int to) {
        return written.units(text, from, to) < 0 ? -1 : gsm.units(text, from, to);
    }

    @Override
    public int fit(String text, int from, int to, int most) {
        return gsm.fit(text, from, to, most);
    }

    @Override
    public byte[] encode(String text, int from, int to, int replacement) {
        if (units(text, from, to) >= 0) {
            return written.encode(text, from, to, OMIT);
        }
        return written.encode(fitting(text, from, to, replacement), OMIT);
    }

    /// Inbound octets need not be GSM text: every octet is read.
    @Override
    public String decode(byte[] octets, int from, int to) {
        return written.decode(octets, from, to);
    }

    @Override
    public String toString() {
        return name();
    }
}
