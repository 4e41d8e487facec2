package io.elchi.server.cluster;

import java.util.Collection;
import java.util.UUID;

/// Says which of the live processes has the first choice of a lease: the one with the highest hash of both. When a
/// process comes or goes, only the leases that it has the first choice of move.
final class Rendezvous {
    private static final long FIRST = 0xff51afd7ed558ccdL;
    private static final long SECOND = 0xc4ceb9fe1a85ec53L;
    private static final int SHIFT = 33;

    private Rendezvous() {}

    /// @param live at least one
    static UUID first(String lease, Collection<UUID> live) {
        UUID best = null;
        long bestHash = 0;
        for (UUID process : live) {
            long hash = hash(lease, process);
            if (best == null || hash > bestHash || hash == bestHash && process.compareTo(best) > 0) {
                best = process;
                bestHash = hash;
            }
        }
        return best;
    }

    private static long hash(String lease, UUID process) {
        long hash = process.getMostSignificantBits() * FIRST ^ process.getLeastSignificantBits();
        for (int i = 0; i < lease.length(); i++) {
            hash = mix(hash ^ lease.charAt(i));
        }
        return mix(hash);
    }

    /// The finalizer of MurmurHash3.
    private static long mix(long bits) {
        long mixed = (bits ^ bits >>> SHIFT) * FIRST;
        mixed = (mixed ^ mixed >>> SHIFT) * SECOND;
        return mixed ^ mixed >>> SHIFT;
    }
}
