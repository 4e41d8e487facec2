package io.elchi.smstext.parts;

import io.elchi.smstext.alphabet.Misfit;
import io.elchi.smstext.alphabet.Unit;
import java.util.List;

/// The result of splitting a text.
public sealed interface Segmented {

    /// The text is ready to be sent.
    ///
    /// @param coding the same for all parts
    /// @param list at least one part, in order
    record Parts(TextCoding coding, SplitMode mode, List<Part> list) implements Segmented {
        public Parts {
            list = List.copyOf(list);
        }

        public int dataCoding() {
            return coding.dataCoding();
        }

        /// Whether the parts begin with a user data header.
        public boolean udhi() {
            return list.getFirst().header().length > 0;
        }

        /// The bit of esm_class that says so: 0x40, or 0 (SMPP 3.4, 5.2.12).
        public int esmClass() {
            return udhi() ? 0x40 : 0;
        }

        /// Whether each part needs the SAR parameters.
        public boolean sar() {
            return mode == SplitMode.SAR && list.size() > 1;
        }

        /// Whether the octets belong into message_payload.
        public boolean payload() {
            return mode == SplitMode.MESSAGE_PAYLOAD;
        }
    }

    /// The text takes more parts than allowed; nothing was cut.
    record TooManyParts(int needed, int allowed) implements Segmented {}

    /// The text must be one message and is too long for it.
    ///
    /// @param units what the text takes in its alphabet
    /// @param capacity what one message holds of it
    record TooLong(int units, int capacity, Unit unit) implements Segmented {}

    /// The alphabet was fixed, lacks these characters, and nothing may replace them.
    record Unencodable(String alphabet, List<Misfit> misfits) implements Segmented {
        public Unencodable {
            misfits = List.copyOf(misfits);
        }
    }
}
