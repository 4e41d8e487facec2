package io.elchi.smstext.alphabet;

import java.util.SplittableRandom;

/// Generated texts, shared by the tests of this module.
public final class Samples {
    private static final String[] CLUSTERS = {
        "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67", // a family, joined by ZWJ
        "\ud83c\uddfa\ud83c\uddff", // the flag of Uzbekistan
        "\ud83d\udc4d\ud83c\udffd", // a thumb with a skin tone
        "e\u0301",
        "o\u0308\u0323",
        "\u0915\u093f",
        "\r\n",
        "\u1112\u1161\u11ab",
        "\u2764\ufe0f"
    };

    private Samples() {}

    /// Any pair of locking and single shift table.
    public static GsmAlphabet anyGsm(SplittableRandom random) {
        NationalLanguage[] languages = NationalLanguage.values();
        return GsmAlphabet.of(languages[random.nextInt(languages.length)], languages[random.nextInt(languages.length)]);
    }

    /// Up to so many characters that fit into the alphabet.
    public static String text(SplittableRandom random, GsmAlphabet alphabet, int most) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(most + 1);
        while (text.length() < length) {
            char[] table = random.nextInt(6) == 0
                    ? GsmTables.single(alphabet.single())
                    : GsmTables.locking(alphabet.locking());
            char c = table[random.nextInt(table.length)];
            if (alphabet.cost(c) > 0) {
                text.append(c);
            }
        }
        return text.toString();
    }

    /// Up to so many characters of all of Unicode: BMP, astral, combining, clusters; no lone surrogates.
    public static String unicode(SplittableRandom random, int most) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(most + 1);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(6)) {
                case 0 -> text.append(CLUSTERS[random.nextInt(CLUSTERS.length)]);
                case 1 -> text.appendCodePoint(random.nextInt(0x10000, 0x20000));
                case 2 -> text.append((char) random.nextInt(0x300, 0x370));
                case 3 -> text.append((char) random.nextInt(0x400, 0x460));
                case 4 -> text.append((char) random.nextInt(0x20, 0x7f));
                default -> text.append((char) random.nextInt(1, 0xd800));
            }
        }
        return text.toString();
    }
}
