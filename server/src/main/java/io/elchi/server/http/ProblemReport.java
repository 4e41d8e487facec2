package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What Tomcat itself refuses, before Spring sees it: a problem document instead of its page. Tomcat makes it by
/// its name, so it is public.
public final class ProblemReport extends ErrorReportValve {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemReport.class);

    @Override
    protected void report(Request request, Response response, Throwable failure) {
        int status = response.getStatus();
        // As in Tomcat's own: nothing to say, too late to say it, or said already.
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        FastResponse answer =
                Problem.answer(refusal(status), (String) request.getAttribute(EdgeValve.CORRELATION_ATTRIBUTE));
        try {
            response.setStatus(answer.status());
            response.setContentType(answer.contentType());
            response.setContentLength(answer.body().length);
            response.getOutputStream().write(answer.body());
            response.finishResponse();
        } catch (IOException e) {
            LOG.debug("an error could not be told", e);
        }
    }

    /// The problem document for a status that Tomcat chose.
    static Refusal refusal(int status) {
        return Refusal.of(
                switch (status) {
                    case 404 -> Failure.NOT_FOUND;
                    case 405 -> Failure.METHOD_NOT_ALLOWED;
                    case 408 -> Failure.REQUEST_TIMEOUT;
                    case 413 -> Failure.BODY_TOO_LARGE;
                    case 501 -> Failure.NOT_IMPLEMENTED;
                    case 503 -> Failure.SHUTTING_DOWN;
                    case 505 -> Failure.HTTP_VERSION;
                    default -> status < 500 ? Failure.MALFORMED_REQUEST : Failure.INTERNAL;
                });
    }
}
