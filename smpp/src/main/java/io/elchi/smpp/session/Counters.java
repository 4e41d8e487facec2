package io.elchi.smpp.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// One writer, the event loop; any reader. Opaque writes: no fence per PDU.
final class Counters {
    static final int PDUS_IN = 0;
    static final int PDUS_OUT = 1;
    static final int OCTETS_IN = 2;
    static final int OCTETS_OUT = 3;
    static final int TIMEOUTS = 4;
    static final int LATE = 5;
    static final int DUPLICATE = 6;
    static final int UNKNOWN = 7;
    static final int NACKS_IN = 8;
    static final int DEFECTS = 9;
    static final int REFUSED = 10;
    static final int ENQUIRE_MISSES = 11;

    private static final int COUNT = 12;
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] cells = new long[COUNT];

    void add(int cell, long more) {
        CELL.setOpaque(cells, cell, cells[cell] + more);
    }

    private long get(int cell) {
        return (long) CELL.getOpaque(cells, cell);
    }

    SessionStats snapshot() {
        return new SessionStats(
                get(PDUS_IN),
                get(PDUS_OUT),
                get(OCTETS_IN),
                get(OCTETS_OUT),
                get(TIMEOUTS),
                get(LATE),
                get(DUPLICATE),
                get(UNKNOWN),
                get(NACKS_IN),
                get(DEFECTS),
                get(REFUSED),
                get(ENQUIRE_MISSES));
    }
}
