package io.elchi.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthPropertiesTest {
    private static OAuthProperties of(String issuer) {
        return new OAuthProperties(issuer, Duration.ofMinutes(10), Duration.ofDays(30), 20, 20, 5, 16_384);
    }

    @Test
    void anIssuerIsAUrl() {
        assertThat(of("").issuer()).isEmpty();
        assertThat(of("https://sms.example.org").issuer()).isEqualTo("https://sms.example.org");
        assertThat(of("https://example.org/sms").issuer()).isEqualTo("https://example.org/sms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sms.example.org", "ftp://a", "https://", "https://a?b=c", "https://a#b", "https://a b"})
    void whatIsNoneIsRefused(String issuer) {
        assertThatThrownBy(() -> of(issuer)).isInstanceOf(IllegalArgumentException.class);
    }
}
