package io.elchi.server.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A request that the server makes itself, over the connection of another one. It has attributes of its own.
final class InnerRequest extends HttpServletRequestWrapper {
    private static final String JSON = "application/json";

    private final ApprovedRequests.StoredOperation stored;
    private final String query;
    private final Map<String, String[]> parameters = new LinkedHashMap<>();
    private final byte[] body;
    private final Map<String, Object> attributes = new HashMap<>();

    /// @param query as in an address, percent-encoded; null: none
    /// @throws io.elchi.server.core.RefusedException when it is not what a query is
    InnerRequest(HttpServletRequest request, ApprovedRequests.StoredOperation stored, String query) {
        super(request);
        this.query = query;
        this.stored = new ApprovedRequests.StoredOperation(
                stored.method(), PathAliases.canonical(stored.path()), stored.body());
        body = stored.body() == null ? new byte[0] : stored.body().getBytes(StandardCharsets.UTF_8);
        Query.parameters(query).forEach((name, values) -> parameters.put(name, values.toArray(String[]::new)));
        attributes.put(EdgeValve.CORRELATION_ATTRIBUTE, request.getAttribute(EdgeValve.CORRELATION_ATTRIBUTE));
    }

    @Override
    public String getMethod() {
        return stored.method();
    }

    @Override
    public String getRequestURI() {
        return stored.path();
    }

    @Override
    public StringBuffer getRequestURL() {
        return new StringBuffer(stored.path());
    }

    @Override
    public String getServletPath() {
        return stored.path();
    }

    @Override
    public String getQueryString() {
        return query;
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Collections.unmodifiableMap(parameters);
    }

    @Override
    public String getParameter(String name) {
        return parameters.containsKey(name) ? parameters.get(name)[0] : null;
    }

    @Override
    public String[] getParameterValues(String name) {
        return parameters.get(name);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(parameters.keySet());
    }

    @Override
    public Object getAttribute(String name) {
        return attributes.get(name);
    }

    @Override
    public Enumeration<String> getAttributeNames() {
        return Collections.enumeration(List.copyOf(attributes.keySet()));
    }

    @Override
    public void setAttribute(String name, Object value) {
        attributes.put(name, value);
    }

    @Override
    public void removeAttribute(String name) {
        attributes.remove(name);
    }

    @Override
    public String getHeader(String name) {
        return name.equalsIgnoreCase("Content-Type") ? getContentType() : null;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        String value = getHeader(name);
        return value == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(value));
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return body.length == 0 ? Collections.emptyEnumeration() : Collections.enumeration(List.of("Content-Type"));
    }

    @Override
    public String getContentType() {
        return body.length == 0 ? null : JSON;
    }

    @Override
    public int getContentLength() {
        return body.length;
    }

    @Override
    public long getContentLengthLong() {
        return body.length;
    }

    @Override
    public ServletInputStream getInputStream() {
        return new StoredBody(body);
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private static final class StoredBody extends ServletInputStream {
        private final ByteArrayInputStream octets;

        StoredBody(byte[] octets) {
            this.octets = new ByteArrayInputStream(octets);
        }

        @Override
        public int read() {
            return octets.read();
        }

        @Override
        public boolean isFinished() {
            return octets.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
