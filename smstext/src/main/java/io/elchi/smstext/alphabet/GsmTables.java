package io.elchi.smstext.alphabet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The tables of 3GPP TS 23.038, read once from `gsm-tables.txt`.
///
/// Published copies of the tables differ in a few places; TS 23.038 decides:
///
/// - 0x1B is the escape in every table. Copies that print a space there follow the note for receivers that do not know
///   the escape; we never write it as a character, and read a doubled or dangling one as a space.
/// - 0x09 of the default alphabet is U+00C7, capital C with cedilla (6.2.1). Unicode's GSM0338.TXT has U+00E7.
/// - 0x2C of the locking tables of ids 4 to 13 is the comma. The copy with an apostrophe misread the print: the
///   apostrophe already stands at 0x09 of the single shift tables of these languages, and the comma nowhere else.
/// - 0x24 of the Kannada locking table is U+0CAA in the print of releases 9, 16 and 18, though U+0CA1 is in the
///   alphabet's order and AOSP decodes it so. We read as printed, and never write 0x24: U+0CAA goes out as 0x3D, on
///   which all agree, and U+0CA1 does not fit, so that no receiver can show a wrong letter.
/// - 0x65 of the Telugu single shift table is empty (releases 16 and 18); AOSP has the euro sign there.
final class GsmTables {
    static final int CODES = 128;
    static final char NONE = '\uffff';

    private static final char[][] LOCKING = new char[NationalLanguage.values().length][];
    private static final char[][] SINGLE = new char[NationalLanguage.values().length][];

    static {
        read();
        LOCKING[NationalLanguage.SPANISH.id()] = LOCKING[NationalLanguage.DEFAULT.id()];
    }

    private GsmTables() {}

    /// 128 characters by code; [#NONE] where the table is empty, U+001B at the escape. Not to be changed.
    static char[] locking(NationalLanguage language) {
        return LOCKING[language.id()];
    }

    /// 128 characters by code after the escape; [#NONE] where the table is empty. Not to be changed.
    static char[] single(NationalLanguage language) {
        return SINGLE[language.id()];
    }

    private static void read() {
        char[] table = new char[0];
        int code = 0;
        for (String line : lines()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] cells = line.split(" ");
            if (cells[0].equals("locking") || cells[0].equals("single")) {
                table = new char[CODES];
                Arrays.fill(table, NONE);
                (cells[0].equals("locking") ? LOCKING : SINGLE)[Integer.parseInt(cells[1])] = table;
                code = 0;
                continue;
            }
            for (String cell : cells) {
                int equals = cell.indexOf('=');
                if (equals > 0) {
                    table[Integer.parseInt(cell, 0, equals, 16)] = character(cell.substring(equals + 1));
                } else {
                    table[code++] = character(cell);
                }
            }
        }
    }

    private static char character(String hex) {
        return hex.equals("----") ? NONE : (char) Integer.parseInt(hex, 16);
    }

    private static String[] lines() {
        try (InputStream in = GsmTables.class.getResourceAsStream("gsm-tables.txt")) {
            if (in == null) {
                throw new IllegalStateException("gsm-tables.txt is missing beside " + GsmTables.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
