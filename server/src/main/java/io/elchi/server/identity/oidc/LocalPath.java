package io.elchi.server.identity.oidc;

import java.util.regex.Pattern;

/// Paths that a browser may be sent to: of this server, whatever a browser makes of them.
public final class LocalPath {
    private static final int LONGEST = 200;
    private static final String NAME = "[A-Za-z0-9_~-][A-Za-z0-9._~-]*";
    /// From there a browser would go round in circles.
    private static final String SIGN_IN = "/console/session/";
    /// No second slash, no backslash and no octet that a browser drops: each of them could begin another host.
    private static final Pattern FORM = Pattern.compile(
            "/(?:" + NAME + "(?:/" + NAME + ")*/?)?(?:\\?[A-Za-z0-9._~=&%+-]*)?(?:#[A-Za-z0-9._~=&/-]*)?");

    private LocalPath() {}

    public static boolean isOne(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches() && !text.startsWith(SIGN_IN);
    }
}
