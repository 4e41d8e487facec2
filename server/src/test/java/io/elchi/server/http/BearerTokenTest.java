package io.elchi.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BearerTokenTest {
    @Test
    void theSchemeIsCaseInsensitiveAndSpaceAroundTheTokenIsIgnored() {
        assertThat(BearerToken.of("Bearer elchi_a")).isEqualTo("elchi_a");
        assertThat(BearerToken.of("bEARER   elchi_a ")).isEqualTo("elchi_a");
    }

    @Test
    void otherSchemesHaveAnEmptyTokenAndNothingHasNone() {
        assertThat(BearerToken.of(null)).isNull();
        assertThat(BearerToken.of("")).isEmpty();
        assertThat(BearerToken.of("Bearer")).isEmpty();
        assertThat(BearerToken.of("Bearerelchi_a")).isEmpty();
        assertThat(BearerToken.of("Basic ZWxjaGk6YQ==")).isEmpty();
    }
}
