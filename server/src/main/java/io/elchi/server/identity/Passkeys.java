package io.elchi.server.identity;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.web.webauthn.api.AttestationConveyancePreference;
import org.springframework.security.web.webauthn.api.AuthenticatorAssertionResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorAttestationResponse;
import org.springframework.security.web.webauthn.api.AuthenticatorSelectionCriteria;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.PublicKeyCredential;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialDescriptor;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialParameters;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.api.ResidentKeyRequirement;
import org.springframework.security.web.webauthn.api.UserVerificationRequirement;
import org.springframework.security.web.webauthn.jackson.WebauthnJacksonModule;
import org.springframework.security.web.webauthn.management.ImmutableRelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyPublicKey;
import org.springframework.security.web.webauthn.management.WebAuthnRelyingPartyOperations;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Passkeys (WebAuthn level 3) as second factor: Spring Security verifies what authenticators sign. A challenge is
/// good for one answer, in the session that asked for it.
public final class Passkeys {
    private static final Logger LOG = LoggerFactory.getLogger(Passkeys.class);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final int MOST = 20;

    private final JsonMapper json =
            JsonMapper.builder().addModule(new WebauthnJacksonModule()).build();
    private final PasskeyStore store;
    private final WebAuthnRelyingPartyOperations operations;
    private final String domain;

    /// @param domain the relying party's id; empty: there are no passkeys
    Passkeys(PasskeyStore store, WebAuthnRelyingPartyOperations operations, String domain) {
        this.store = store;
        this.operations = operations;
        this.domain = domain;
    }

    /// A passkey of a person.
    ///
    /// @param id in Base64's URL alphabet
    public record Passkey(String id, String label, Instant createdAt, Instant lastUsedAt) {
        static Passkey of(CredentialRecord passkey) {
            return new Passkey(
                    passkey.getCredentialId().toBase64UrlString(),
                    passkey.getLabel(),
                    passkey.getCreated(),
                    passkey.getLastUsed());
        }
    }

    static String challenge() {
        return Bytes.random().toBase64UrlString();
    }

    private void checkAreOn() {
        if (domain.isEmpty()) {
            throw Refusal.of(Failure.CONFLICT, "passkeys need the settings identity.passkey_domain and passkey_origins")
                    .exception();
        }
    }

    private List<PublicKeyCredentialDescriptor> known(long user) {
        return store.findByUserId(PasskeyStore.handle(user)).stream()
                .map(passkey -> PublicKeyCredentialDescriptor.builder()
                        .id(passkey.getCredentialId())
                        .transports(new HashSet<>(passkey.getTransports()))
                        .build())
                .toList();
    }

    /// For `navigator.credentials.create`.
    JsonNode creation(User user, String challenge) {
        return json.valueToTree(creationOptions(user, challenge));
    }

    private PublicKeyCredentialCreationOptions creationOptions(User user, String challenge) {
        checkAreOn();
        return PublicKeyCredentialCreationOptions.builder()
                .rp(PublicKeyCredentialRpEntity.builder()
                        .id(domain)
                        .name("Elchi")
                        .build())
                .user(PasskeyOwners.of(user))
                .challenge(Bytes.fromBase64(challenge))
                .pubKeyCredParams(
                        PublicKeyCredentialParameters.ES256,
                        PublicKeyCredentialParameters.EdDSA,
                        PublicKeyCredentialParameters.RS256)
                .timeout(TIMEOUT)
                .excludeCredentials(known(user.id()))
                .authenticatorSelection(AuthenticatorSelectionCriteria.builder()
                        .residentKey(ResidentKeyRequirement.PREFERRED)
                        .userVerification(UserVerificationRequirement.REQUIRED)
                        .build())
                .attestation(AttestationConveyancePreference.NONE)
                .build();
    }

    /// Registers what an authenticator made.
    ///
    /// @throws RefusedException when it does not answer the challenge
    Passkey register(User user, String challenge, JsonNode made, String label) {
        if (known(user.id()).size() >= MOST) {
            throw Refusal.of(Failure.CONFLICT, "a person has " + MOST + " passkeys at most")
                    .exception();
        }
        try {
            PublicKeyCredential<AuthenticatorAttestationResponse> credential = json.treeToValue(
                    made,
                    json.getTypeFactory()
                            .constructType(
                                    new TypeReference<PublicKeyCredential<AuthenticatorAttestationResponse>>() {}));
            return Passkey.of(operations.registerCredential(new ImmutableRelyingPartyRegistrationRequest(
                    creationOptions(user, challenge), new RelyingPartyPublicKey(credential, label))));
        } catch (RefusedException | DataAccessException e) {
            throw e;
        } catch (RuntimeException e) {
            throw refused(e);
        }
    }

    /// What Jackson, Spring and WebAuthn4J find wrong has many types, and the client learns none of them.
    private static RefusedException refused(RuntimeException why) {
        LOG.debug("a passkey is refused", why);
        return Refusal.ofField(
                        Failure.SIGN_IN_FAILED, "credential", "does not answer the challenge, or is not of this site")
                .exception();
    }

    /// For `navigator.credentials.get`.
    JsonNode request(long user, String challenge) {
        return json.valueToTree(requestOptions(user, challenge));
    }

    private PublicKeyCredentialRequestOptions requestOptions(long user, String challenge) {
        checkAreOn();
        return PublicKeyCredentialRequestOptions.builder()
                .rpId(domain)
                .challenge(Bytes.fromBase64(challenge))
                .timeout(TIMEOUT)
                .allowCredentials(known(user))
                .userVerification(UserVerificationRequirement.REQUIRED)
                .build();
    }

    /// @throws RefusedException when it is not this person's, or does not answer the challenge
    void check(long user, String challenge, JsonNode signed) {
        try {
            PublicKeyCredential<AuthenticatorAssertionResponse> credential = json.treeToValue(
                    signed,
                    json.getTypeFactory()
                            .constructType(
                                    new TypeReference<PublicKeyCredential<AuthenticatorAssertionResponse>>() {}));
            CredentialRecord passkey = store.findByCredentialId(credential.getRawId());
            if (passkey == null || PasskeyStore.user(passkey.getUserEntityUserId()) != user) {
                throw new IllegalArgumentException("the passkey of somebody else");
            }
            operations.authenticate(new RelyingPartyAuthenticationRequest(requestOptions(user, challenge), credential));
        } catch (RefusedException | DataAccessException e) {
            throw e;
        } catch (RuntimeException e) {
            throw refused(e);
        }
    }

    /// A person's passkeys, oldest first.
    public List<Passkey> of(long user) {
        return store.findByUserId(PasskeyStore.handle(user)).stream()
                .map(Passkey::of)
                .toList();
    }

    /// @return false: the person has no such passkey
    public boolean remove(long user, String id) {
        try {
            return store.delete(user, Base64.getUrlDecoder().decode(id));
        } catch (IllegalArgumentException ignored) {
            return false;
        }
    }
}
