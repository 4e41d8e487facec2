package io.elchi.server.routing;

import io.elchi.server.routing.LinkOptions.Alphabet;
import io.elchi.server.routing.LinkOptions.NationalTable;
import io.elchi.server.routing.LinkOptions.Split;
import io.elchi.server.routing.LinkSettings.BindAs;
import io.elchi.smstext.parts.Segmenter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Counts the submit_sm that each operator's links make of a text. A link that splits texts as they are quoted to
/// the client makes one of each quoted part, so its texts are not counted again. Immutable.
///
/// Where the links of one operator differ, the largest count is used.
final class SubmitCounts {
    /// The options of a link that decide the number of parts; options without an effect on it are left out, so
    /// that two links with equal splittings make equally many parts of any text.
    private record Splitting(
            Alphabet alphabet, Split split, int payloadOctets, Set<String> defaultCodings, List<NationalTable> tables) {
        static final Splitting QUOTED = new Splitting(Alphabet.GSM, Split.UDH_8, 0, Set.of(), List.of());

        static Splitting of(LinkOptions.TextOptions options) {
            boolean payload = options.split() == Split.MESSAGE_PAYLOAD;
            // SAR parts are as long as UDH_8 parts. Packing matters to message_payload alone.
            Alphabet alphabet = options.defaultAlphabet() == Alphabet.GSM_PACKED && !payload
                    ? Alphabet.GSM
                    : options.defaultAlphabet();
            Set<String> codings = new HashSet<>();
            for (String coding : options.dataCodings()) {
                if (Integer.decode(coding.split("=", 2)[0].strip()) == 0) {
                    codings.add(coding);
                }
            }
            return new Splitting(
                    alphabet,
                    options.split() == Split.SAR ? Split.UDH_8 : options.split(),
                    payload ? options.payloadOctets() : 0,
                    codings,
                    options.nationalTables());
        }
    }

    /// The splittings of one operator's links.
    ///
    /// @param quoted whether one of them is the quoted one
    /// @param others places among the segmenters
    private record Own(boolean quoted, int[] others) {}

    /// The counts of one text; equal ones lead to equal decisions.
    ///
    /// @param parts quoted to the client
    /// @param counts one for each segmenter
    record OfText(int parts, int[] counts) {
        @Override
        public boolean equals(Object other) {
            return other instanceof OfText(int otherParts, int[] otherCounts)
                    && parts == otherParts
                    && Arrays.equals(counts, otherCounts);
        }

        @Override
        public int hashCode() {
            return 31 * parts + Arrays.hashCode(counts);
        }
    }

    private final Segmenter[] segmenters;
    private final Map<Long, Own> operators = new HashMap<>();

    /// @param links of all operators; of an operator without a started link those that are stopped count
    SubmitCounts(Collection<LinkSettings> links) {
        Map<Long, List<LinkSettings>> byOperator = new TreeMap<>();
        for (LinkSettings link : links) {
            if (link.bindAs() != BindAs.RECEIVER) {
                byOperator
                        .computeIfAbsent(link.operatorId(), _ -> new ArrayList<>())
                        .add(link);
            }
        }
        Map<Splitting, Integer> places = new HashMap<>();
        List<Segmenter> all = new ArrayList<>();
        byOperator.forEach((operator, own) -> {
            boolean started = own.stream().anyMatch(LinkSettings::started);
            Set<Splitting> splittings = new HashSet<>();
            for (LinkSettings link : own) {
                if (link.started() == started && add(link.options().text(), places, all)) {
                    splittings.add(Splitting.of(link.options().text()));
                }
            }
            boolean quoted = splittings.remove(Splitting.QUOTED);
            if (!splittings.isEmpty()) {
                int[] others = splittings.stream().mapToInt(places::get).toArray();
                operators.put(operator, new Own(quoted, others));
            }
        });
        segmenters = all.toArray(Segmenter[]::new);
    }

    /// @return false when the link cannot be used; its operator's status shows why
    private static boolean add(LinkOptions.TextOptions options, Map<Splitting, Integer> places, List<Segmenter> all) {
        Splitting splitting = Splitting.of(options);
        if (splitting.equals(Splitting.QUOTED) || places.containsKey(splitting)) {
            return true;
        }
        try {
            all.add(LinkSegmenter.of(options));
        } catch (IllegalArgumentException e) {
            return false;
        }
        places.put(splitting, places.size());
        return true;
    }

    /// The counts of a text; null when every link makes as many submit_sm of it as parts were quoted. Then nothing
    /// is allocated.
    ///
    /// @param text empty: unknown
    OfText of(String text, int parts) {
        int[] counts = null;
        for (int i = 0; i < segmenters.length && !text.isEmpty(); i++) {
            int count = segmenters[i].count(text);
            if (count != parts && counts == null) {
                counts = new int[segmenters.length];
                Arrays.fill(counts, 0, i, parts);
            }
            if (counts != null) {
                counts[i] = count;
            }
        }
        return counts == null ? null : new OfText(parts, counts);
    }

    /// The submit_sm of one operator.
    ///
    /// @param text null: as many as parts were quoted
    /// @return 0 for one of each quoted part
    int of(long operatorId, OfText text) {
        Own own = text == null ? null : operators.get(operatorId);
        if (own == null) {
            return 0;
        }
        int most = own.quoted ? text.parts : 0;
        for (int place : own.others) {
            most = Math.max(most, text.counts[place]);
        }
        return most == text.parts ? 0 : most;
    }
}
