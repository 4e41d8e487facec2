package io.elchi.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.oauth.Machines.Machine;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who asks too often.
class TokenLimitsTest {
    private static final Map<String, String> GRANT = Map.of("grant_type", "client_credentials");

    private static HttpResponse<String> from(Machines machines, String address, Machine machine) {
        return machines.server()
                .send(HttpRequest.newBuilder(machines.server().uri("/oauth2/token"))
                        .header("Authorization", Machines.basic(machine))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-Forwarded-For", address)
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                        .build());
    }

    private static void assertTooMany(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(Machines.json(answer).get("error").stringValue()).isEqualTo("temporarily_unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    /// Whoever guesses is stopped, and the client elsewhere is not: a stranger must not be able to lock it out.
    @Test
    void guessesAreRefusedByAddress() {
        try (Machines machines =
                new Machines(Map.of("oauth.failures_per_minute", "5", "http.trusted_proxies", "127.0.0.1"))) {
            Machine machine = machines.machine("'sms:send'");
            Machine guess = new Machine(0, machine.clientId(), "elchi_secret_" + "g".repeat(43));
            for (int i = 0; i < 5; i++) {
                assertThat(from(machines, "192.0.2.66", guess).statusCode()).isEqualTo(401);
            }
            assertTooMany(from(machines, "192.0.2.66", guess));
            assertTooMany(from(machines, "192.0.2.66", machine));
            assertThat(from(machines, "192.0.2.7", machine).statusCode()).isEqualTo(200);
        }
    }

    /// As many as an address may have at once, or a client.
    private static int granted(Machines machines, String address, Machine machine) throws Exception {
        int granted = 0;
        HttpResponse<String> answer = from(machines, address, machine);
        while (answer.statusCode() == 200) {
            granted++;
            answer = from(machines, address, machine);
        }
        assertTooMany(answer);
        return granted;
    }

    @Test
    void anAddressHasItsRate() throws Exception {
        try (Machines machines = new Machines(Map.of(
                "oauth.requests_per_second",
                "1",
                "oauth.tokens_per_second",
                "1000",
                "http.trusted_proxies",
                "127.0.0.1"))) {
            Machine machine = machines.machine("'sms:send'");
            assertThat(granted(machines, "192.0.2.1", machine)).isBetween(10, 20);
            assertThat(from(machines, "192.0.2.3", machine).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aClientHasItsRateFromAllAddressesTogether() throws Exception {
        try (Machines machines = new Machines(Map.of(
                "oauth.requests_per_second",
                "1000",
                "oauth.tokens_per_second",
                "1",
                "http.trusted_proxies",
                "127.0.0.1"))) {
            Machine machine = machines.machine("'sms:send'");
            assertThat(granted(machines, "192.0.2.1", machine)).isPositive();
            assertTooMany(from(machines, "192.0.2.2", machine));
            Machine other = machines.machine("'sms:send'");
            assertThat(from(machines, "192.0.2.1", other).statusCode()).isEqualTo(200);
        }
    }
}
