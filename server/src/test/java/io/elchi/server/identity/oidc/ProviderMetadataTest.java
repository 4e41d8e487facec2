package io.elchi.server.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.elchi.server.core.Failure;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderMetadataTest {
    private static final String GOOD = "{'issuer':'ISSUER','authorization_endpoint':'ISSUER/auth',"
            + "'token_endpoint':'ISSUER/token','jwks_uri':'ISSUER/jwks','subject_types_supported':['public']}";

    private final HttpServer server;
    private final String issuer;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String body;
    private final ManualClock clock = ManualClock.atMidnight();

    @AutoClose
    private final ProviderHttp http = new ProviderHttp();

    private final ProviderMetadata metadata;

    ProviderMetadataTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/staff";
        server.createContext("/realms/staff/.well-known/openid-configuration", exchange -> {
            asked.incrementAndGet();
            byte[] octets = body.replace('\'', '"').replace("ISSUER", issuer).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            if (body.startsWith("to ")) {
                exchange.getResponseHeaders().add("Location", body.substring(3).replace("ISSUER", issuer));
                exchange.sendResponseHeaders(302, -1);
            } else {
                exchange.sendResponseHeaders(200, octets.length);
                exchange.getResponseBody().write(octets);
            }
            exchange.close();
        });
        server.createContext("/good", exchange -> {
            byte[] octets = GOOD.replace('\'', '"').replace("ISSUER", issuer).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, octets.length);
            exchange.getResponseBody().write(octets);
            exchange.close();
        });
        server.start();
        OidcProperties properties = new OidcProperties(
                issuer,
                "elchi",
                new Secret("secret"),
                "https://elchi.example" + OidcProperties.CALLBACK_PATH,
                "x",
                List.of("openid"),
                "roles",
                List.of(),
                "email_verified",
                false,
                OidcProperties.SecondFactorOf.ELCHI,
                "/");
        metadata = new ProviderMetadata(properties, http.plain(), clock);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void isAway() {
        assertThatThrownBy(metadata::registration)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal().failure())
                                .isEqualTo(Failure.IDENTITY_PROVIDER_UNAVAILABLE));
    }

    @Test
    void theyAreReadOnceAnHour() {
        body = GOOD;
        assertThat(metadata.registration().getProviderDetails().getTokenUri()).isEqualTo(issuer + "/token");
        assertThat(metadata.registration().getClientSecret()).isEqualTo("secret");
        assertThat(asked).hasValue(1);
        clock.advance(Duration.ofMinutes(61));
        body = GOOD.replace("/token'", "/token2'");
        assertThat(metadata.registration().getProviderDetails().getTokenUri()).isEqualTo(issuer + "/token2");
        // The former ones are good while the provider is away.
        clock.advance(Duration.ofMinutes(61));
        body = "no JSON";
        assertThat(metadata.registration().getProviderDetails().getTokenUri()).isEqualTo(issuer + "/token2");
        assertThat(asked).hasValue(3);
    }

    @Test
    void aProviderThatIsAwayIsAskedOnceInAWhile() {
        body = "no JSON";
        for (int i = 0; i < 5; i++) {
            isAway();
        }
        assertThat(asked).hasValue(1);
        body = GOOD;
        clock.advance(Duration.ofSeconds(3));
        assertThat(metadata.registration().getClientId()).isEqualTo("elchi");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\"',
            value = {
                "'issuer':'ISSUER', 'issuer':'https://other.example'",
                "'issuer':'ISSUER', 'issuer':'ISSUER/'",
                "'issuer':'ISSUER'|, -",
                "ISSUER/auth, http://login.example/auth",
                "ISSUER/auth, javascript:alert(1)",
                "ISSUER/token, http://login.example/token",
                "ISSUER/jwks, http://login.example/jwks",
                "ISSUER/jwks, file:/etc/passwd",
                "'jwks_uri':'ISSUER/jwks'|, -",
                "'token_endpoint':'ISSUER/token'|, -"
            })
    void whatIsNotTheProvidersOrNotSafeIsNotTaken(String good, String bad) {
        String member = good.replace("|", ",");
        assertThat(GOOD).contains(member);
        body = GOOD.replace(member, bad.equals("-") ? "" : bad);
        isAway();
    }

    @Test
    void noRedirectIsFollowedAndNoLongAnswerIsRead() {
        body = "to http://127.0.0.1:" + server.getAddress().getPort() + "/good";
        isAway();
        clock.advance(Duration.ofSeconds(3));
        body = GOOD.replaceFirst("\\{", "{'x':'" + "x".repeat(ProviderHttp.MOST) + "',");
        isAway();
        clock.advance(Duration.ofSeconds(3));
        body = GOOD;
        assertThat(metadata.registration().getClientId()).isEqualTo("elchi");
    }
}
