package io.elchi.server.identity;

import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.AuthenticatorAssertionResponse;
import com.webauthn4j.data.AuthenticatorAttestationResponse;
import com.webauthn4j.data.PublicKeyCredential;
import com.webauthn4j.data.PublicKeyCredentialCreationOptions;
import com.webauthn4j.data.PublicKeyCredentialRequestOptions;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.test.authenticator.webauthn.NoneAttestationAuthenticator;
import com.webauthn4j.test.authenticator.webauthn.WebAuthnAuthenticatorAdaptor;
import com.webauthn4j.test.client.ClientPlatform;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/// A browser's authenticator: WebAuthn4J's emulation.
final class Authenticator {
    private static final ObjectConverter CONVERTER = new ObjectConverter();

    private final ClientPlatform platform;

    Authenticator(String origin) {
        platform = new ClientPlatform(
                new Origin(origin), new WebAuthnAuthenticatorAdaptor(new NoneAttestationAuthenticator()));
    }

    /// The same keys on another page.
    void goTo(String origin) {
        platform.setOrigin(new Origin(origin));
    }

    private static String text(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    /// RegistrationResponseJSON, with ' for ".
    String create(JsonNode options) {
        PublicKeyCredential<AuthenticatorAttestationResponse, ?> made = platform.create(
                CONVERTER.getJsonMapper().readValue(options.toString(), PublicKeyCredentialCreationOptions.class));
        AuthenticatorAttestationResponse response = made.getResponse();
        return "{'id':'%1$s','rawId':'%1$s','type':'public-key','response':{'clientDataJSON':'%2$s','attestationObject':'%3$s','transports':['internal']},'clientExtensionResults':{}}"
                .formatted(
                        text(made.getRawId()),
                        text(response.getClientDataJSON()),
                        text(response.getAttestationObject()));
    }

    /// AuthenticationResponseJSON, with ' for ".
    String get(JsonNode options) {
        PublicKeyCredential<AuthenticatorAssertionResponse, ?> signed = platform.get(
                CONVERTER.getJsonMapper().readValue(options.toString(), PublicKeyCredentialRequestOptions.class));
        AuthenticatorAssertionResponse response = signed.getResponse();
        return "{'id':'%1$s','rawId':'%1$s','type':'public-key','response':{'clientDataJSON':'%2$s','authenticatorData':'%3$s','signature':'%4$s'},'clientExtensionResults':{}}"
                .formatted(
                        text(signed.getRawId()),
                        text(response.getClientDataJSON()),
                        text(response.getAuthenticatorData()),
                        text(response.getSignature()));
    }
}
