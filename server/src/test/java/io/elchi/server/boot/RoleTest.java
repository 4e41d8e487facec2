package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoleTest {
    @ParameterizedTest
    @EnumSource
    void aProcessOfOneRoleStartsAndIsReady(Role role) {
        try (TestServer server = TestServer.start(Set.of(role), Map.of())) {
            assertThat(server.ask("GET", "/health/live", null, null).statusCode())
                    .isEqualTo(200);
            assertThat(server.ask("GET", "/anything", null, null).statusCode()).isEqualTo(401);
        }
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
