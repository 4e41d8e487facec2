package io.elchi.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Platform;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// A deprecated operation that only this test has: another one at a path that there is, chosen by a header.
class DeprecationHeadersTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final String KEY = PLATFORM.key(PLATFORM.account("client", PLATFORM.root(), "bank"), "'sms:read'");

    static final class Old {
        @Sunset(deprecated = "2026-11-03", at = "2027-11-05")
        ResponseEntity<String> answers() {
            return ResponseEntity.ok("{}");
        }

        @Sunset(deprecated = "2026-11-03", at = "2027-11-05")
        ResponseEntity<String> refuses() {
            throw Refusal.of(Failure.CONFLICT).exception();
        }
    }

    static {
        PLATFORM.as(KEY);
        RequestMappingHandlerMapping mappings = PLATFORM.server().part(RequestMappingHandlerMapping.class);
        for (String name : new String[] {"answers", "refuses"}) {
            try {
                mappings.registerMapping(
                        RequestMappingInfo.paths("/v1/balance")
                                .methods(RequestMethod.GET)
                                .headers("X-Old=" + name)
                                .produces("application/json")
                                .options(mappings.getBuilderConfiguration())
                                .build(),
                        new Old(),
                        Old.class.getDeclaredMethod(name));
            } catch (NoSuchMethodException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static HttpResponse<String> ask(String old) {
        return PLATFORM.server()
                .send(HttpRequest.newBuilder(PLATFORM.server().uri("/v1/balance"))
                        .header("Authorization", "Bearer " + KEY)
                        .header("X-Old", old)
                        .build());
    }

    @Test
    void aDeprecatedOperationSaysSinceWhenAndUntilWhen() {
        HttpResponse<String> answer = ask("answers");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Deprecation")).hasValue("@1793664000");
        assertThat(answer.headers().firstValue("Sunset")).hasValue("Fri, 05 Nov 2027 00:00:00 GMT");
        assertThat(answer.headers().firstValue("Link").orElseThrow())
                .contains("rel=\"deprecation\"")
                .contains("/docs/text/guides/versioning.md");
    }

    @Test
    void soDoesItsRefusal() {
        HttpResponse<String> answer = ask("refuses");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Deprecation")).hasValue("@1793664000");
        assertThat(answer.headers().firstValue("Sunset")).hasValue("Fri, 05 Nov 2027 00:00:00 GMT");
    }

    @Test
    void othersSayNothing() {
        HttpResponse<String> answer = ask("no");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map()).doesNotContainKeys("deprecation", "sunset");
    }
}
