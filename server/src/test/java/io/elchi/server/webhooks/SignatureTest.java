package io.elchi.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.elchi.server.core.Secret;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Signatures as the specification's own library checks them.
class SignatureTest {
    private static final String BODY = "{\"type\":\"message.delivered\",\"text\":\"O‘zbek 😀\"}";

    private final Secret one = Signature.newSecret();
    private final Secret other = Signature.newSecret();

    private HttpHeaders headers(List<Secret> secrets) {
        long now = Instant.now().getEpochSecond();
        String signature = Signature.of(secrets, "msg_1", now, BODY.getBytes(StandardCharsets.UTF_8));
        return HttpHeaders.of(
                Map.of(
                        "webhook-id",
                        List.of("msg_1"),
                        "webhook-timestamp",
                        List.of(Long.toString(now)),
                        "webhook-signature",
                        List.of(signature)),
                (_, _) -> true);
    }

    @Test
    void aClientWithTheSecretBelievesIt() throws Exception {
        new Webhook(one.reveal()).verify(BODY, headers(List.of(one)));
    }

    @Test
    void duringARotationEachOfTheTwoSecretsWillDo() throws Exception {
        HttpHeaders headers = headers(List.of(one, other));
        new Webhook(one.reveal()).verify(BODY, headers);
        new Webhook(other.reveal()).verify(BODY, headers);
    }

    @Test
    void anotherSecretOrAnotherBodyIsNotBelieved() {
        HttpHeaders headers = headers(List.of(one));
        assertThatThrownBy(() -> new Webhook(other.reveal()).verify(BODY, headers))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> new Webhook(one.reveal()).verify(BODY + " ", headers))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void secretsAreLongAndDiffer() {
        assertThat(one.reveal())
                .startsWith("whsec_")
                .hasSize("whsec_".length() + 44)
                .isNotEqualTo(other.reveal());
        assertThat(one.toString()).doesNotContain(one.reveal());
    }
}
