package io.elchi.simulator;

import java.util.Map;
import java.util.SplittableRandom;

/// The treatment of one submit_sm, drawn from the seed and the number of the message alone: the same in each run,
/// in any order of threads. Throttling, queue limit and faults by count are decided by the operator.
///
/// @param status command_status of the response
/// @param responseLost the response is never sent
/// @param responseNanos delay of the response
/// @param state final state in the receipt's words
/// @param receiptLost no receipt is sent
/// @param receiptEarly the receipt goes before the response
/// @param receiptDuplicated it goes twice
/// @param receiptNanos delay of the receipt after the response
record Fate(
        int status,
        boolean responseLost,
        long responseNanos,
        String state,
        boolean receiptLost,
        boolean receiptEarly,
        boolean receiptDuplicated,
        long receiptNanos) {
    private static final String DEFAULT_STATE = "DELIVRD";

    static Fate of(Profile profile, long seed, long number) {
        SplittableRandom random = new SplittableRandom(seed ^ number * 0x9E3779B97F4A7C15L);
        Profile.Responses responses = profile.responses();
        Profile.Receipts receipts = profile.receipts();
        String error = draw(responses.errors(), random);
        return new Fate(
                error == null ? 0 : Profile.Responses.status(error),
                hits(responses.lost(), random),
                responses.latency().nanos(random),
                orElse(draw(receipts.states(), random), DEFAULT_STATE),
                hits(receipts.lost(), random),
                hits(receipts.early(), random),
                hits(receipts.duplicated(), random),
                receipts.latency().nanos(random));
    }

    private static boolean hits(double share, SplittableRandom random) {
        return random.nextDouble() < share;
    }

    private static String orElse(String drawn, String otherwise) {
        return drawn == null ? otherwise : drawn;
    }

    /// One of the names by its share; null when the rest is drawn. In the order of the names, so that it is
    /// stable.
    private static String draw(Map<String, Double> shares, SplittableRandom random) {
        double at = random.nextDouble();
        if (shares.isEmpty()) {
            return null;
        }
        for (Map.Entry<String, Double> share : shares.entrySet()) {
            at -= share.getValue();
            if (at < 0) {
                return share.getKey();
            }
        }
        return null;
    }
}
