package io.elchi.server.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.config.Config;
import io.elchi.server.config.ConfigException;
import io.elchi.server.config.Section;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OidcPropertiesTest {
    private static OidcProperties with(Map<String, String> changes) {
        Map<String, String> all = new HashMap<>(Map.of(
                "oidc.issuer", "https://login.example/realms/staff",
                "oidc.client_id", "elchi",
                "oidc.client_secret", "secret",
                "oidc.callback", "https://elchi.example/console/session/oidc/callback"));
        all.putAll(changes);
        return Config.load(null, Map.of(), all, List.of(new Section("oidc", OidcProperties.class)))
                .get(OidcProperties.class);
    }

    @Test
    void thereIsNoneByDefault() {
        assertThat(with(Map.of("oidc.issuer", "")).isOn()).isFalse();
        assertThat(with(Map.of()).isOn()).isTrue();
        assertThat(with(Map.of()).toString()).doesNotContain("clientSecret=secret");
    }

    @ParameterizedTest
    @CsvSource({
        "issuer, http://login.example",
        "issuer, http://127.0.0.1.evil.example",
        "issuer, ftp://login.example",
        "issuer, https://login.example/?x=y",
        "issuer, https://user@login.example",
        "issuer, login.example",
        "client_id, ''",
        "client_secret, ''",
        "callback, ''",
        "callback, http://elchi.example/console/session/oidc/callback",
        "callback, https://elchi.example/",
        "scopes, email",
        "landing, //evil.example",
        "landing, https://evil.example",
        "roles, noc",
        "roles, =noc",
        "roles, staff=",
        "roles, staff=NOC",
        "create_people, true",
        "second_factor, nobody"
    })
    void whatIsNotSafeStopsTheStart(String setting, String value) {
        assertThatThrownBy(() -> with(Map.of("oidc." + setting, value))).isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080", "http://localhost:8080/realms/x", "http://[::1]:8080"})
    void onLoopbackHttpDoes(String issuer) {
        assertThat(with(Map.of("oidc.issuer", issuer)).isOn()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/a/", "/a/b.html", "/?a=b&c=%20", "/a?b#c/d", "/#x"})
    void pathsOfThisServer(String path) {
        assertThat(LocalPath.isOne(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "//a",
                "/a//b",
                "/\\a",
                "/a\\b",
                "/\t/a",
                "/a\n",
                "/%2Fa",
                "/@a",
                "https://a",
                "/a:b",
                "/é",
                "/a?b\r\nc",
                "/..",
                "/a/../b",
                "/./console/session/oidc",
                "/console/session/oidc?return_to=/",
                "/a b"
            })
    void noPathsOfThisServer(String path) {
        assertThat(LocalPath.isOne(path)).isFalse();
    }

    @Test
    void theFirstEntryOfTheMapWins() {
        RoleMap map =
                RoleMap.of("realm_access.roles", List.of("admins = super_admin", "cn=noc,dc=x=noc", "all=custom:17"));
        assertThat(map.roles()).containsExactly("super_admin", "noc", "custom:17");
        assertThat(map.role(Map.of("realm_access", Map.of("roles", List.of("all", "admins")))))
                .hasValue("super_admin");
        assertThat(map.role(Map.of("realm_access", Map.of("roles", "cn=noc,dc=x"))))
                .hasValue("noc");
        assertThat(map.role(Map.of("realm_access.roles", List.of("all")))).hasValue("custom:17");
        for (Object none : List.of(
                Map.of(),
                Map.of("realm_access", List.of("all")),
                Map.of("realm_access", Map.of("roles", List.of("Admins", 7))),
                Map.of("realm_access", Map.of("roles", Map.of("admins", true))),
                Map.of("roles", List.of("all")))) {
            @SuppressWarnings("unchecked")
            Map<String, Object> claims = (Map<String, Object>) none;
            assertThat(map.role(claims)).as("%s", none).isEmpty();
        }
    }

    @Test
    void aClaimMayHaveTheNameOfAUrl() {
        RoleMap map = RoleMap.of("https://elchi.example/roles", List.of("a=noc"));
        assertThat(map.role(Map.of("https://elchi.example/roles", List.of("a"))))
                .hasValue("noc");
    }
}
