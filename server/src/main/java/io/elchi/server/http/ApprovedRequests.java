package io.elchi.server.http;

import io.elchi.server.core.Actor;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Carries out a request that was stored, through its controller and its checks, in the name of its author.
public final class ApprovedRequests {
    private static final String JSON = "application/json";

    private final RequestMappingHandlerMapping mappings;
    private final RequestMappingHandlerAdapter controllers;

    ApprovedRequests(RequestMappingHandlerMapping mappings, RequestMappingHandlerAdapter controllers) {
        this.mappings = mappings;
        this.controllers = controllers;
    }

    /// A request as it was stored.
    ///
    /// @param body null: it has none
    public record StoredOperation(String method, String path, String body) {}

    /// What came of it.
    ///
    /// @param answer of the controller; null: none
    /// @param refusal null: it was done
    public record ApprovedResult(JsonNode answer, Refusal refusal) {}

    /// @param request with which somebody approved it
    /// @param author with an [Actor] as its details
    public ApprovedResult run(
            StoredOperation stored, HttpServletRequest request, HttpServletResponse response, Authentication author) {
        SecurityContext approver = SecurityContextHolder.getContext();
        StoredRequest asked = new StoredRequest(request, stored);
        KeptAnswer answer = new KeptAnswer(response);
        SecurityContextHolder.setContext(new SecurityContextImpl(author));
        try {
            ScopedValue.where(Actor.CURRENT, (Actor) author.getDetails()).call(() -> {
                ServletRequestPathUtils.parseAndCache(asked);
                HandlerExecutionChain chain = mappings.getHandler(asked);
                if (chain == null) {
                    throw Refusal.of(Failure.NOT_FOUND).exception();
                }
                return controllers.handle(asked, answer, chain.getHandler());
            });
            return new ApprovedResult(answer.json(), null);
        } catch (Exception e) {
            return new ApprovedResult(null, ProblemAdvice.refusal(e, asked));
        } finally {
            SecurityContextHolder.setContext(approver);
        }
    }

    /// The stored request, over the connection of the one that approves it. It has attributes of its own.
    static final class StoredRequest extends HttpServletRequestWrapper {
        private final StoredOperation stored;
        private final byte[] body;
        private final Map<String, Object> attributes = new HashMap<>();

        StoredRequest(HttpServletRequest request, StoredOperation stored) {
            super(request);
            this.stored = new StoredOperation(stored.method, PathAliases.canonical(stored.path), stored.body);
            body = stored.body == null ? new byte[0] : stored.body.getBytes(StandardCharsets.UTF_8);
            attributes.put(EdgeValve.CORRELATION_ATTRIBUTE, request.getAttribute(EdgeValve.CORRELATION_ATTRIBUTE));
        }

        @Override
        public String getMethod() {
            return stored.method;
        }

        @Override
        public String getRequestURI() {
            return stored.path;
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer(stored.path);
        }

        @Override
        public String getServletPath() {
            return stored.path;
        }

        @Override
        public String getQueryString() {
            return null;
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Map.of();
        }

        @Override
        public String getParameter(String name) {
            return null;
        }

        @Override
        public String[] getParameterValues(String name) {
            return null;
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.emptyEnumeration();
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

    /// The controller's answer, which does not go to the one that approved it as it is.
    private static final class KeptAnswer extends HttpServletResponseWrapper {
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        KeptAnswer(HttpServletResponse response) {
            super(response);
        }

        /// null: none.
        JsonNode json() {
            return octets.size() == 0 ? null : JsonMapper.shared().readTree(octets.toByteArray());
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return new ServletOutputStream() {
                @Override
                public void write(int octet) {
                    octets.write(octet);
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    throw new UnsupportedOperationException();
                }
            };
        }

        @Override
        public PrintWriter getWriter() {
            return new PrintWriter(octets, true, StandardCharsets.UTF_8);
        }

        @Override
        public void setStatus(int status) {
            // The answer of the approval has its own.
        }

        @Override
        public void setHeader(String name, String value) {
            // As above.
        }

        @Override
        public void addHeader(String name, String value) {
            // As above.
        }

        @Override
        public void setContentType(String type) {
            // As above.
        }

        @Override
        public void setContentLength(int length) {
            // As above.
        }

        @Override
        public void setContentLengthLong(long length) {
            // As above.
        }

        @Override
        public void setCharacterEncoding(String charset) {
            // As above.
        }

        @Override
        public void flushBuffer() {
            // Nothing of it is sent.
        }
    }
}
