package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.config.Config;
import io.elchi.server.db.TestDatabase;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A start with a key that does not fit stops, and says what is wrong without the key.
class ContentKeyTest {
    @AutoClose
    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static void start(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(DATABASE.settings());
        settings.putAll(more);
        settings.put("http.port", "0");
        settings.put("http.management_port", "0");
        Server.start(Config.load(null, Map.of(), settings, Settings.SECTIONS), EnumSet.allOf(Role.class))
                .close();
    }

    @Test
    void aKeyThatIsNoneStopsTheStart() {
        assertThatThrownBy(() -> start(Map.of("content.key", "c2VjcmV0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("content.key, content.former_keys: key 1 has 6 octets, it needs 32")
                .hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void aDatabaseWithEncryptedTextsNeedsItsKey() throws Exception {
        start(Map.of("content.key", ""));
        DATABASE.execute("INSERT INTO messages.content_keys (encrypted, encrypted_by, last_use, destroy_at)"
                + " VALUES ('\\x00', 'another', now(), now())");
        assertThatThrownBy(() -> start(Map.of("content.key", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("content.key: the database has messages that are encrypted");
        assertThatThrownBy(() -> start(Map.of())).hasMessageContaining("the key another is not among");
        assertThat(DATABASE.database()
                        .jdbc()
                        .sql("SELECT count(*) FROM messages.content_keys")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }
}
