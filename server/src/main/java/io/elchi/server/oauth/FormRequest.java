package io.elchi.server.oauth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;

/// A request as the Authorization Server gets it: the fields of its form are its parameters, and it came to the
/// address that the issuer has, whatever its header Host says.
final class FormRequest extends HttpServletRequestWrapper {
    private final Map<String, String[]> fields;
    private final String host;

    /// @param host of this server, when the issuer is taken from the request
    FormRequest(HttpServletRequest request, Map<String, String> fields, String host) {
        super(request);
        this.host = host;
        Map<String, String[]> all = new LinkedHashMap<>();
        fields.forEach((name, value) -> all.put(name, new String[] {value}));
        this.fields = Collections.unmodifiableMap(all);
    }

    /// Reads `application/x-www-form-urlencoded`.
    ///
    /// @return null when it is none, or a field stands twice (RFC 6749, 3.2)
    static Map<String, String> fields(byte[] body) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            try {
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                if (fields.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
                    return null;
                }
            } catch (IllegalArgumentException ignored) {
                return null; // a percent sign with something else behind it
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String getParameter(String name) {
        String[] values = fields.get(name);
        return values == null ? null : values[0];
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return fields;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(fields.keySet());
    }

    @Override
    public String[] getParameterValues(String name) {
        String[] values = fields.get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public String getServerName() {
        return host;
    }

    @Override
    public int getServerPort() {
        return getLocalPort();
    }
}
