package io.elchi.server.entrances;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Limits requests at a time: in all, of one account, and to one host. A slow host keeps no place of others.
///
/// Used by one thread.
final class CallbackPlaces {
    private final Limits limits;
    private final Map<String, Integer> hosts = new HashMap<>();
    private final Map<Long, Integer> accounts = new HashMap<>();
    private int used;

    /// @param inAll requests at a time
    /// @param ofAccount of them of one account
    /// @param toHost of them to one host
    record Limits(int inAll, int ofAccount, int toHost) {}

    CallbackPlaces(Limits limits) {
        this.limits = limits;
    }

    boolean acquire(long account, String host) {
        if (used >= limits.inAll
                || accounts.getOrDefault(account, 0) >= limits.ofAccount
                || hosts.getOrDefault(host, 0) >= limits.toHost) {
            return false;
        }
        used++;
        accounts.merge(account, 1, Integer::sum);
        hosts.merge(host, 1, Integer::sum);
        return true;
    }

    void release(long account, String host) {
        used--;
        accounts.computeIfPresent(account, (_, now) -> now == 1 ? null : now - 1);
        hosts.computeIfPresent(host, (_, now) -> now == 1 ? null : now - 1);
    }

    boolean isFull() {
        return used >= limits.inAll;
    }

    /// Hosts that have as many as they may.
    Set<String> fullHosts() {
        Set<String> full = new HashSet<>();
        hosts.forEach((host, now) -> {
            if (now >= limits.toHost) {
                full.add(host);
            }
        });
        return full;
    }

    /// Accounts that have as many as they may.
    Set<Long> fullAccounts() {
        Set<Long> full = new HashSet<>();
        accounts.forEach((account, now) -> {
            if (now >= limits.ofAccount) {
                full.add(account);
            }
        });
        return full;
    }

    int toHost() {
        return limits.toHost;
    }
}
