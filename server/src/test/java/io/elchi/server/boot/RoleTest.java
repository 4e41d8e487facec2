package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.webhooks.WebhookPosting;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;

class RoleTest {
    @ParameterizedTest
    @EnumSource(names = {"BILLING", "ROUTING", "CONSOLE"})
    void aProcessOfOneRoleStartsAndIsReady(Role role) {
        try (TestServer server = TestServer.start(Set.of(role), Map.of())) {
            assertThat(server.ask("GET", "/health/live", null, null).statusCode())
                    .isEqualTo(200);
            assertThat(server.ask("GET", "/anything", null, null).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void linksAndTrackingAreOneProcess() {
        try (TestServer server = TestServer.start(Set.of(Role.SMPP_CLIENT, Role.TRACKING), Map.of())) {
            assertThat(server.manage("GET", "/health/ready", null).statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> server.part(WebhookPosting.class))
                    .as("only the role webhooks posts")
                    .isInstanceOf(NoSuchBeanDefinitionException.class);
        }
    }

    @Test
    void theRoleWebhooksPosts() {
        try (TestServer server = TestServer.start(Set.of(Role.WEBHOOKS), Map.of())) {
            assertThat(server.part(WebhookPosting.class).isAlive()).isTrue();
        }
    }

    /// With outcomes in memory, such a process would report them to nobody.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gateway,tracking | smpp-client",
                "smpp-client,console | tracking",
                "tracking | smpp-client",
            })
    void rolesThatCannotWorkApartAreRefused(String roles, String missing) {
        assertThatThrownBy(() -> Role.checkTogether(Role.parse(roles)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("also needs " + missing + " in this process");
    }

    @Test
    void rolesAreReadByTheirNames() {
        assertThat(Role.parse(null)).isEqualTo(EnumSet.allOf(Role.class));
        assertThat(Role.parse(" ")).isEqualTo(EnumSet.allOf(Role.class));
        assertThat(Role.parse("gateway, smpp-client")).containsExactlyInAnyOrder(Role.GATEWAY, Role.SMPP_CLIENT);
        assertThatThrownBy(() -> Role.parse("gateway,nonsense"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no role 'nonsense'")
                .hasMessageContaining("smpp-client");
    }
}
