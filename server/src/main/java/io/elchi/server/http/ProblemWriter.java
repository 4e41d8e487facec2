package io.elchi.server.http;

import io.elchi.server.core.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// Writes a refusal as a servlet's answer.
final class ProblemWriter {
    void write(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        FastResponse answer = Problem.answer(refusal, (String) request.getAttribute(EdgeValve.CORRELATION_ATTRIBUTE));
        response.setStatus(answer.status());
        response.setContentType(answer.contentType());
        answer.headers().forEach(header -> response.setHeader(header.name(), header.value()));
        response.setContentLength(answer.body().length);
        response.getOutputStream().write(answer.body());
    }
}
