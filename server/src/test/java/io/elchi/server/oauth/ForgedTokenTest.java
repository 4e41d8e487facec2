package io.elchi.server.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.elchi.server.accounts.Authentication;
import io.elchi.server.core.Failure;
import io.elchi.server.oauth.Machines.Machine;
import io.elchi.testkit.Seeds;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tokens that nobody issued, or not for this.
class ForgedTokenTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final String ISSUER = "https://sms.example.org";

    @AutoClose
    private static final Machines MACHINES = new Machines(Map.of("oauth.issuer", ISSUER));

    private static final Machine MACHINE = MACHINES.machine("'sms:send','sms:read'");

    private static RSAKey key() {
        return MACHINES.server().part(SigningKeys.class).signing();
    }

    private static JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(MACHINE.clientId())
                .audience("elchi")
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)))
                .claim("scope", "sms:send sms:read");
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(key().getKeyID());
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    /// Signed with the right key.
    private static String with(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return signed(header().build(), change.apply(claims()).build(), new RSASSASigner(key()));
    }

    private static Authentication authenticate(String token) {
        return MACHINES.accounts().authenticate(token, HERE);
    }

    private static void assertRefused(String token) {
        assertThat(authenticate(token))
                .as(token)
                .isInstanceOfSatisfying(
                        Authentication.Denied.class,
                        denied -> assertThat(denied.failure()).isEqualTo(Failure.UNAUTHORIZED));
        // Again: a refusal must not be kept as something else.
        assertThat(authenticate(token)).isInstanceOf(Authentication.Denied.class);
    }

    @Test
    void theTokensOfThisTestWouldBeAccepted() throws JOSEException {
        assertThat(authenticate(with(claims -> claims))).isInstanceOf(Authentication.Granted.class);
    }

    @Test
    void aTokenWithoutASignatureIsRefused() throws JOSEException {
        String payload = with(claims -> claims).split("\\.")[1];
        assertRefused(new PlainJWT(claims().build()).serialize());
        for (String alg : List.of("none", "None", "NONE", "nOnE")) {
            String head = "{\"alg\":\"" + alg + "\",\"typ\":\"at+jwt\",\"kid\":\"" + key().getKeyID() + "\"}";
            String encoded =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(head.getBytes(StandardCharsets.UTF_8));
            assertRefused(encoded + "." + payload + ".");
            assertRefused(encoded + "." + payload + ".AAAA");
        }
        String[] parts = with(claims -> claims).split("\\.");
        assertRefused(parts[0] + "." + parts[1] + ".");
    }

    /// The public key as the secret of an HMAC.
    @Test
    void anotherAlgorithmIsRefused() throws JOSEException {
        for (byte[] secret : List.of(
                key().toRSAPublicKey().getEncoded(),
                key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
                key().getModulus().decode())) {
            assertRefused(signed(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .type(new JOSEObjectType("at+jwt"))
                            .keyID(key().getKeyID())
                            .build(),
                    claims().build(),
                    new MACSigner(secret)));
        }
        for (JWSAlgorithm other : List.of(JWSAlgorithm.RS512, JWSAlgorithm.PS256)) {
            assertRefused(signed(
                    new JWSHeader.Builder(other)
                            .type(new JOSEObjectType("at+jwt"))
                            .keyID(key().getKeyID())
                            .build(),
                    claims().build(),
                    new RSASSASigner(key())));
        }
    }

    @Test
    void aTokenOfAnotherKeyIsRefused() throws JOSEException {
        RSAKey foreign = StoredKey.random();
        RSASSASigner signer = new RSASSASigner(foreign);
        assertRefused(signed(header().build(), claims().build(), signer));
        assertRefused(signed(header().keyID(foreign.getKeyID()).build(), claims().build(), signer));
        // A key that the token itself brings.
        assertRefused(signed(
                header().keyID(foreign.getKeyID()).jwk(foreign.toPublicJWK()).build(), claims().build(), signer));
        assertRefused(signed(header().jwk(foreign.toPublicJWK()).build(), claims().build(), signer));
        assertRefused(signed(header().keyID(null).build(), claims().build(), new RSASSASigner(key())));
    }

    @Test
    void aTokenForSomethingElseIsRefused() throws JOSEException {
        assertRefused(with(claims -> claims.issuer("https://other.example.org")));
        assertRefused(with(claims -> claims.issuer(null)));
        assertRefused(with(claims -> claims.audience("other")));
        assertRefused(with(claims -> claims.audience((String) null)));
        assertRefused(with(claims -> claims.subject("elchi_client_aaaaaaaa")));
        assertRefused(with(claims -> claims.subject(null)));
        assertRefused(with(claims -> claims.jwtID(null)));
        assertRefused(with(claims -> claims.claim("scope", null)));
        assertRefused(with(claims -> claims.claim("scope", List.of("sms:send"))));
        for (JOSEObjectType type : new JOSEObjectType[] {JOSEObjectType.JWT, new JOSEObjectType("dpop+jwt"), null}) {
            assertRefused(signed(header().type(type).build(), claims().build(), new RSASSASigner(key())));
        }
        assertRefused(signed(
                header().criticalParams(java.util.Set.of("exp2"))
                        .customParam("exp2", 1)
                        .build(),
                claims().build(),
                new RSASSASigner(key())));
    }

    /// Clocks of processes may differ by half a minute.
    @Test
    void aTokenHasItsTimeAndHalfAMinute() throws JOSEException {
        assertRefused(with(claims -> until(claims, Duration.ofSeconds(40))));
        assertThat(authenticate(with(claims -> until(claims, Duration.ofSeconds(10)))))
                .isInstanceOf(Authentication.Granted.class);
        assertRefused(with(claims -> claims.notBeforeTime(ago(Duration.ofSeconds(-60)))));
        assertThat(authenticate(with(claims -> claims.notBeforeTime(ago(Duration.ofSeconds(-10))))))
                .isInstanceOf(Authentication.Granted.class);
        assertRefused(with(claims -> claims.expirationTime(null)));
    }

    private static JWTClaimsSet.Builder until(JWTClaimsSet.Builder claims, Duration before) {
        return claims.issueTime(ago(Duration.ofMinutes(10)))
                .notBeforeTime(ago(Duration.ofMinutes(10)))
                .expirationTime(ago(before));
    }

    private static Date ago(Duration time) {
        return Date.from(Instant.now().minus(time));
    }

    @Test
    void anOversizedTokenIsNotParsed() throws JOSEException {
        assertRefused(with(claims -> claims.claim("filler", "x".repeat(4_096))));
        assertRefused("a.".repeat(3_000));
    }

    /// Scopes that the client has no more, or never had, open nothing.
    @Test
    void aTokenOpensWhatItsClientStillHas() throws JOSEException {
        String token = with(claims -> claims.claim("scope", "sms:read admin webhooks invented"));
        assertThat(authenticate(token)).isInstanceOfSatisfying(Authentication.Granted.class, granted -> {
            assertThat(granted.caller().permissions()).isEqualTo(io.elchi.server.accounts.Scope.READ.permissions());
        });
    }

    @Test
    void aChangedTokenIsRefused() throws JOSEException {
        String token = with(claims -> claims);
        String alphabet = "ABCXYZabcxyz0189-_.=+/ %\"{}\u00ff";
        Seeds.forEach(2_000, random -> {
            StringBuilder changed = new StringBuilder(token);
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                int at = random.nextInt(changed.length());
                char other = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(4)) {
                    case 0 -> changed.setCharAt(at, other);
                    case 1 -> changed.insert(at, other);
                    case 2 -> changed.deleteCharAt(at);
                    default -> changed.setLength(at + 1);
                }
            }
            if (!same(token, changed.toString())) {
                assertThat(authenticate(changed.toString()))
                        .as(changed.toString())
                        .isInstanceOf(Authentication.Denied.class);
            }
        });
    }

    /// The last character of the signature has bits that mean nothing: Base64 of another text, and the same
    /// octets.
    private static boolean same(String token, String changed) {
        int dot = token.lastIndexOf('.');
        return changed.startsWith(token.substring(0, dot + 1))
                && decoded(changed.substring(dot + 1)).equals(decoded(token.substring(dot + 1)));
    }

    private static String decoded(String text) {
        return new com.nimbusds.jose.util.Base64URL(text).decodeToString();
    }
}
