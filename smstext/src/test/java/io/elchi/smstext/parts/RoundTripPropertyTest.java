package io.elchi.smstext.parts;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smstext.alphabet.Alphabet;
import io.elchi.smstext.alphabet.CharsetAlphabet;
import io.elchi.smstext.alphabet.GsmAlphabet;
import io.elchi.smstext.alphabet.NationalLanguage;
import io.elchi.smstext.alphabet.Samples;
import io.elchi.smstext.alphabet.Septets;
import io.elchi.smstext.alphabet.SmartAlphabet;
import io.elchi.smstext.alphabet.Unit;
import io.elchi.smstext.coding.DefaultAlphabet;
import io.elchi.smstext.coding.LinkCoding;
import io.elchi.smstext.coding.UserData;
import io.elchi.smstext.parts.Added.Outcome;
import io.elchi.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Text to parts and back, for every way to split, on every kind of link.
class RoundTripPropertyTest {
    private static final int CONCATENATION_OCTETS = 5;
    private static final LinkCoding[] LINKS = links();
    private static final Pattern CLUSTER = Pattern.compile("\\X");

    @ParameterizedTest
    @EnumSource(SplitMode.class)
    void everyTextComesBackWhole(SplitMode mode) {
        Seeds.forEach(2000, random -> {
            TextPolicy policy = anyPolicy(random, mode);
            String text = anyText(random, policy);
            Segmenter segmenter = new Segmenter(policy);
            if (!(segmenter.segment(text, random.nextInt(0x10000)) instanceof Segmented.Parts parts)) {
                assertThat(mode.splits()).as("all of it fits into 255 parts").isFalse();
                return;
            }
            assertThat(segmenter.count(text)).isEqualTo(parts.list().size());
            String written = parts.coding().alphabet() instanceof SmartAlphabet smart
                    ? smart.apply(text, 0, text.length())
                    : text;
            assertThat(reassembled(random, policy.link(), parts)).isEqualTo(written);
            parts.list().forEach(part -> fits(part, parts));
            cutsAreClean(written, policy.link(), parts);
        });
    }

    private static LinkCoding[] links() {
        List<LinkCoding> links = new ArrayList<>();
        for (DefaultAlphabet alphabet : DefaultAlphabet.values()) {
            links.add(new LinkCoding(alphabet, Septets.Padding.CR, Map.of()));
        }
        Alphabet cyrillic = CharsetAlphabet.named("windows-1251").orElseThrow();
        links.add(new LinkCoding(DefaultAlphabet.GSM, Septets.Padding.CR, Map.of(0, cyrillic)));
        return links.toArray(LinkCoding[]::new);
    }

    private static TextPolicy anyPolicy(SplittableRandom random, SplitMode mode) {
        NationalLanguage[] languages = NationalLanguage.values();
        TextPolicy policy = TextPolicy.standard()
                .withLink(LINKS[random.nextInt(LINKS.length)])
                .withMode(mode)
                .withSmart(random.nextBoolean())
                .withFlash(random.nextInt(4) == 0)
                .withPayloadOctets(random.nextInt(1, 3000));
        return random.nextBoolean() ? policy : policy.withLanguages(languages[random.nextInt(languages.length)]);
    }

    /// CR is what pads packed septets, see [Septets]: no text ends in it here.
    private static String anyText(SplittableRandom random, TextPolicy policy) {
        NationalLanguage language = policy.languages().isEmpty()
                ? NationalLanguage.DEFAULT
                : policy.languages().getFirst();
        int most = random.nextInt(1, 700);
        String text = switch (random.nextInt(3)) {
            case 0 -> Samples.unicode(random, most / 2);
            case 1 -> Samples.text(random, GsmAlphabet.of(language, language), most);
            default -> Samples.text(random, GsmAlphabet.gsm(), most) + (random.nextBoolean() ? "\u2019" : "");
        };
        return text.replace('\r', '.');
    }

    private static String reassembled(SplittableRandom random, LinkCoding link, Segmented.Parts parts) {
        Reassembly<PartKey, Integer> reassembly = new Reassembly<>(
                () -> Instant.EPOCH, new ReassemblyLimits(Duration.ofSeconds(1), 1, Integer.MAX_VALUE));
        List<Part> arriving = new ArrayList<>(parts.list());
        for (int i = random.nextInt(3); i > 0; i--) {
            arriving.add(arriving.get(random.nextInt(arriving.size())));
        }
        Collections.shuffle(arriving, new Random(random.nextLong()));
        Optional<String> text = Optional.empty();
        for (Part part : arriving) {
            UserData data = UserData.read(parts.dataCoding(), parts.udhi(), part.shortMessage());
            Slot slot = parts.sar()
                    ? Slot.sar(part.reference(), part.total(), part.sequence()).orElseThrow()
                    : Slot.of(data.header()).orElse(new Slot(0, 1, 1));
            Outcome<PartKey, Integer> outcome = reassembly
                    .add(PartKey.of("a", "b", slot), slot, data, part.sequence())
                    .outcome();
            if (outcome instanceof Outcome.Complete<PartKey, Integer> complete) {
                assertThat(text).as("complete once").isEmpty();
                text = link.text(complete.pieces().stream().map(Piece::data).toList());
            }
        }
        assertThat(reassembly.octets()).isZero();
        return text.orElseThrow();
    }

    private static void fits(Part part, Segmented.Parts parts) {
        if (parts.payload()) {
            return;
        }
        Unit unit = parts.coding().alphabet().unit();
        int header = part.header().length;
        if (parts.sar()) {
            // The SMSC puts the concatenation into the header, and a header around it if there is none.
            header = Math.max(1, header) + CONCATENATION_OCTETS;
        }
        int payload = part.payload().length;
        if (unit == Unit.SEPTET && !parts.coding().packed()) {
            int bits = Septets.fillBits(header) + 7 * payload;
            payload = (bits + 7) / 8;
        }
        assertThat(header + payload).as("octets on the air").isLessThanOrEqualTo(Unit.USER_DATA_OCTETS);
    }

    /// Each part reads by itself to a stretch of the text, and a stretch ends where a cluster ends, unless a
    /// cluster takes more than a part.
    private static void cutsAreClean(String written, LinkCoding link, Segmented.Parts parts) {
        List<Integer> borders = new ArrayList<>();
        CLUSTER.matcher(written).results().forEach(cluster -> borders.add(cluster.end()));
        int end = 0;
        for (Part part : parts.list()) {
            UserData data = UserData.read(parts.dataCoding(), parts.udhi(), part.shortMessage());
            String alone = link.text(List.of(data)).orElseThrow();
            assertThat(written.startsWith(alone, end))
                    .as("part %d", part.sequence())
                    .isTrue();
            end += alone.length();
            if (end < written.length() && !borders.contains(end)) {
                int last = Collections.binarySearch(borders, end);
                int from = last == -1 ? 0 : borders.get(-last - 2);
                assertThat(units(parts.coding().alphabet(), written.substring(from, borders.get(-last - 1))))
                        .as("the cluster that is cut in %s", written.substring(from, borders.get(-last - 1)))
                        .isGreaterThan(60);
            }
        }
        assertThat(end).isEqualTo(written.length());
    }

    private static int units(Alphabet alphabet, String text) {
        return alphabet.units(text);
    }
}
