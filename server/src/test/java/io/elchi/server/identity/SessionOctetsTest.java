package io.elchi.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.DefaultCsrfToken;

class SessionOctetsTest {
    private final GenericConversionService conversion = SessionOctets.conversion();

    private Object again(Object value) {
        return conversion.convert(conversion.convert(value, byte[].class), Object.class);
    }

    @Test
    void whatASessionHasComesBack() {
        assertThat(again("text")).isEqualTo("text");
        assertThat(again(7L)).isEqualTo(7L);
        CsrfToken token = (CsrfToken) again(new DefaultCsrfToken("X-CSRF-Token", "_csrf", "secret"));
        assertThat(token.getToken()).isEqualTo("secret");
    }

    @Test
    void nothingElseIsMade() {
        assertThatThrownBy(() -> again(new ArrayList<>(List.of("gadget"))))
                .rootCause()
                .hasMessageContaining("REJECTED");
        assertThatThrownBy(() -> again(java.net.URI.create("http://localhost")))
                .rootCause()
                .hasMessageContaining("REJECTED");
    }
}
