package io.elchi.smstext.parts;

import io.elchi.smstext.alphabet.Alphabet;
import io.elchi.smstext.alphabet.GsmAlphabet;
import io.elchi.smstext.alphabet.Misfit;
import io.elchi.smstext.alphabet.NationalLanguage;
import io.elchi.smstext.alphabet.SmartAlphabet;
import io.elchi.smstext.alphabet.Ucs2Alphabet;
import io.elchi.smstext.coding.DataCoding;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Turns texts into parts by one policy. Immutable and shared between threads; build it once for each link.
///
/// The order of encodings is that of [EncodingChoice.ByText]. A text in the default alphabet costs two passes over
/// its chars and the octets themselves.
public final class Segmenter {
    private final TextPolicy policy;
    private final Plan exact;
    private final Plan smart;
    private final Plan[] national;
    private final Plan ucs2;

    public Segmenter(TextPolicy policy) {
        this.policy = policy;
        int flash = policy.flash() ? DataCoding.FLASH : 0;
        this.ucs2 = plan(DataCoding.UCS2 | flash, Ucs2Alphabet.ucs2());
        switch (policy.choice()) {
            case EncodingChoice.Fixed fixed -> {
                this.exact = plan(fixed.dataCoding(), fixed.alphabet());
                this.smart = plan(fixed.dataCoding(), smart(fixed.alphabet()));
                this.national = new Plan[0];
            }
            case EncodingChoice.ByText _ -> {
                // What is agreed for the default counts, not what the default would be without.
                Alphabet alphabet = policy.link()
                        .alphabet(DataCoding.DEFAULT | flash)
                        .orElse(policy.link().defaultAlphabet().alphabet());
                this.exact = plan(DataCoding.DEFAULT | flash, alphabet);
                this.smart = plan(DataCoding.DEFAULT | flash, smart(alphabet));
                this.national = national(DataCoding.DEFAULT | flash);
            }
        }
    }

    private static Alphabet smart(Alphabet alphabet) {
        return alphabet instanceof SmartAlphabet ? alphabet : new SmartAlphabet(alphabet);
    }

    private Plan plan(int dataCoding, Alphabet alphabet) {
        Alphabet written = alphabet instanceof SmartAlphabet wrapper ? wrapper.beneath() : alphabet;
        boolean packed = written instanceof GsmAlphabet && policy.link().packed(dataCoding);
        return new Plan(new TextCoding(dataCoding, alphabet, packed), policy);
    }

    private Plan[] national(int dataCoding) {
        if (!policy.link().septets(dataCoding)) {
            return new Plan[0];
        }
        List<Plan> plans = new ArrayList<>();
        for (NationalLanguage language : policy.languages()) {
            List<GsmAlphabet> pairs = new ArrayList<>();
            pairs.add(GsmAlphabet.of(NationalLanguage.DEFAULT, language));
            if (language.locks()) {
                pairs.add(GsmAlphabet.of(language, NationalLanguage.DEFAULT));
                pairs.add(GsmAlphabet.of(language, language));
            }
            for (GsmAlphabet pair : pairs) {
                plans.add(plan(dataCoding, pair));
                if (policy.smart()) {
                    plans.add(plan(dataCoding, smart(pair)));
                }
            }
        }
        return plans.toArray(Plan[]::new);
    }

    /// Parts that [#segment] makes of the text, or needs if that is more than allowed. Allocates nothing, unless a
    /// fixed alphabet has to replace characters. In a mode that does not split, a text that is too long counts
    /// as with UDH_8. A fixed alphabet that refuses the text gives -1.
    public int count(String text) {
        int units = exact.units(text);
        if (units >= 0) {
            return exact.count(text, units);
        }
        if (policy.smart()) {
            units = smart.units(text);
            if (units >= 0) {
                return smart.count(text, units);
            }
        }
        Plan plan = beyondSmart(text);
        int parts = plan.count(text);
        return parts > 0 || replacement().isEmpty() ? parts : plan.count(replaced(plan, text));
    }

    /// The parts of the text, or why there are none.
    ///
    /// @param reference the caller's, 0 to 65535; mode UDH_8 takes its lower octet
    /// @throws IllegalArgumentException if the reference is out of range
    public Segmented segment(String text, int reference) {
        if (reference < 0 || reference > 0xffff) {
            throw new IllegalArgumentException("references are 0 to 65535, not " + reference);
        }
        int units = exact.units(text);
        if (units >= 0) {
            return segment(exact, text, units, reference);
        }
        if (policy.smart()) {
            units = smart.units(text);
            if (units >= 0) {
                return segment(smart, text, units, reference);
            }
        }
        Plan plan = beyondSmart(text);
        units = plan.units(text);
        if (units >= 0) {
            return segment(plan, text, units, reference);
        }
        if (replacement().isEmpty()) {
            return new Segmented.Unencodable(
                    plan.alphabet().name(), plan.alphabet().misfits(text));
        }
        String written = replaced(plan, text);
        return segment(plan, written, plan.units(written), reference);
    }

    private Segmented segment(Plan plan, String text, int units, int reference) {
        SplitMode mode = policy.mode();
        int written = mode == SplitMode.UDH_8 ? reference & 0xff : reference;
        if (units <= plan.loneCapacity()) {
            return plan.lone(text, written);
        }
        if (!mode.splits()) {
            return new Segmented.TooLong(
                    units, plan.loneCapacity(), plan.alphabet().unit());
        }
        int[] ends = plan.ends(text);
        return ends.length > policy.maxParts()
                ? new Segmented.TooManyParts(ends.length, policy.maxParts())
                : plan.split(text, written, ends);
    }

    /// The code point for what a fixed alphabet lacks.
    private OptionalInt replacement() {
        return policy.choice() instanceof EncodingChoice.Fixed fixed ? fixed.replacement() : OptionalInt.empty();
    }

    private String replaced(Plan plan, String text) {
        return plan.alphabet().fitting(text, 0, text.length(), replacement().orElseThrow());
    }

    private Plan choose(String text) {
        if (exact.units(text) >= 0) {
            return exact;
        }
        return policy.smart() && smart.units(text) >= 0 ? smart : beyondSmart(text);
    }

    /// For a text that does not fit into the alphabet, not even by plain characters. A fixed alphabet lacks some
    /// still.
    private Plan beyondSmart(String text) {
        if (policy.choice() instanceof EncodingChoice.Fixed) {
            return policy.smart() ? smart : exact;
        }
        Plan best = ucs2;
        int fewest = national.length == 0 ? 0 : ucs2.count(text);
        for (Plan plan : national) {
            int parts = plan.count(text);
            if (parts > 0 && parts < fewest) {
                best = plan;
                fewest = parts;
            }
        }
        return best;
    }

    /// Explains the number of parts of a text; too slow for the message path.
    public Explanation explain(String text) {
        Plan plan = choose(text);
        int parts = count(text);
        boolean replaces = plan.units(text) < 0 && replacement().isPresent();
        String written = replaces ? replaced(plan, text) : text;
        List<Misfit> misfits = (policy.smart() ? smart : exact).alphabet().misfits(text);
        List<Misfit> replaced = plan == smart ? without(exact.alphabet().misfits(text), misfits) : List.of();
        List<Explanation.National> considered = new ArrayList<>();
        if (!misfits.isEmpty()) {
            for (Plan pair : national) {
                TextCoding coding = pair.coding();
                considered.add(
                        new Explanation.National(coding.locking(), coding.single(), coding.smart(), pair.count(text)));
            }
        }
        int units = plan.alphabet().units(written);
        return new Explanation(
                plan.coding(),
                misfits,
                replaced,
                parts,
                policy.smart() ? new Segmenter(policy.withSmart(false)).count(text) : parts,
                policy.smart() ? parts : new Segmenter(policy.withSmart(true)).count(text),
                plan.alphabet().unit(),
                units,
                units < 0 ? 0 : plan.airOctets(written, parts),
                considered);
    }

    private static List<Misfit> without(List<Misfit> all, List<Misfit> some) {
        return all.stream().filter(misfit -> !some.contains(misfit)).toList();
    }
}
