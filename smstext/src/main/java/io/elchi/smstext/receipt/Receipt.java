package io.elchi.smstext.receipt;

import io.elchi.smstext.alphabet.Ucs2Alphabet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// The text of a delivery receipt (SMPP 3.4, Appendix B, whose format is only an example and which nobody follows
/// to the letter).
///
/// @param id as it is written, see [IdMode]; empty if the text has none
/// @param sub short messages submitted; -1 if missing or no number
/// @param dlvrd short messages delivered; -1 if missing or no number
/// @param submitted submit date; empty if missing, all zero or nonsense
/// @param done done date; empty likewise
/// @param state the state of a listed `stat`; [ReceiptState#OTHER] for any other, and for none
/// @param stat the word as it is written; empty if missing
/// @param err as it is written: the network's or the operator's own numbers, and letters with some
/// @param text what the operator repeats of the message, as it is written
/// @param extras fields with other names, and repeated ones, in order; the first 32
/// @param raw the whole text as it came; empty in a receipt that is to be written
public record Receipt(
        String id,
        int sub,
        int dlvrd,
        Optional<Instant> submitted,
        Optional<Instant> done,
        ReceiptState state,
        String stat,
        String err,
        String text,
        List<Extra> extras,
        String raw) {

    /// A field that is not one of Appendix B.
    ///
    /// @param value up to the next blank
    public record Extra(String name, String value) {}

    public Receipt {
        extras = List.copyOf(extras);
    }

    /// A receipt to be written for one short message.
    ///
    /// @param err as a client is to read it; Appendix B has three characters
    /// @param text of the message; what is too long is cut when it is written
    public static Receipt of(String id, ReceiptState state, Instant submitted, Instant done, String err, String text) {
        return new Receipt(
                id,
                1,
                state == ReceiptState.DELIVERED ? 1 : 0,
                Optional.of(submitted),
                Optional.of(done),
                state,
                state.word(),
                err,
                text,
                List.of(),
                "");
    }

    /// The same with a word that its operator alone knows, or one in other letters.
    public Receipt withStat(String stat) {
        ReceiptState state = ReceiptState.ofWord(stat);
        return new Receipt(id, sub, dlvrd, submitted, done, state, stat, err, text, extras, raw);
    }

    /// The same with another raw text.
    Receipt withRaw(String raw) {
        return new Receipt(id, sub, dlvrd, submitted, done, state, stat, err, text, extras, raw);
    }

    /// Reads a text, in one pass and without ever failing; a text that is no receipt gives one with empty fields.
    ///
    /// Leniency, each with the peer that needs it: fields in any order and in any case, missing, or behind other
    /// text (ruby-smpp); commas or semicolons between them; values in quotes; a blank behind the colon;
    /// `submitdate` and `donedate` (OpenMarket); dates of 10, 12 and 14 digits, of twelve with a full year
    /// (Jasmin), and in the absolute form of SMPP times with an offset of their own (funbox/smppex#46); a listed
    /// state without `stat:` before it (kneodev/ksmppd#108).
    ///
    /// The first field of a name counts. `text` runs to the end: what a subscriber reads must not speak for the
    /// operator. Only as long as id or stat is missing does the name of a missing field end it.
    ///
    /// @param offset of the clock that the operator writes its dates by; receipts do not say
    public static Receipt parse(String text, ZoneOffset offset) {
        return new ReceiptParser(text, offset).parse();
    }

    /// The characters of short_message or message_payload.
    ///
    /// Not by data_coding 0's alphabet: operators write receipts in ASCII whatever that is, and an underscore in
    /// an id must not become a section sign. Octets that the message's own text added stay what they are, as
    /// Latin-1.
    ///
    /// @param ucs2 whether data_coding says UCS-2; not believed if the first octet is no high octet of ASCII
    public static String characters(byte[] octets, boolean ucs2) {
        return ucs2 && octets.length > 0 && octets[0] == 0
                ? Ucs2Alphabet.ucs2().decode(octets)
                : new String(octets, StandardCharsets.ISO_8859_1);
    }

    /// Whether this is a receipt beyond doubt: an id, a listed state, and one more field of Appendix B. For texts
    /// that arrive without the bits of esm_class.
    ///
    /// Anybody with a handset can write such a text. Act on it only for links that are known to need it.
    public boolean isConvincing() {
        boolean more = sub >= 0 || dlvrd >= 0 || submitted.isPresent() || done.isPresent() || !err.isEmpty();
        return more && !id.isEmpty() && state != ReceiptState.OTHER;
    }
}
