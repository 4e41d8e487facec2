package io.elchi.server.identity.oidc;

import io.elchi.server.config.Setting;
import io.elchi.server.core.Secret;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/// The identity provider that signs people of the platform in, off by default.
public record OidcProperties(
        @Setting(
                value = "issuer of an OpenID Connect provider that people of the platform may sign in with; its"
                        + " metadata is below it. https, or http on loopback. Empty: there is none",
                is = "")
        String issuer,

        @Setting(value = "id that the provider gave to Elchi", is = "")
        String clientId,

        @Setting(value = "secret that the provider gave to Elchi", is = "")
        Secret clientSecret,

        @Setting(
                value = "URL of `/console/session/oidc/callback` as browsers see it, and as it is registered at the"
                        + " provider",
                is = "")
        String callback,

        @Setting(value = "name of the provider on a page for the sign-in", is = "Single sign-on")
        String label,

        @Setting(value = "scopes that are asked for; `openid` is one of them", is = "openid,email,profile")
        List<String> scopes,

        @Setting(
                value = "claim of the ID token that has the roles, a text or a list; with dots it is a path, such as"
                        + " `realm_access.roles`",
                is = "roles")
        String roleClaim,

        @Setting(
                value = "roles by values of that claim, such as `elchi-noc=noc, elchi-admins=super_admin`; the first"
                        + " that the person has is its role from each sign-in on, and a person with none is refused."
                        + " Empty: the provider says nothing of roles",
                is = "")
        List<String> roles,

        @Setting(
                value = "claim that says that the e-mail is the person's: `email_verified`, or `xms_edov` of Entra ID",
                is = "email_verified")
        String emailVerifiedClaim,

        @Setting(
                value = "whether a person that nobody invited is made when one of its roles is in identity.oidc.roles",
                is = "false")
        boolean createPeople,

        @Setting(
                value =
                        "whose second factor counts: `elchi` asks for ours, as after a password; `provider` does not when"
                                + " the `amr` of the ID token has mfa, otp, hwk or sc",
                is = "elchi")
        SecondFactorOf secondFactor,

        @Setting(
                value = "path that a browser is sent to after the sign-in, unless the page asked for another one",
                is = "/")
        String landing) {
    /// The end of the callback's path, behind the prefix that a proxy may add.
    public static final String CALLBACK_PATH = "/console/session/oidc/callback";

    /// Whose second factor counts.
    public enum SecondFactorOf {
        ELCHI,
        PROVIDER
    }

    public OidcProperties {
        if (!issuer.isEmpty()) {
            checkUrl("issuer", issuer);
            checkUrl("callback", callback);
            if (!callback.endsWith(CALLBACK_PATH)) {
                throw new IllegalArgumentException("callback must end with " + CALLBACK_PATH);
            }
            if (clientId.isEmpty() || clientSecret.isEmpty()) {
                throw new IllegalArgumentException("client_id and client_secret must be set with issuer");
            }
            if (!scopes.contains("openid")) {
                throw new IllegalArgumentException("scopes must have openid");
            }
            if (createPeople && roles.isEmpty()) {
                throw new IllegalArgumentException("create_people needs roles");
            }
            if (!LocalPath.isOne(landing)) {
                throw new IllegalArgumentException("landing must be a path of this server");
            }
            RoleMap.of(roleClaim, roles);
        }
    }

    /// Whether there is a provider.
    public boolean isOn() {
        return !issuer.isEmpty();
    }

    /// The roles that the provider can give.
    public List<String> mappedRoles() {
        return RoleMap.of(roleClaim, roles).roles();
    }

    private static void checkUrl(String name, String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " is no URL", e);
        }
        if (!isSafe(uri) || uri.getQuery() != null || uri.getFragment() != null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    name + " must be a URL of https, or of http on loopback, without query and fragment");
        }
    }

    /// Whether nobody on the way reads or changes what is said there.
    static boolean isSafe(URI uri) {
        return uri.getHost() != null
                && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && isLoopback(uri.getHost()));
    }

    private static boolean isLoopback(String host) {
        try {
            return host.equals("localhost")
                    || InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException ignored) {
            return false;
        }
    }
}
