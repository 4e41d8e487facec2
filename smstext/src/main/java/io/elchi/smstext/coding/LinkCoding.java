package io.elchi.smstext.coding;

import io.elchi.smstext.alphabet.Alphabet;
import io.elchi.smstext.alphabet.CharsetAlphabet;
import io.elchi.smstext.alphabet.GsmAlphabet;
import io.elchi.smstext.alphabet.NationalLanguage;
import io.elchi.smstext.alphabet.OctetAlphabet;
import io.elchi.smstext.alphabet.Septets;
import io.elchi.smstext.alphabet.Ucs2Alphabet;
import io.elchi.smstext.udh.UserDataHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The meaning of data_coding on one link: the default alphabet, and alphabets agreed on for single values, such
/// as windows-1251 at 0x06. Immutable; build it once for each link.
public final class LinkCoding {
    /// A short message's user data (3GPP TS 23.040, 9.2.3.24).
    private static final int FULL_OCTETS = 140;

    private static final int ESCAPE = 0x1b;
    private static final int CARRIAGE_RETURN = 0x0d;
    private static final LinkCoding STANDARD = new LinkCoding(DefaultAlphabet.GSM, Septets.Padding.ZERO, Map.of());

    private final DefaultAlphabet defaultAlphabet;
    private final Septets.Padding padding;
    private final Alphabet[] alphabets = new Alphabet[256];
    private final boolean[] septets = new boolean[256];

    /// @param padding what the peer fills seven spare bits of packed septets with; of no weight on other links
    /// @param agreed alphabets by data_coding, 0 to 255; they go before every standard meaning
    /// @throws IllegalArgumentException if a data_coding is out of range
    public LinkCoding(DefaultAlphabet defaultAlphabet, Septets.Padding padding, Map<Integer, Alphabet> agreed) {
        this.defaultAlphabet = Objects.requireNonNull(defaultAlphabet);
        this.padding = Objects.requireNonNull(padding);
        for (int octet = 0; octet < alphabets.length; octet++) {
            DataCoding coding = DataCoding.of(octet);
            alphabets[octet] = standard(coding);
            septets[octet] = defaultAlphabet.septets() && coding.content() == DataCoding.Content.DEFAULT_ALPHABET;
        }
        agreed.forEach((octet, alphabet) -> {
            if (octet < 0 || octet > 255) {
                throw new IllegalArgumentException("data_coding is 0 to 255, not " + octet);
            }
            alphabets[octet] = Objects.requireNonNull(alphabet);
            septets[octet] = alphabet instanceof GsmAlphabet;
        });
    }

    /// GSM 03.38 at 0, nothing agreed.
    public static LinkCoding standard() {
        return STANDARD;
    }

    private Alphabet standard(DataCoding coding) {
        return switch (coding.content()) {
            case DEFAULT_ALPHABET -> defaultAlphabet.alphabet();
            case UCS2 -> Ucs2Alphabet.ucs2();
            // A JDK without the charset still shows the ASCII in it.
            case CHARSET -> CharsetAlphabet.named(coding.smpp().charset()).orElse(OctetAlphabet.ascii());
            case BINARY -> null;
        };
    }

    public DefaultAlphabet defaultAlphabet() {
        return defaultAlphabet;
    }

    public Septets.Padding padding() {
        return padding;
    }

    /// The alphabet of a data_coding; empty if the octets are no text.
    public Optional<Alphabet> alphabet(int dataCoding) {
        return Optional.ofNullable(alphabets[dataCoding & 0xff]);
    }

    /// Whether this data_coding means septets, so that national tables may apply.
    public boolean septets(int dataCoding) {
        return septets[dataCoding & 0xff];
    }

    /// Whether septets of this data_coding travel packed.
    public boolean packed(int dataCoding) {
        return defaultAlphabet == DefaultAlphabet.GSM_PACKED && septets[dataCoding & 0xff];
    }

    /// The alphabet of a message: national shifts in its header choose the tables of GSM text. They are obeyed
    /// always, whether or not we would write them.
    public Optional<Alphabet> alphabet(int dataCoding, UserDataHeader header) {
        if (!septets[dataCoding & 0xff] || header.elements().isEmpty()) {
            return alphabet(dataCoding);
        }
        NationalLanguage locking = NationalLanguage.of(header.lockingShift());
        NationalLanguage single = NationalLanguage.of(header.singleShift());
        if (locking == NationalLanguage.DEFAULT && single == NationalLanguage.DEFAULT) {
            return alphabet(dataCoding);
        }
        return Optional.of(GsmAlphabet.of(locking, single));
    }

    /// The text of one message, or of the parts of one message in their order; empty if a part is no text.
    ///
    /// Octets of neighbours in the same alphabet are joined before they are read: other gateways do split
    /// surrogate and escape pairs.
    public Optional<String> text(List<UserData> parts) {
        if (parts.size() == 1) {
            UserData only = parts.getFirst();
            return alphabet(only.dataCoding(), only.header()).map(alphabet -> alphabet.decode(plain(only, null)));
        }
        StringBuilder text = new StringBuilder();
        List<byte[]> run = new ArrayList<>();
        Alphabet running = null;
        for (int i = 0; i < parts.size(); i++) {
            UserData part = parts.get(i);
            Alphabet alphabet = alphabet(part.dataCoding(), part.header()).orElse(null);
            if (alphabet == null) {
                return Optional.empty();
            }
            if (alphabet != running && running != null) {
                text.append(running.decode(joined(run)));
                run.clear();
            }
            running = alphabet;
            run.add(plain(part, i + 1 < parts.size() ? parts.get(i + 1) : null));
        }
        if (running != null) {
            text.append(running.decode(joined(run)));
        }
        return Optional.of(text.toString());
    }

    /// @param next the part behind it; null: none, or not at hand
    private byte[] plain(UserData part, UserData next) {
        if (!packed(part.dataCoding())) {
            return part.payload();
        }
        int fill = Septets.fillBits(part.header().length());
        return isFilled(part, next)
                ? Septets.unpack(part.payload(), fill, Septets.within(part.payload().length, fill))
                : Septets.unpack(part.payload(), fill, padding);
    }

    /// Whether a part has characters up to its end, so that the last septet is one of them and no padding. A part
    /// that another follows is filled as far as it goes. It leaves out a septet only when the next one begins with
    /// characters that stay together: an escape, CR LF, or letters of national tables. Without the next one this
    /// is unknown.
    private static boolean isFilled(UserData part, UserData next) {
        UserDataHeader header = part.header();
        if (next == null || header.length() + part.payload().length != FULL_OCTETS) {
            return false;
        }
        if (header.lockingShift() != 0 || header.singleShift() != 0) {
            return false;
        }
        int fill = Septets.fillBits(next.header().length());
        if (Septets.within(next.payload().length, fill) == 0) {
            return true;
        }
        byte first = Septets.unpack(next.payload(), fill, 1)[0];
        return first != ESCAPE && first != CARRIAGE_RETURN;
    }

    private static byte[] joined(List<byte[]> run) {
        if (run.size() == 1) {
            return run.getFirst();
        }
        byte[] joined = new byte[run.stream().mapToInt(octets -> octets.length).sum()];
        int at = 0;
        for (byte[] octets : run) {
            System.arraycopy(octets, 0, joined, at, octets.length);
            at += octets.length;
        }
        return joined;
    }
}
