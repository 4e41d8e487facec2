package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.config.Config;
import io.elchi.server.identity.IdentityProperties;
import io.elchi.server.identity.oidc.OidcProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The settings that the guide shows are settings.
class ProviderGuideTest {
    private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

    @TempDir
    Path folder;

    @Test
    void theExamplesOfTheGuideAreRead() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "the secret\n");
        Files.setPosixFilePermissions(secret, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        Path guide = Path.of(System.getProperty("elchi.root"), "docs", "guides", "security.md");
        List<String> examples = YAML.matcher(Files.readString(guide))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(examples).hasSize(2);
        for (String example : examples) {
            Path file = Files.writeString(folder.resolve("elchi.yaml"), example);
            OidcProperties oidc = Config.load(
                            file,
                            Map.of("ELCHI_IDENTITY_OIDC_CLIENT_SECRET_FILE", secret.toString()),
                            Map.of(),
                            Settings.SECTIONS)
                    .get(IdentityProperties.class)
                    .oidc();
            assertThat(oidc.isOn()).isTrue();
            assertThat(oidc.clientSecret().reveal()).isEqualTo("the secret");
            assertThat(oidc.mappedRoles()).startsWith("super_admin", "noc");
        }
    }
}
