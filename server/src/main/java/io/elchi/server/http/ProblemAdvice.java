package io.elchi.server.http;

import io.elchi.server.config.ConfigException;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.StorageException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/// The one place where a controller's failure becomes an answer.
@RestControllerAdvice
final class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final ProblemWriter writer = new ProblemWriter();

    @ExceptionHandler(Exception.class)
    void answer(Exception failure, HttpServletRequest request, HttpServletResponse response) throws IOException {
        writer.write(request, response, refusal(failure, request));
    }

    private static Refusal refusal(Exception failure, HttpServletRequest request) {
        return switch (failure) {
            case RefusedException refused -> refused.refusal();
            case ConfigException settings -> Refusal.of(Failure.INVALID_FIELD, String.join("; ", settings.problems()));
            case HttpMessageNotReadableException unreadable -> Refusal.of(Failure.MALFORMED_BODY, reason(unreadable));
            case MissingServletRequestParameterException missing ->
                Refusal.ofField(Failure.MISSING_FIELD, missing.getParameterName(), null);
            case MethodArgumentTypeMismatchException mismatch ->
                Refusal.ofField(Failure.INVALID_FIELD, mismatch.getName(), null);
            case HttpRequestMethodNotSupportedException _ -> Refusal.of(Failure.METHOD_NOT_ALLOWED);
            case HttpMediaTypeNotSupportedException _ -> Refusal.of(Failure.UNSUPPORTED_MEDIA_TYPE);
            case HttpMediaTypeNotAcceptableException _ -> Refusal.of(Failure.NOT_ACCEPTABLE);
            case NoResourceFoundException _ -> Refusal.of(Failure.NOT_FOUND);
            case DataAccessException _, StorageException _ -> {
                LOG.warn("{} {}: the database failed", request.getMethod(), request.getRequestURI(), failure);
                yield Refusal.after(Failure.UNAVAILABLE, SOON);
            }
            default -> {
                LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), failure);
                yield Refusal.of(Failure.INTERNAL);
            }
        };
    }

    /// What the JSON reader said, without the class names it adds.
    private static String reason(HttpMessageNotReadableException unreadable) {
        if (unreadable.getCause() instanceof tools.jackson.core.JacksonException json) {
            return json.getOriginalMessage().replaceAll("\\(class [^)]*\\)", "").strip();
        }
        return "there is no body";
    }
}
