package io.elchi.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A machine gets a token and uses it.
class TokenTest {
    @AutoClose
    private static final Machines MACHINES = new Machines(Map.of());

    @Test
    void aTokenSendsAMessageAndReadsABalance() {
        Machines.Machine machine = MACHINES.machine("'sms:send','sms:read'");
        HttpResponse<String> answer =
                Machines.post(MACHINES.server(), "/oauth2/token", machine, Map.of("grant_type", "client_credentials"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control"))
                .get()
                .asString()
                .contains("no-store");
        assertThat(answer.headers().firstValue("X-Correlation-Id")).isPresent();
        assertThat(Machines.json(answer).get("scope").stringValue().split(" "))
                .containsExactlyInAnyOrder("sms:send", "sms:read");
        assertThat(Machines.json(answer).get("expires_in").intValue()).isBetween(590, 600);
        assertThat(Machines.json(answer).has("refresh_token")).isFalse();
        String token = Machines.json(answer).get("access_token").stringValue();
        HttpResponse<String> sent = MACHINES.server().ask("POST", "/v1/sms/send", token, Machines.SEND);
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
        HttpResponse<String> balance = MACHINES.server().ask("GET", "/v1/balance", token, null);
        assertThat(balance.statusCode()).as(balance.body()).isEqualTo(200);
    }
}
