package io.elchi.smstext.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smstext.alphabet.Samples;
import io.elchi.smstext.time.DateLayout;
import io.elchi.testkit.Seeds;
import io.elchi.testkit.Vectors;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReceiptPropertyTest {
    private static final long FIRST = Instant.parse("1969-01-02T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("2068-12-30T00:00:00Z").getEpochSecond();
    private static final String WORD = "ABCXYZabcxyz0123456789-_.,;#/+:";

    @Test
    void whatIsWrittenReadsTheSame() {
        Seeds.forEach(2000, random -> {
            ReceiptFormat format = anyFormat(random);
            Receipt receipt = any(random, format);
            String text = format.write(receipt);
            Receipt read = Receipt.parse(text, format.clock());
            assertThat(read).as(text).isEqualTo(receipt.withRaw(text));
        });
    }

    private static ReceiptFormat anyFormat(SplittableRandom random) {
        List<ReceiptField> fields = new ArrayList<>(List.of(ReceiptField.values()));
        fields.remove(ReceiptField.TEXT);
        Collections.shuffle(fields, new Random(random.nextLong()));
        fields.add(ReceiptField.TEXT);
        DateLayout[] layouts = DateLayout.values();
        return new ReceiptFormat(
                fields,
                layouts[random.nextInt(layouts.length)],
                ZoneOffset.ofTotalSeconds(60 * random.nextInt(-18 * 60, 18 * 60)),
                random.nextInt(200));
    }

    private static Receipt any(SplittableRandom random, ReceiptFormat format) {
        ReceiptState[] states = ReceiptState.values();
        ReceiptState state = states[random.nextInt(states.length)];
        return new Receipt(
                word(random, "i"),
                random.nextInt(1000),
                random.nextInt(1000),
                date(random, format),
                date(random, format),
                state,
                state == ReceiptState.OTHER ? word(random, "x") : state.word(),
                random.nextInt(3) == 0 ? "000" : word(random, "e"),
                text(random, format.textCharacters()),
                List.of(),
                "");
    }

    private static String word(SplittableRandom random, String start) {
        StringBuilder word = new StringBuilder(start);
        for (int i = random.nextInt(40); i > 0; i--) {
            word.append(WORD.charAt(random.nextInt(WORD.length())));
        }
        // A comma or semicolon behind a value may stand between fields.
        return word.append(random.nextInt(10)).toString();
    }

    private static Optional<Instant> date(SplittableRandom random, ReceiptFormat format) {
        if (random.nextInt(10) == 0) {
            return Optional.empty();
        }
        Instant instant = Instant.ofEpochSecond(random.nextLong(FIRST, LAST));
        return Optional.of(
                format.dates() == DateLayout.MINUTES
                        ? instant.atOffset(format.clock())
                                .truncatedTo(ChronoUnit.MINUTES)
                                .toInstant()
                        : instant);
    }

    private static String text(SplittableRandom random, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append((char) random.nextInt(' ', 0x7f));
        }
        return text.toString();
    }

    @Test
    void readingNeverFailsAndKeepsTheText() {
        List<String> receipts = Vectors.receipts().stream()
                .map(line -> line.get("text").asString())
                .toList();
        Seeds.forEach(3000, random -> {
            String receipt = receipts.get(random.nextInt(receipts.size()));
            int cut = random.nextInt(receipt.length() + 1);
            int on = random.nextInt(receipt.length() + 1);
            String text = receipt.substring(0, cut) + Samples.unicode(random, 20) + receipt.substring(on);
            Receipts.check(text);
        });
    }
}
