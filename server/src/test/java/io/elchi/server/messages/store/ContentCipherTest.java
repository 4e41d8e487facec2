package io.elchi.server.messages.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageIds;
import io.elchi.server.db.NotCommittedException;
import io.elchi.server.db.TestDatabase;
import io.elchi.server.messages.AccountSettings;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.ContentKind;
import io.elchi.server.messages.Encoding;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.Samples;
import io.elchi.testkit.Seeds;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;

/// One-time passwords are not in the database in clear, and nobody reads them after their key is destroyed.
class ContentCipherTest {
    private static final Duration ROTATION = Duration.ofDays(1);
    private static final Duration KEEP = Duration.ofDays(8);
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String OTHER_KEY =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    private static final String CODE = "Kod 481516";

    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final ManualClock clock = ManualClock.atMidnight();
    private final MessageIds ids = new MessageIds(clock, new SplittableRandom(5));

    @BeforeEach
    void empty() throws SQLException {
        DATABASE.execute("TRUNCATE messages.content_keys, messages.messages, messages.unfinished");
        Samples.days(DATABASE.database(), clock);
    }

    private DataKeys keys(String... texts) {
        return new DataKeys(DATABASE.database().jdbc(), new LocalKeys(List.of(texts)), clock, ROTATION);
    }

    private PgMessageStore store(DataKeys keys) {
        return new PgMessageStore(
                DATABASE.database().jdbc(), DATABASE.database().jdbc(), _ -> 1, ContentCipher.with(keys, 8));
    }

    private Message otp(String text) {
        return Samples.of(
                MessageClass.OTP,
                Samples.of(new Content.Text(text, Encoding.GSM7, 1), Samples.message(ids.next(), 1, clock.now())));
    }

    private static void insert(PgMessageStore store, Message message) {
        DATABASE.database().transactions().run(tx -> {
            store.insert(tx, List.of(message), Duration.ofMinutes(2));
            return null;
        });
    }

    private static Content read(PgMessageStore store, Message message) {
        return store.view(message.accountId(), message.id())
                .orElseThrow()
                .message()
                .content();
    }

    private static int count(String what) {
        return DATABASE.database()
                .jdbc()
                .sql("SELECT count(*) FROM " + what)
                .query(Integer.class)
                .single();
    }

    @Test
    void theTextOfAOneTimePasswordIsNotInTheTable() {
        PgMessageStore store = store(keys(KEY));
        Message otp = otp(CODE);
        insert(store, otp);
        Message plain = Samples.message(ids.next(), 1, clock.now());
        insert(store, plain);
        assertThat(read(store, otp)).isEqualTo(otp.content());
        assertThat(read(store, plain)).isEqualTo(plain.content());
        assertThat(count("messages.messages m WHERE m::text LIKE '%481516%'")).isZero();
        assertThat(count("messages.messages m WHERE m::text LIKE '%"
                        + java.util.HexFormat.of().formatHex(CODE.getBytes(StandardCharsets.UTF_8)) + "%'"))
                .isZero();
        // What is kept in memory for sending has it.
        assertThat(store.load(List.of(otp.id())).getFirst().message().content()).isEqualTo(otp.content());
    }

    /// A transaction that was rolled back is tried again, in the same thread.
    @Test
    void aMessageIsEncryptedTwiceInSuccession() {
        ContentCipher cipher = ContentCipher.with(keys(KEY), 30);
        Message otp = otp(CODE);
        ContentCipher.Encrypted once = cipher.encrypt(otp, 0);
        ContentCipher.Encrypted again = cipher.encrypt(otp, 0);
        assertThat(again.octets()).isEqualTo(once.octets());
        ContentCipher.Encrypted other = cipher.encrypt(otp(CODE), 0);
        assertThat(other.octets()).isNotEqualTo(once.octets());
    }

    @Test
    void contentOfEachKindComesBackInEachProcess() {
        PgMessageStore writer = store(keys(KEY));
        PgMessageStore reader = store(keys(KEY));
        Seeds.forEach(50, random -> {
            Message any = Samples.of(MessageClass.OTP, Samples.anyMessage(random, ids));
            Content content = any.content() instanceof Content.Text text
                    ? new Content.Text(Samples.kept(text.text()), text.encoding(), text.parts())
                    : any.content();
            insert(writer, Samples.of(content, any));
            assertThat(read(reader, any)).isEqualTo(content);
        });
        assertThat(count("messages.content_keys")).isEqualTo(1);
    }

    @Test
    void eachRotationHasAKeyOfItsOwn() {
        PgMessageStore store = store(keys(KEY));
        Message first = otp(CODE);
        insert(store, first);
        clock.advance(ROTATION);
        Message second = otp(CODE);
        insert(store, second);
        assertThat(count("messages.content_keys")).isEqualTo(2);
        assertThat(read(store, first)).isEqualTo(first.content());
        assertThat(read(store, second)).isEqualTo(second.content());
    }

    @Test
    void aDestroyedKeyTakesTheTextAndLeavesTheRecord() {
        DataKeys keys = keys(KEY);
        PgMessageStore store = store(keys);
        Message otp = otp(CODE);
        insert(store, otp);
        clock.advance(ROTATION.plus(KEEP).minusMillis(1));
        assertThat(keys.destroy(Instant.MAX)).isZero();
        assertThat(read(store, otp)).isEqualTo(otp.content());
        clock.advance(Duration.ofMillis(1));
        assertThat(keys.destroy(Instant.MAX)).isEqualTo(1);
        assertThat(read(store, otp)).isEqualTo(new Content.Erased(ContentKind.TEXT, Encoding.GSM7, 1));
        assertThat(read(store(keys(KEY)), otp)).isInstanceOf(Content.Erased.class);
    }

    /// Its own messages of every class; those of other accounts stay readable.
    @Test
    void anAccountMayLimitHowLongItsTextsCanBeRead() {
        DataKeys keys = keys(KEY);
        PgMessageStore store = new PgMessageStore(
                DATABASE.database().jdbc(),
                DATABASE.database().jdbc(),
                new AccountSettings() {
                    @Override
                    public int weight(long account) {
                        return 1;
                    }

                    @Override
                    public int contentDays(long account) {
                        return account == 2 ? 10 : 0;
                    }
                },
                ContentCipher.with(keys, 8));
        Message common = Samples.message(ids.next(), 1, clock.now());
        Message limited = Samples.message(ids.next(), 2, clock.now());
        Message otp = otp(CODE);
        List.of(common, limited, otp).forEach(message -> insert(store, message));
        clock.advance(ROTATION.plus(KEEP));
        assertThat(keys.destroy(Instant.MAX)).isEqualTo(1);
        assertThat(read(store, otp)).isInstanceOf(Content.Erased.class);
        assertThat(read(store, limited)).isEqualTo(limited.content());
        clock.advance(Duration.ofDays(2));
        assertThat(keys.destroy(Instant.MAX)).isEqualTo(1);
        assertThat(read(store, limited)).isInstanceOf(Content.Erased.class);
        assertThat(read(store, common)).isEqualTo(common.content());
    }

    @Test
    void theKeyOfAnUnfinishedMessageStays() {
        DataKeys keys = keys(KEY);
        Message otp = otp(CODE);
        insert(store(keys), otp);
        clock.advance(ROTATION.plus(KEEP).plusDays(1));
        assertThat(keys.destroy(otp.acceptedAt())).isZero();
        assertThat(keys.destroy(clock.now())).isEqualTo(1);
    }

    @Test
    void octetsOfOneMessageAreNoOthers() throws SQLException {
        PgMessageStore store = store(keys(KEY));
        Message one = otp(CODE);
        Message other = otp("Kod 234200");
        insert(store, one);
        insert(store, other);
        DATABASE.execute("UPDATE messages.messages SET octets = (SELECT octets FROM messages.messages WHERE id = '"
                + other.id() + "') WHERE id = '" + one.id() + "'");
        assertThat(read(store, one)).isInstanceOf(Content.Erased.class);
        assertThat(read(store, other)).isEqualTo(other.content());
    }

    /// The key that encrypts data keys is replaced: with the former one beside it nothing is lost.
    @Test
    void aNewKeyOfTheSettingsNeedsTheFormerOneForAWhile() {
        Message otp = otp(CODE);
        insert(store(keys(KEY)), otp);
        DataKeys replaced = keys(OTHER_KEY, KEY);
        replaced.check();
        assertThat(read(store(replaced), otp)).isEqualTo(otp.content());
        assertThatThrownBy(() -> keys(OTHER_KEY).check())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not among content.key and content.former_keys");
        assertThat(read(store(keys(OTHER_KEY)), otp)).isInstanceOf(Content.Erased.class);
    }

    /// The transaction that needed it stores nothing, so the client may ask again.
    @Test
    void aKeyThatCannotBeStoredIsATransientFailure() {
        DataKeys away = new DataKeys(
                JdbcClient.create(new AbstractDataSource() {
                    @Override
                    public Connection getConnection() throws SQLException {
                        throw new SQLTransientConnectionException("the pool is exhausted");
                    }

                    @Override
                    public Connection getConnection(String user, String password) throws SQLException {
                        return getConnection();
                    }
                }),
                new LocalKeys(List.of(KEY)),
                clock,
                ROTATION);
        assertThatThrownBy(() -> away.current(8))
                .isInstanceOfSatisfying(
                        NotCommittedException.class,
                        failure -> assertThat(failure.isTransient()).isTrue());
    }

    @Test
    void keysThatAreNoKeysAreRefusedWithoutBeingShown() {
        assertThatThrownBy(() -> new LocalKeys(List.of(KEY, "secret!"))).hasMessage("key 2 is not Base64");
        assertThatThrownBy(() -> new LocalKeys(List.of("c2hvcnQ="))).hasMessage("key 1 has 5 octets, it needs 32");
    }
}
