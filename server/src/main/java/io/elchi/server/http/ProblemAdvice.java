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
import java.util.List;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.validation.BindException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// The one place where a controller's failure becomes an answer.
@RestControllerAdvice
final class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    static final Duration SOON = Duration.ofSeconds(1);

    private final ProblemWriter writer = new ProblemWriter();
    private final RefusedRequests refused;

    ProblemAdvice(RefusedRequests refused) {
        this.refused = refused;
    }

    @ExceptionHandler(Exception.class)
    void answer(Exception failure, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (failure instanceof HttpRequestMethodNotSupportedException other && other.getSupportedMethods() != null) {
            response.setHeader("Allow", String.join(", ", other.getSupportedMethods()));
        }
        Refusal refusal = refusal(failure, request);
        refused.add(
                request,
                request.getMethod() + " " + request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE),
                refusal);
        writer.write(request, response, refusal);
    }

    @ExceptionHandler(DraftedException.class)
    ResponseEntity<Object> answer(DraftedException drafted) {
        return ResponseEntity.accepted().body(drafted.draft());
    }

    static Refusal refusal(Exception failure, HttpServletRequest request) {
        return switch (failure) {
            case RefusedException refused -> refused.refusal();
            case ConfigException settings -> setting(settings.problems().getFirst());
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable.getCause());
            case ClientAbortException aborted -> FastPathValve.broken(aborted);
            case InvalidParameterException _ -> Refusal.of(Failure.MALFORMED_REQUEST);
            case MissingServletRequestParameterException missing ->
                Refusal.ofField(Failure.MISSING_FIELD, missing.getParameterName(), null);
            case MethodArgumentTypeMismatchException mismatch ->
                Refusal.ofField(Failure.INVALID_FIELD, mismatch.getName(), null);
            case BindException query
            when query.getFieldError() != null ->
                Refusal.ofField(Failure.INVALID_FIELD, query.getFieldError().getField(), null);
            case HttpRequestMethodNotSupportedException _ -> Refusal.of(Failure.METHOD_NOT_ALLOWED);
            case HttpMediaTypeNotSupportedException _ -> Refusal.of(Failure.UNSUPPORTED_MEDIA_TYPE);
            case HttpMediaTypeNotAcceptableException _ -> Refusal.of(Failure.NOT_ACCEPTABLE);
            case NoHandlerFoundException _, NoResourceFoundException _ -> Refusal.of(Failure.NOT_FOUND);
            case DataIntegrityViolationException _ -> {
                // Two changes met: each for itself was checked before.
                LOG.warn("{} {}: the tables refuse it", request.getMethod(), request.getRequestURI(), failure);
                yield Refusal.of(Failure.CONFLICT);
            }
            case DataAccessException _, StorageException _, TransactionException _ -> {
                LOG.warn("{} {}: the database failed", request.getMethod(), request.getRequestURI(), failure);
                yield Refusal.after(Failure.UNAVAILABLE, SOON);
            }
            default -> {
                LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), failure);
                yield Refusal.of(Failure.INTERNAL);
            }
        };
    }

    /// A problem of settings begins with the setting's path.
    private static Refusal setting(String problem) {
        String[] parts = problem.split(": ", 2);
        return Refusal.ofField(
                parts[1].equals(ConfigException.UNKNOWN) ? Failure.UNKNOWN_FIELD : Failure.INVALID_FIELD,
                parts[0],
                parts[1]);
    }

    private static Refusal unreadable(Throwable cause) {
        return switch (cause) {
            case UnrecognizedPropertyException unknown ->
                Refusal.ofField(Failure.UNKNOWN_FIELD, path(unknown.getPath()), null);
            case DatabindException wrong
            when !wrong.getPath().isEmpty() ->
                Refusal.ofField(Failure.INVALID_FIELD, path(wrong.getPath()), "has another type");
            case JacksonIOException io -> FastPathValve.broken(io.getCause());
            case IOException io -> FastPathValve.broken(io);
            case StreamReadException json -> Refusal.of(Failure.MALFORMED_BODY, json.getOriginalMessage());
            case null, default -> Refusal.of(Failure.MALFORMED_BODY, "there is no body that can be read");
        };
    }

    private static String path(List<JacksonException.Reference> steps) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : steps) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }
}
