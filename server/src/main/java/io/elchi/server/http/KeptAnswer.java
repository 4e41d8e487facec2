package io.elchi.server.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The answer of a controller to an [InnerRequest]. Nothing of it goes to the client as it is.
final class KeptAnswer extends HttpServletResponseWrapper {
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
        // The answer to the outer request has its own.
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
    public String getContentType() {
        return null;
    }

    @Override
    public boolean containsHeader(String name) {
        return false;
    }

    @Override
    public String getHeader(String name) {
        return null;
    }

    @Override
    public Collection<String> getHeaders(String name) {
        return List.of();
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
