package io.elchi.server.accounts;

import io.elchi.server.accounts.SmppLogin.LoginMode;
import io.elchi.server.core.Cidr;
import io.elchi.server.core.Clock;
import io.elchi.server.db.ChangedRows;
import io.elchi.server.db.Follower;
import io.elchi.server.db.Notifications;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/// SMPP logins in memory, which follow their table, and their passwords.
public final class SmppDirectory implements Follower {
    private static final String TABLE = "accounts.smpp_logins";
    private static final String ALL = "SELECT * FROM accounts.smpp_logins";
    private static final String SOME = ALL + " WHERE id = ANY (?::bigint[])";
    /// What the password of an unknown system_id is compared with.
    private static final byte[] NOBODY = new byte[SmppPassword.SALT + SmppPassword.HASH];

    /// Passwords that wait for their check: some seconds.
    private static final int MOST_WAITING = 200;

    private final Clock clock;
    private final byte[] random = new byte[SmppPassword.SALT];
    /// A slow hash takes a processor for tens of milliseconds: at most half of them are given to it.
    private final Semaphore turns =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);
    /// Checks in progress, by digest.
    private final Map<ByteBuffer, CompletableFuture<Boolean>> checking = new ConcurrentHashMap<>();
    /// By login.
    private final Map<Long, Right> right = new ConcurrentHashMap<>();
    /// Passwords before, while they are accepted.
    private final Map<Long, Right> former = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Snapshot snapshot = Snapshot.of(Map.of());

    SmppDirectory(Clock clock) {
        this.clock = clock;
        new SecureRandom().nextBytes(random);
    }

    /// A login as binds need it.
    ///
    /// @param previous the password before; null: none
    private record Known(
            SmppLogin login, List<Cidr> networks, byte[] password, byte[] previous, Instant previousUntil) {
        boolean contains(InetAddress address) {
            return networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(address));
        }
    }

    /// The digest of a password that was right for a version of its login.
    ///
    /// @param until null: as long as the login has that version
    private record Right(long version, byte[] digest, Instant until) {
        boolean is(Known known, byte[] other, Instant now) {
            return version == known.login.version()
                    && (until == null || now.isBefore(until))
                    && MessageDigest.isEqual(other, digest);
        }
    }

    /// @param inbound accounts that have a login which gets messages from handsets
    /// @param inboundUrls logins that get them over HTTP, by account
    private record Snapshot(
            Map<Long, Known> byId,
            Map<String, Known> bySystemId,
            Set<Long> inbound,
            Map<Long, List<SmppLogin>> inboundUrls) {
        static Snapshot of(Map<Long, Known> all) {
            Map<String, Known> bySystemId = new HashMap<>();
            Set<Long> inbound = new HashSet<>();
            Map<Long, List<SmppLogin>> urls = new HashMap<>();
            for (Known known : all.values()) {
                bySystemId.put(known.login.systemId(), known);
                if (known.login.delivery().inboundToSessions()) {
                    inbound.add(known.login.accountId());
                }
                if (known.login.delivery().inboundUrl() != null) {
                    inbound.add(known.login.accountId());
                    urls.computeIfAbsent(known.login.accountId(), _ -> new ArrayList<>())
                            .add(known.login);
                }
            }
            return new Snapshot(all, bySystemId, inbound, urls);
        }
    }

    void follow(Notifications notifications) {
        notifications.follow("smpp_logins", this);
    }

    /// Runs after each change of a login, in the thread that follows the table.
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// What became of a bind.
    public enum PasswordVerdict {
        /// It may bind.
        RIGHT,
        /// system_id or password are wrong; which one is told to nobody.
        WRONG,
        /// They are right, and the address is none of the login's.
        ADDRESS,
        /// It was not checked: too many others wait, or the address has sent too many wrong ones meanwhile.
        BUSY
    }

    /// Checks a password; takes tens of milliseconds when it was not seen right before. An unknown system_id takes
    /// as long.
    ///
    /// @param isShut whether the address has sent too many wrong ones meanwhile: then this one is not looked at
    /// @throws InterruptedException while it waits for its turn
    public PasswordVerdict check(String systemId, String password, InetAddress from, BooleanSupplier isShut)
            throws InterruptedException {
        Known known = snapshot.bySystemId.get(systemId);
        byte[] digest = digest(systemId, password);
        Boolean right = isRight(known, password, digest, isShut);
        if (right == null) {
            return PasswordVerdict.BUSY;
        }
        if (!right) {
            return PasswordVerdict.WRONG;
        }
        return known.contains(from) ? PasswordVerdict.RIGHT : PasswordVerdict.ADDRESS;
    }

    /// Of many binds at once with the same password, as after a restart of the network, one is checked for all.
    ///
    /// @return null: it was not checked
    private Boolean isRight(Known known, String password, byte[] digest, BooleanSupplier isShut)
            throws InterruptedException {
        if (wasRight(known, digest)) {
            return true;
        }
        CompletableFuture<Boolean> own = new CompletableFuture<>();
        CompletableFuture<Boolean> other = checking.putIfAbsent(ByteBuffer.wrap(digest), own);
        while (other != null) {
            Boolean right = result(other);
            if (right != null) {
                return right;
            }
            // It was left out for a reason of its own address or session.
            other = checking.putIfAbsent(ByteBuffer.wrap(digest), own);
        }
        Boolean right = null;
        try {
            right = checked(known, password, digest, isShut);
        } finally {
            checking.remove(ByteBuffer.wrap(digest));
            own.complete(right);
        }
        return right;
    }

    private static Boolean result(CompletableFuture<Boolean> other) throws InterruptedException {
        try {
            return other.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Boolean checked(Known known, String password, byte[] digest, BooleanSupplier isShut)
            throws InterruptedException {
        if (turns.getQueueLength() >= MOST_WAITING) {
            return null;
        }
        turns.acquire();
        try {
            if (isShut.getAsBoolean()) {
                return null;
            }
            if (SmppPassword.isRight(password, known == null ? NOBODY : known.password)) {
                if (known != null) {
                    right.put(known.login.id(), new Right(known.login.version(), digest, null));
                }
                return known != null;
            }
            boolean isFormer = known != null
                    && known.previous != null
                    && clock.now().isBefore(known.previousUntil)
                    && SmppPassword.isRight(password, known.previous);
            if (isFormer) {
                former.put(known.login.id(), new Right(known.login.version(), digest, known.previousUntil));
            }
            return isFormer;
        } finally {
            turns.release();
        }
    }

    private boolean wasRight(Known known, byte[] digest) {
        return known != null && (is(right, known, digest) || is(former, known, digest));
    }

    private boolean is(Map<Long, Right> remembered, Known known, byte[] digest) {
        Right seen = remembered.get(known.login.id());
        return seen != null && seen.is(known, digest, clock.now());
    }

    /// With a random number of this process: the memory of a process has no fast hash of a password that is of use
    /// elsewhere.
    private byte[] digest(String systemId, String password) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(random);
            sha.update(systemId.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            return sha.digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public Optional<SmppLogin> find(long id) {
        return Optional.ofNullable(snapshot.byId.get(id)).map(Known::login);
    }

    public Optional<SmppLogin> find(String systemId) {
        return Optional.ofNullable(snapshot.bySystemId.get(systemId)).map(Known::login);
    }

    /// Whether a session that the login has may stay, as the login is now. Its password is not looked at.
    ///
    /// @param systemId of the bind
    /// @param from the address of the client
    public boolean admits(long id, String systemId, LoginMode mode, InetAddress from, boolean encrypted) {
        Known known = snapshot.byId.get(id);
        return known != null
                && known.login.systemId().equals(systemId)
                && known.login.binds().refusal(mode, encrypted) == null
                && known.contains(from);
    }

    /// Whether a login of the account gets messages from handsets.
    public boolean wantsInbound(long accountId) {
        return snapshot.inbound.contains(accountId);
    }

    /// The logins that get messages from handsets over HTTP, by account.
    public Map<Long, List<SmppLogin>> inboundUrls() {
        return snapshot.inboundUrls;
    }

    @Override
    public List<String> tables() {
        return List.of(TABLE);
    }

    @Override
    public void load(Connection connection) throws SQLException {
        Map<Long, Known> all = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(ALL)) {
            read(select, all);
        }
        right.keySet().retainAll(all.keySet());
        former.keySet().retainAll(all.keySet());
        take(all);
    }

    @Override
    public void load(Connection connection, ChangedRows changes) throws SQLException {
        Set<String> ids = changes.keys(TABLE);
        if (ids.isEmpty()) {
            return;
        }
        Map<Long, Known> all = new HashMap<>(snapshot.byId);
        ids.forEach(id -> all.remove(Long.parseLong(id)));
        try (PreparedStatement select = connection.prepareStatement(SOME)) {
            select.setArray(1, connection.createArrayOf("text", ids.toArray()));
            read(select, all);
        }
        right.keySet().retainAll(all.keySet());
        former.keySet().retainAll(all.keySet());
        take(all);
    }

    private static void read(PreparedStatement select, Map<Long, Known> into) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                SmppLogin login = SmppLoginRows.login(rows);
                into.put(
                        login.id(),
                        new Known(
                                login,
                                login.binds().networks().stream()
                                        .map(Cidr::parse)
                                        .toList(),
                                rows.getBytes("password_hash"),
                                rows.getBytes("previous_hash"),
                                AccountStore.instant(rows, "previous_until")));
            }
        }
    }

    private void take(Map<Long, Known> all) {
        snapshot = Snapshot.of(all);
        listeners.forEach(Runnable::run);
    }
}
