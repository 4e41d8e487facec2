package io.elchi.server.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Addresses that clients of other protocols give. Whether they are public is found out when they are connected to:
/// see [OutgoingClient].
public final class OutgoingUrl {
    /// Octets of an address.
    public static final int MOST_OCTETS = 1_024;

    private static final Pattern FORM = Pattern.compile(
            "(?i:https?)://(?<host>[A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(?<port>:[0-9]{1,5})?(?<rest>[/?][!-~&&[^#]]*)?");
    /// The letters that have a value: see `KannelEscapes`. Of those that are hexadecimal digits, `%d0` is an octet as
    /// well.
    private static final Pattern ESCAPE = Pattern.compile("%(%|[aAbBcCdDfF](?![0-9A-Fa-f])|[iIkmMnoOpPqQrRsStTuvV])");

    private OutgoingUrl() {}

    /// Whether it is an address of https or http without user and fragment.
    public static boolean isUsable(String url) {
        return url.getBytes(StandardCharsets.UTF_8).length <= MOST_OCTETS
                && FORM.matcher(url).matches()
                && parsed(url) != null;
    }

    /// The same with letters behind `%` that stand for values; there is none in the name of the host.
    public static boolean isUsableWithEscapes(String url) {
        return url.getBytes(StandardCharsets.UTF_8).length <= MOST_OCTETS
                && FORM.matcher(url).matches()
                && parsed(ESCAPE.matcher(url).replaceAll("")) != null;
    }

    /// @return null: it cannot be asked
    public static URI parsed(String url) {
        try {
            URI address = new URI(url);
            return address.getHost() == null || address.getPort() > 65_535 ? null : address;
        } catch (URISyntaxException _) {
            return null;
        }
    }

    /// Name and port of its host.
    ///
    /// @param url that is usable
    public static String host(String url) {
        Matcher parts = FORM.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an address");
        }
        String port = parts.group("port");
        boolean isSecure = url.regionMatches(true, 0, "https:", 0, 6);
        return parts.group("host").toLowerCase(Locale.ROOT) + (port == null ? isSecure ? ":443" : ":80" : port);
    }
}
