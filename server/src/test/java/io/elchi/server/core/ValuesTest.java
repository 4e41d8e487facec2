package io.elchi.server.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The small ones.
class ValuesTest {
    @Test
    void aNumberHasSevenToFifteenDigits() {
        assertThat(new Msisdn(998_901_234_567L)).hasToString("+998901234567");
        assertThat(new Msisdn(1_000_000L).digits()).isEqualTo("1000000");
        assertThat(new Msisdn(999_999_999_999_999L).digits()).hasSize(15);
        for (long none : new long[] {0, -998_901_234_567L, 999_999L, 1_000_000_000_000_000L}) {
            assertThatThrownBy(() -> new Msisdn(none)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aSecretIsShownByNobodyButItself() {
        Secret secret = new Secret("hunter2");
        assertThat(secret).hasToString("[redacted]");
        assertThat(List.of(secret).toString()).doesNotContain("hunter2");
        assertThat(secret.reveal()).isEqualTo("hunter2");
        assertThat(secret.matches("hunter2")).isTrue();
        assertThat(secret.matches("hunter")).isFalse();
        assertThat(secret).isEqualTo(new Secret("hunter2")).isNotEqualTo(new Secret("hunter3"));
        assertThat(new Secret("").isEmpty()).isTrue();
    }

    @Test
    void oneTimePasswordsAreMaskedWhollyOthersByTheirDigits() {
        assertThat(Masking.text(MessageClass.OTP, "Your code is 481516")).isEqualTo("[19 characters]");
        assertThat(Masking.text(MessageClass.TRANSACTIONAL, "Paid 45 000 with *1234"))
                .isEqualTo("Paid ** *** with *****");
        assertThat(Masking.text(MessageClass.PROMOTIONAL, "٤٢ %")).isEqualTo("** %");
        assertThat(Masking.number(new Msisdn(998_901_234_567L))).isEqualTo("+99890*****67");
        assertThat(Masking.number(new Msisdn(1_234_567L))).isEqualTo("+123**67");
        assertThat(Masking.number(new Msisdn(999_999_999_999_999L))).isEqualTo("+99999********99");
    }

    @Test
    void theCataloguesCodesAreStableAndSaySomething() {
        Set<String> codes = new HashSet<>();
        for (Failure failure : Failure.values()) {
            assertThat(codes.add(failure.code())).isTrue();
            assertThat(failure.code()).matches("[a-z_]+");
            assertThat(failure.httpStatus()).isBetween(400, 505);
            assertThat(failure.text()).isNotBlank();
            assertThat(failure.smppStatus()).isPositive();
        }
        // What may succeed later is what a client is told to try again.
        assertThat(Arrays.stream(Failure.values()).filter(Failure::retryable))
                .contains(Failure.RATE_LIMITED, Failure.UNAVAILABLE, Failure.OVERLOADED)
                .doesNotContain(Failure.INVALID_DESTINATION, Failure.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void aPageEndsWithoutACursor() {
        assertThat(Page.of(List.of(1, 2), 2, each -> each)).isEqualTo(new Page<>(List.of(1, 2), null));
        assertThat(Page.of(List.of(1, 2, 3), 2, each -> each)).isEqualTo(new Page<>(List.of(1, 2), "2"));
        assertThat(Page.id(null, 7)).isEqualTo(7);
        assertThat(Page.id("3", 7)).isEqualTo(3);
        assertThatThrownBy(() -> Page.id("x", 7)).isInstanceOf(RefusedException.class);
    }
}
