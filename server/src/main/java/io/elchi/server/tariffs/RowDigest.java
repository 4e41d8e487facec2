package io.elchi.server.tariffs;

/// A digest of 128 bits of a set of rows, whatever their order: two sums of a mixed number of each row (the mixer of
/// SplitMix64). Made for many rows that no stranger chooses; not for secrets.
final class RowDigest {
    private static final long FIRST_SEED = 0x9E37_79B9_7F4A_7C15L;
    private static final long SECOND_SEED = 0xD1B5_4A32_D192_ED03L;
    private static final int CHARACTER_BITS = 7;

    private long first;
    private long second;

    /// @param kind of the row
    void add(int kind, Rate rate) {
        long one = mixed(FIRST_SEED ^ kind, rate);
        first += one;
        second += mix(SECOND_SEED ^ one + mixed(SECOND_SEED + kind, rate));
    }

    /// @param text at most 9 characters of ASCII
    void add(int kind, String text, long value, int scale) {
        long one = mix(mix(mix(FIRST_SEED ^ kind ^ number(text)) ^ value) ^ scale);
        first += one;
        second += mix(SECOND_SEED ^ one);
    }

    private static long mixed(long seed, Rate rate) {
        long hash = mix(seed ^ rate.id());
        hash = mix(hash ^ rate.accountId());
        hash = mix(hash ^ rate.operatorId());
        hash = mix(hash ^ rate.micros());
        hash = mix(hash ^ rate.priority());
        hash = mix(hash ^ number(rate.mcc()));
        hash = mix(hash ^ number(rate.mnc()));
        hash = mix(hash ^ digits(rate.prefix()));
        hash = mix(hash ^ number(rate.currency()));
        hash = mix(hash ^ rate.validFrom().getEpochSecond());
        hash = mix(hash ^ rate.validFrom().getNano());
        hash = mix(hash ^ (rate.validTo() == null ? -1 : rate.validTo().getEpochSecond()));
        return mix(hash ^ (rate.validTo() == null ? -1 : rate.validTo().getNano()));
    }

    /// A prefix never begins with 0.
    private static long digits(String prefix) {
        return prefix == null ? -1 : Long.parseLong(prefix);
    }

    private static long number(String text) {
        long number = -1;
        for (int i = 0; text != null && i < text.length(); i++) {
            number = number << CHARACTER_BITS | text.charAt(i);
        }
        return number;
    }

    private static long mix(long number) {
        long mixed = (number ^ number >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }

    @Override
    public String toString() {
        return Long.toHexString(first) + "-" + Long.toHexString(second);
    }
}
