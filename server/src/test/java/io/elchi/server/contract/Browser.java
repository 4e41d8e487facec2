package io.elchi.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.elchi.server.boot.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A person's browser: it keeps the cookie of its session, sends the token beside it, and holds every question and
/// answer against the contracts.
public final class Browser {
    private static final String SESSION = "__Host-elchi=";
    private static final String PENDING = "__Host-elchi-oidc=";

    private final TestServer server;
    private String cookie;
    private String pending;
    private String csrfToken;
    private String reason;
    private String totp;
    private long lastStep;
    private final List<String> setCookies = new ArrayList<>();

    public Browser(TestServer server) {
        this.server = server;
    }

    /// The same person with the same cookie at another process.
    public Browser at(TestServer other) {
        Browser browser = new Browser(other);
        browser.cookie = cookie;
        browser.pending = pending;
        browser.csrfToken = csrfToken;
        browser.totp = totp;
        browser.reason = reason;
        return browser;
    }

    /// Says with each request from now on why it is made.
    ///
    /// @param why null: not any more
    public Browser because(String why) {
        reason = why;
        return this;
    }

    public String cookie() {
        return cookie;
    }

    /// A cookie that somebody else chose.
    public void plant(String planted) {
        cookie = planted;
    }

    public void dropCsrfToken() {
        csrfToken = null;
    }

    public List<String> setCookies() {
        return setCookies;
    }

    /// What a page of another site links to: the cookie of the session is SameSite=Strict, the other one Lax.
    public Api.Answer comeBack(String path) {
        String own = cookie;
        cookie = null;
        Api.Answer answer = get(path);
        cookie = cookie == null ? own : cookie;
        return answer;
    }

    /// The cookie of a sign-in that is at the identity provider.
    public String pending() {
        return pending;
    }

    public void plantPending(String planted) {
        pending = planted;
    }

    public Api.Answer get(String path) {
        return ask("GET", path, null);
    }

    /// @param body JSON, in which ' stands for "
    public Api.Answer post(String path, String body) {
        return ask("POST", path, body);
    }

    public Api.Answer put(String path, String body) {
        return ask("PUT", path, body);
    }

    public Api.Answer patch(String path, String body) {
        return ask("PATCH", path, body);
    }

    public Api.Answer delete(String path) {
        return ask("DELETE", path, null);
    }

    /// @param body JSON, in which ' stands for "; null: none
    public Api.Answer ask(String method, String path, String body) {
        String json = body == null ? null : body.replace('\'', '"');
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path))
                .method(
                        method,
                        json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json));
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        List<String> cookies = new ArrayList<>();
        if (cookie != null) {
            cookies.add(SESSION + cookie);
        }
        if (pending != null) {
            cookies.add(PENDING + pending);
        }
        if (!cookies.isEmpty()) {
            request.header("Cookie", String.join("; ", cookies));
        }
        if (csrfToken != null) {
            request.header("X-CSRF-Token", csrfToken);
        }
        if (reason != null) {
            request.header("X-Reason", reason);
        }
        HttpResponse<String> response = server.send(request.build());
        for (String set : response.headers().allValues("Set-Cookie")) {
            setCookies.add(set);
            String value = set.substring(set.indexOf('=') + 1, set.indexOf(';'));
            if (set.startsWith(PENDING)) {
                pending = value.isEmpty() ? null : value;
            } else {
                cookie = value.isEmpty() ? null : value;
            }
        }
        JsonNode answer = response.body().isEmpty() ? null : JsonMapper.shared().readTree(response.body());
        if (answer != null && answer.has("csrf_token")) {
            csrfToken = answer.get("csrf_token").stringValue();
        }
        String type = response.headers().firstValue("Content-Type").orElse(null);
        JsonNode sent = json == null || response.statusCode() >= 300
                ? null
                : JsonMapper.shared().readTree(json);
        assertThat(Contract.violations(method, path, sent, response.statusCode(), type, answer))
                .isEmpty();
        return new Api.Answer(response.statusCode(), answer, response);
    }

    /// The first step.
    ///
    /// @return the stage that the sign-in is at
    public String signIn(String email, String password) {
        return post("/console/session", "{'email':'%s','password':'%s'}".formatted(email, password))
                .is(200)
                .get("stage")
                .stringValue();
    }

    /// Enrols an authenticator app.
    ///
    /// @return recovery codes
    public List<String> enrol() {
        totp = post("/console/me/authenticator", null).is(200).get("secret").stringValue();
        return post("/console/me/authenticator/confirm", "{'code':'%s'}".formatted(code()))
                .is(200)
                .get("recovery_codes")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    /// A code of the app that was not used yet: the next one, when this half minute's was.
    public String code() {
        long now = Instant.now().getEpochSecond() / 30;
        lastStep = Math.max(now, lastStep + 1);
        return code(lastStep);
    }

    public String code(long step) {
        try {
            TimeBasedOneTimePasswordGenerator app = new TimeBasedOneTimePasswordGenerator();
            byte[] secret = Base32.decode(totp + "=".repeat((8 - totp.length() % 8) % 8));
            return app.generateOneTimePasswordString(
                    new SecretKeySpec(secret, app.getAlgorithm()), Instant.ofEpochSecond(step * 30));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    public long lastStep() {
        return lastStep;
    }

    /// What an attacker of the session's cookie alone has.
    public String appSecret() {
        return totp;
    }

    public void useApp(String secret, long step) {
        totp = secret;
        lastStep = step;
    }
}
