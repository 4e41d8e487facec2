package io.elchi.server.oauth;

import io.elchi.server.accounts.Scope;
import io.elchi.server.core.Cidr;
import io.elchi.server.core.LongMap;
import io.elchi.server.db.Notifications;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Active clients and revoked tokens in memory, which follow their tables.
public final class ClientDirectory {
    static final String TOPIC = "oauth";

    private final OAuthClients store;
    private final Map<Long, Instant> used = new ConcurrentHashMap<>();
    private final Map<String, Instant> revoked = new ConcurrentHashMap<>();
    private volatile LongMap<KnownClient> clients = LongMap.empty();
    private volatile Supplier<Duration> age = () -> Duration.ZERO;

    /// A client as authentication needs it.
    ///
    /// @param formerHash of the secret before a rotation; null: there is none
    /// @param networks empty: from everywhere
    /// @param expiresAt null: never
    record KnownClient(
            long id,
            long accountId,
            String clientId,
            byte[] hash,
            byte[] formerHash,
            Instant formerUntil,
            List<Cidr> networks,
            Set<Scope> scopes,
            Instant expiresAt) {
        boolean isExpired(Instant now) {
            return expiresAt != null && !now.isBefore(expiresAt);
        }

        boolean mayComeFrom(InetAddress address) {
            return networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(address));
        }
    }

    ClientDirectory(OAuthClients store) {
        this.store = store;
    }

    /// Loads, and follows changes from now on.
    void follow(Notifications notifications, SigningKeys keys) {
        notifications.follow(TOPIC, new OAuthLoader(this, keys));
        follow(() -> notifications.age(TOPIC));
    }

    /// @param snapshotAge the time since it was last known to be current
    void follow(Supplier<Duration> snapshotAge) {
        age = snapshotAge;
    }

    Duration age() {
        return age.get();
    }

    LongMap<KnownClient> clients() {
        return clients;
    }

    void take(LongMap<KnownClient> next) {
        clients = next;
    }

    /// The tokens that are revoked, with the times when they expire. The loader changes it.
    Map<String, Instant> revoked() {
        return revoked;
    }

    /// @param code of its client id ([ClientText#code])
    /// @return null when there is no active one
    KnownClient get(long code) {
        return clients.get(code);
    }

    /// null when there is no active one.
    KnownClient find(String clientId) {
        long code = ClientText.code(clientId);
        return code == ClientText.NO_CODE ? null : clients.get(code);
    }

    boolean isRevoked(String tokenId) {
        return revoked.containsKey(tokenId);
    }

    void used(KnownClient client, Instant now) {
        used.put(client.id, now);
    }

    /// Stores when clients were used last; to be called from time to time, and at the end.
    public void storeUse() {
        Map<Long, Instant> taken = new HashMap<>();
        used.keySet().forEach(id -> taken.put(id, used.remove(id)));
        store.storeUse(taken);
    }
}
