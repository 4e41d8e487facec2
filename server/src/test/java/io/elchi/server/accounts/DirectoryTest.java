package io.elchi.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.contract.Platform;
import io.elchi.server.core.Failure;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.Payer;
import io.elchi.server.core.Permission;
import io.elchi.server.core.RefusedException;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.events.AccountEvents;
import io.elchi.server.events.LoggedEvent;
import io.elchi.server.events.MemoryEventLog;
import io.elchi.server.http.ClientCertificate;
import io.elchi.server.observe.Metrics;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which keys are accepted, and which are refused.
class DirectoryTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.7");
    private static final InetAddress HERE_6 = InetAddress.ofLiteral("2001:db8::7");

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    /// Now, for the database's default times are its own.
    private final ManualClock clock = new ManualClock(Instant.now().truncatedTo(ChronoUnit.MICROS));

    private final AccountStore store = new AccountStore(database.database().jdbc());
    private final MemoryEventLog events = new MemoryEventLog();
    private final ApiKeys keys = new ApiKeys(
            database.database().jdbc(),
            database.database().transactions(),
            new AccountEvents(events, (_, _) -> true, clock, new Metrics()),
            clock);
    private final Directory directory = new Directory(store, clock, Duration.ofSeconds(60));
    private final long root = account(0, Account.Type.ADMIN, "root");
    private final long reseller = account(root, Account.Type.RESELLER, "reseller");
    private final long bank = account(reseller, Account.Type.CLIENT, "bank");

    private long account(long parent, Account.Type type, String name) {
        AccountStore.NewAccount wanted =
                new AccountStore.NewAccount(parent, type, name, null, null, "UZS", 100, 10, 3, null);
        return database.database().transactions().run(tx -> store.create(tx, wanted));
    }

    private ApiKey.Issued issue(long account, List<String> networks, Scope... scopes) {
        ApiKey.Issued issued = keys.issue(new ApiKey.NewKey(account, "test", networks, Set.of(scopes), null));
        reload();
        return issued;
    }

    private void reload() {
        try (Connection connection = database.connect()) {
            new DirectoryLoader(directory).load(connection);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Caller granted(String key, InetAddress from) {
        assertThat(directory.authenticate(key, from)).isInstanceOf(Authentication.Granted.class);
        return ((Authentication.Granted) directory.authenticate(key, from)).caller();
    }

    private void denied(String key, InetAddress from, Failure failure) {
        assertThat(directory.authenticate(key, from))
                .isInstanceOfSatisfying(
                        Authentication.Denied.class,
                        denied -> assertThat(denied.failure()).isEqualTo(failure));
    }

    @Test
    void aKeyOpensItsAccountWithItsScopes() {
        ApiKey.Issued issued = issue(bank, List.of(), Scope.SEND, Scope.READ);
        Caller caller = granted(issued.secret().reveal(), HERE);
        assertThat(caller.apiKeyId()).isEqualTo(issued.key().id());
        assertThat(caller.may(Permission.SMS_SEND)).isTrue();
        assertThat(caller.may(Permission.SMS_READ)).isTrue();
        assertThat(caller.may(Permission.WEBHOOKS_WRITE)).isFalse();
        assertThat(caller.may(Permission.KEYS_WRITE)).isFalse();
        Account account = caller.account();
        assertThat(account.id()).isEqualTo(bank);
        assertThat(account.weight()).isEqualTo(3);
        // Itself and the reseller pay, the administrator does not.
        assertThat(account.payers()).containsExactly(new Payer(bank, "UZS"), new Payer(reseller, "UZS"));
        assertThat(directory.account(bank)).contains(account);
        assertThat(directory.account(999)).isEmpty();
    }

    /// A key that was revoked meanwhile must not stay an administrator's.
    @Test
    void keysOfAdministratorsAreRefusedWhileNobodyKnowsWhetherTheyAreRevoked() {
        String admin = issue(root, List.of(), Scope.ADMIN).secret().reveal();
        String sender = issue(bank, List.of(), Scope.SEND).secret().reveal();
        directory.follow(() -> Duration.ofSeconds(60));
        granted(admin, HERE);
        directory.follow(() -> Duration.ofSeconds(61));
        denied(admin, HERE, Failure.KEYS_OUTDATED);
        granted(sender, HERE);
        // Without the right key nobody learns of it.
        denied(admin.substring(0, admin.length() - 1) + "_", HERE, Failure.UNAUTHORIZED);
    }

    private Authentication by(String key, ClientCertificate certificate) {
        return directory.authenticate(key, certificate, HERE);
    }

    /// The handshake looks at the time once; a connection and its resumed sessions may last longer.
    @Test
    void aCertificateThatExpiresStandsForItsKeyNoMore() {
        byte[] hash = KeyText.hash("certificate");
        ClientCertificate shown = new ClientCertificate(
                hash, HexFormat.of().formatHex(hash), "CN=a", clock.now().plusSeconds(60));
        ApiKey.Issued issued =
                keys.issue(new ApiKey.NewKey(bank, "test", List.of(), Set.of(Scope.SEND), null, shown.sha256()));
        reload();
        assertThat(issued.key().certificate()).isEqualTo(shown.sha256());
        assertThat(by(null, shown)).isInstanceOf(Authentication.Granted.class);
        assertThat(by(issued.secret().reveal(), shown)).isInstanceOf(Authentication.Granted.class);
        clock.advance(Duration.ofSeconds(60));
        Authentication denied = new Authentication.Denied(
                Failure.UNAUTHORIZED, bank, issued.key().id());
        assertThat(by(null, shown)).isEqualTo(denied);
        assertThat(by(issued.secret().reveal(), shown)).isEqualTo(denied);
    }

    @Test
    void aKeyIsRefusedByItsCertificateForTheReasonsOfAnyKey() throws SQLException {
        byte[] hash = KeyText.hash("another");
        ClientCertificate shown = new ClientCertificate(hash, HexFormat.of().formatHex(hash), "CN=b", Instant.MAX);
        Instant end = clock.now().plusSeconds(60);
        keys.issue(new ApiKey.NewKey(bank, "test", List.of("192.0.2.0/24"), Set.of(Scope.SEND), end, shown.sha256()));
        reload();
        assertThat(by(null, shown)).isInstanceOf(Authentication.Granted.class);
        assertThat(directory.authenticate(null, shown, HERE_6))
                .isInstanceOfSatisfying(
                        Authentication.Denied.class,
                        denied -> assertThat(denied.failure()).isEqualTo(Failure.IP_NOT_ALLOWED));
        database.execute("UPDATE accounts.accounts SET status = 'suspended' WHERE id = " + bank);
        reload();
        assertThat(by(null, shown))
                .isInstanceOfSatisfying(
                        Authentication.Denied.class,
                        denied -> assertThat(denied.failure()).isEqualTo(Failure.ACCOUNT_SUSPENDED));
        clock.advance(Duration.ofSeconds(60));
        assertThat(by(null, shown))
                .isInstanceOfSatisfying(
                        Authentication.Denied.class,
                        denied -> assertThat(denied.failure()).isEqualTo(Failure.UNAUTHORIZED));
    }

    @Test
    void theLastKeyThatAdministersForeverCannotBeRevoked() {
        ApiKey.Issued first = issue(root, List.of(), Scope.ADMIN);
        keys.issue(new ApiKey.NewKey(
                root, "expires", List.of(), Set.of(Scope.ADMIN), clock.now().plusSeconds(60)));
        assertThatThrownBy(() -> keys.revoke(first.key().id()))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().failure()).isEqualTo(Failure.CONFLICT));
        ApiKey.Issued second = issue(root, List.of(), Scope.ADMIN);
        assertThat(keys.revoke(first.key().id())).isTrue();
        assertThatThrownBy(() -> keys.revoke(second.key().id())).isInstanceOf(RefusedException.class);
        granted(second.secret().reveal(), HERE);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "x", "elchi_", "elchi_aaaaaaaa_"})
    void whatIsNoKeyOpensNothing(String key) {
        denied(key, HERE, Failure.UNAUTHORIZED);
    }

    @Test
    void aKeyThatDiffersInOneCharacterOpensNothing() {
        String key = issue(bank, List.of(), Scope.SEND).secret().reveal();
        denied(key + "x", HERE, Failure.UNAUTHORIZED);
        denied(key.substring(0, key.length() - 1), HERE, Failure.UNAUTHORIZED);
        for (int at : new int[] {0, 6, 14, 15, key.length() - 1}) {
            char other = key.charAt(at) == 'b' ? 'c' : 'b';
            denied(key.substring(0, at) + other + key.substring(at + 1), HERE, Failure.UNAUTHORIZED);
        }
        granted(key, HERE);
    }

    @Test
    void aKeyOpensOnlyFromItsNetworks() {
        String key = issue(bank, List.of("192.0.2.0/24", "2001:db8::/32"), Scope.SEND)
                .secret()
                .reveal();
        granted(key, HERE);
        granted(key, HERE_6);
        denied(key, InetAddress.ofLiteral("192.0.3.7"), Failure.IP_NOT_ALLOWED);
        denied(key, InetAddress.ofLiteral("2001:db9::7"), Failure.IP_NOT_ALLOWED);
        // Whoever does not have the key is not told that it exists.
        denied(key.replaceAll(".$", "!"), InetAddress.ofLiteral("192.0.3.7"), Failure.UNAUTHORIZED);
    }

    @Test
    void aKeyEndsAtItsTime() {
        Instant end = clock.now().plusSeconds(60);
        String key = keys.issue(new ApiKey.NewKey(bank, "test", List.of(), Set.of(Scope.SEND), end))
                .secret()
                .reveal();
        reload();
        clock.advance(Duration.ofSeconds(60).minusNanos(1));
        granted(key, HERE);
        clock.advance(Duration.ofNanos(1));
        denied(key, HERE, Failure.UNAUTHORIZED);
    }

    @Test
    void aRevokedKeyIsNotToldFromAnUnknownOne() {
        ApiKey.Issued issued = issue(bank, List.of(), Scope.SEND);
        assertThat(keys.revoke(issued.key().id())).isTrue();
        assertThat(keys.revoke(issued.key().id())).isFalse();
        reload();
        denied(issued.secret().reveal(), HERE, Failure.UNAUTHORIZED);
        assertThat(keys.find(issued.key().id()).orElseThrow().active()).isFalse();
    }

    @Test
    void asLongAsAnAccountAboveIsSuspendedTheKeyOpensNothing() {
        String key = issue(bank, List.of(), Scope.SEND).secret().reveal();
        for (long suspended : new long[] {bank, reseller, root}) {
            store.setActive(suspended, false);
            reload();
            denied(key, HERE, Failure.ACCOUNT_SUSPENDED);
            store.setActive(suspended, true);
            reload();
            granted(key, HERE);
        }
    }

    @Test
    void whatAnotherProcessChangesIsFollowed() throws SQLException {
        directory.follow(database.database().notifications());
        database.database().notifications().start();
        ApiKey.Issued issued = keys.issue(new ApiKey.NewKey(bank, "test", List.of(), Set.of(Scope.SEND), null));
        String key = issued.secret().reveal();
        Platform.await("the key is known", () -> directory.authenticate(key, HERE) instanceof Authentication.Granted);
        database.execute("UPDATE accounts.api_keys SET status = 'revoked', revoked_at = now() WHERE id = "
                + issued.key().id());
        Platform.await(
                "the key is revoked",
                () -> directory.authenticate(key, HERE) instanceof Authentication.Denied denied
                        && denied.failure() == Failure.UNAUTHORIZED);
        database.execute("UPDATE accounts.api_keys SET status = 'active' WHERE id = "
                + issued.key().id());
        database.execute("UPDATE accounts.accounts SET status = 'suspended' WHERE id = " + reseller);
        Platform.await(
                "the account is suspended",
                () -> directory.authenticate(key, HERE) instanceof Authentication.Denied denied
                        && denied.failure() == Failure.ACCOUNT_SUSPENDED);
    }

    @Test
    void bothKeysWorkForTheOverlapOfARotation() {
        ApiKey.Issued old = issue(bank, List.of("192.0.2.0/24"), Scope.SEND, Scope.WEBHOOKS);
        ApiKey.Issued next = keys.rotate(old.key().id(), Duration.ofHours(1));
        reload();
        granted(old.secret().reveal(), HERE);
        Caller caller = granted(next.secret().reveal(), HERE);
        // Where it was used from and what for stays.
        assertThat(caller.permissions()).isEqualTo(Scope.permissions(Set.of(Scope.SEND, Scope.WEBHOOKS)));
        denied(next.secret().reveal(), HERE_6, Failure.IP_NOT_ALLOWED);
        clock.advance(Duration.ofHours(1));
        denied(old.secret().reveal(), HERE, Failure.UNAUTHORIZED);
        granted(next.secret().reveal(), HERE);
        ApiKey before = keys.find(old.key().id()).orElseThrow();
        assertThat(before.replacedBy()).isEqualTo(next.key().id());
    }

    @Test
    void anOverlapDoesNotMakeAKeyLiveLonger() {
        Instant end = clock.now().plusSeconds(60);
        ApiKey.Issued old = keys.issue(new ApiKey.NewKey(bank, "test", List.of(), Set.of(Scope.SEND), end));
        keys.rotate(old.key().id(), Duration.ofHours(1));
        assertThat(keys.find(old.key().id()).orElseThrow().expiresAt()).isEqualTo(end);
    }

    @Test
    void aKeyThatOpensNothingAnyMoreIsNotRotated() {
        ApiKey.Issued replaced = issue(bank, List.of(), Scope.SEND);
        keys.rotate(replaced.key().id(), Duration.ofHours(1));
        ApiKey.Issued revoked = issue(bank, List.of(), Scope.SEND);
        keys.revoke(revoked.key().id());
        Instant end = clock.now().plusSeconds(1);
        ApiKey.Issued expired = keys.issue(new ApiKey.NewKey(bank, "test", List.of(), Set.of(Scope.SEND), end));
        clock.advance(Duration.ofSeconds(1));
        int before = keys.list(bank).size();
        for (ApiKey.Issued each : List.of(replaced, revoked, expired)) {
            assertThatThrownBy(() -> keys.rotate(each.key().id(), Duration.ZERO))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.refusal().failure()).isEqualTo(Failure.CONFLICT));
        }
        assertThat(keys.list(bank)).hasSize(before);
    }

    @Test
    void whenAKeyWasUsedLastIsStored() {
        ApiKey.Issued used = issue(bank, List.of(), Scope.SEND);
        ApiKey.Issued unused = issue(bank, List.of("10.0.0.0/8"), Scope.SEND);
        granted(used.secret().reveal(), HERE);
        denied(unused.secret().reveal(), HERE, Failure.IP_NOT_ALLOWED);
        Instant then = clock.now();
        clock.advance(Duration.ofMinutes(5));
        directory.storeUse();
        assertThat(keys.find(used.key().id()).orElseThrow().lastUsedAt()).isEqualTo(then);
        assertThat(keys.find(unused.key().id()).orElseThrow().lastUsedAt()).isNull();
        // Nothing new: the time stays.
        directory.storeUse();
        assertThat(keys.find(used.key().id()).orElseThrow().lastUsedAt()).isEqualTo(then);
    }

    @Test
    void whatIsDoneWithAKeyIsAnEventOfItsAccount() {
        ApiKey.Issued issued = issue(bank, List.of(), Scope.SEND);
        ApiKey.Issued next = keys.rotate(issued.key().id(), Duration.ofHours(1));
        keys.revoke(next.key().id());
        keys.revoke(next.key().id());
        List<LoggedEvent> written = events.read(0, events.horizon(), 10).events();
        assertThat(written.stream().map(LoggedEvent::type))
                .containsExactly("key.created", "key.created", "key.revoked");
        assertThat(written).allSatisfy(event -> {
            assertThat(event.accountId()).isEqualTo(bank);
            assertThat(event.data()).doesNotContain(issued.secret().reveal().substring(15));
        });
    }

    @Test
    void onlyAKeysHashIsStored() {
        String key = issue(bank, List.of(), Scope.SEND).secret().reveal();
        String row = database.database()
                .jdbc()
                .sql("SELECT k::text FROM accounts.api_keys k")
                .query(String.class)
                .single();
        assertThat(row).doesNotContain(key.substring(15));
        assertThat(key).matches("elchi_[a-z2-9]{8}_[A-Za-z0-9_-]{43}");
    }
}
