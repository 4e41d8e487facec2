package io.elchi.server.entrances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.http.OutgoingUrl;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KannelEscapesTest {
    private static String expanded(String url, String text) {
        return KannelEscapes.url(new KannelEscapes.Values(
                "id", "Bank", "998901234567", text.getBytes(StandardCharsets.UTF_8), 1, 0, Instant.EPOCH, "shop", url));
    }

    /// `%R` is the address itself, letters and all.
    @Test
    void anAddressThatContainsItselfManyTimesIsRefused() {
        assertThat(expanded("http://a.bc/?%R", "x")).startsWith("http://a.bc/?http%3A");
        assertThatThrownBy(() -> expanded("http://a.bc/?" + "%R".repeat(505), "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8192")
                .message()
                .doesNotContain("a.bc");
    }

    /// What is taken can be asked: a letter without a value stays as it is, and is no octet.
    @Test
    void lettersWithoutAValueAreRefused() {
        for (char letter = 'A'; letter <= 'z'; letter++) {
            if (!Character.isLetter(letter)) {
                continue;
            }
            String url = "http://a.bc/?q=%" + letter + "&r";
            boolean isAsked = OutgoingUrl.parsed(expanded(url, "x")) != null;
            assertThat(OutgoingUrl.isUsableWithEscapes(url)).as(url).isEqualTo(isAsked);
        }
    }

    @Test
    void aTextIsEncodedAndDoesNotMakeAnAddressTooLong() {
        String url = expanded("http://a.bc/?t=%b", "a&b\r\n".repeat(100));
        assertThat(url)
                .hasSizeLessThan(KannelEscapes.MOST)
                .doesNotContain("\r", "\n")
                .endsWith("a%26b%0D%0A");
        assertThatThrownBy(() -> expanded("http://a.bc/?" + "%b".repeat(20), "\u0001".repeat(160)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
