package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.config.Config;
import io.elchi.server.config.ConfigReference;
import io.elchi.server.config.Section;
import io.elchi.server.db.DbProperties;
import io.elchi.server.http.HttpProperties;
import io.elchi.server.messages.MessagesProperties;
import io.elchi.server.routing.LinkOptions;
import io.elchi.server.routing.OperatorOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsTest {
    /// A server that nobody configured: nothing to install, and nobody else can reach it.
    @Test
    void whatAServerIsWithoutSettings() {
        Config config = Config.load(null, Map.of(), Map.of(), Settings.SECTIONS);
        assertThat(config.get(DbProperties.class).url()).isEmpty();
        assertThat(config.get(HttpProperties.class).address()).isEqualTo("127.0.0.1");
        assertThat(config.get(HttpProperties.class).port()).isEqualTo(8080);
        assertThat(config.get(HttpProperties.class).managementAddress()).isEqualTo("127.0.0.1");
        assertThat(config.get(HttpProperties.class).trustedProxies()).isEmpty();
        assertThat(config.get(HttpProperties.class).maxBody()).isEqualTo(1_048_576);
        assertThat(config.get(MessagesProperties.class).retentionDays()).isEqualTo(365);
        LinkOptions link = Config.record("options", LinkOptions.class, Map.of());
        assertThat(link.session().responseTimer()).isEqualTo(Duration.ofSeconds(10));
        assertThat(link.submit().registeredDelivery()).isEqualTo(1);
        assertThat(link.refusals().statuses()).isEmpty();
        OperatorOptions operator = Config.record("options", OperatorOptions.class, Map.of());
        assertThat(operator.otpFailover()).isEqualTo(Duration.ofSeconds(5));
        assertThat(operator.failover()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void everySettingHasANameAndAVariableOfItsOwn() {
        Set<String> variables = new HashSet<>();
        for (Section section : Settings.SECTIONS) {
            List<ConfigReference.Item> items = ConfigReference.settings(section);
            assertThat(items).isNotEmpty();
            for (ConfigReference.Item item : items) {
                assertThat(item.text()).as(item.path()).isNotBlank();
                assertThat(variables.add(item.path().replace('.', '_')))
                        .as(item.path())
                        .isTrue();
            }
        }
    }
}
