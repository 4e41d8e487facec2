package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// A refusal as a client sees it: a problem document (RFC 9457) with our code.
public final class Problem {
    public static final String MEDIA_TYPE = "application/problem+json";
    /// Before the code in `type`: the page about the error, which the module docs serves.
    public static final String TYPE = "/docs/errors/";

    private static final JsonMapper JSON = JsonMapper.shared();
    /// Of each failure, by its ordinal.
    private static final String[] TYPES = Arrays.stream(Failure.values())
            .map(failure -> TYPE + failure.code())
            .toArray(String[]::new);

    private Problem() {}

    /// The members, in order.
    public static Map<String, Object> members(Refusal refusal, String correlationId) {
        Failure failure = refusal.failure();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", TYPES[failure.ordinal()]);
        members.put("title", failure.text());
        members.put("status", failure.httpStatus());
        members.put("code", failure.code());
        if (refusal.detail() != null) {
            members.put("detail", refusal.detail());
        }
        if (refusal.field() != null) {
            members.put("field", refusal.field());
        }
        members.put("retryable", failure.retryable());
        if (correlationId != null) {
            members.put("correlation_id", correlationId);
        }
        return members;
    }

    /// Whole seconds to wait, at least one; null when nothing is known.
    public static String retryAfter(Refusal refusal) {
        return refusal.retryAfter() == null
                ? null
                : Long.toString(Math.max(1, refusal.retryAfter().plusMillis(999).toSeconds()));
    }

    public static byte[] body(Refusal refusal, String correlationId) {
        return JSON.writeValueAsBytes(members(refusal, correlationId));
    }

    /// As the fast path's answer.
    public static FastResponse answer(Refusal refusal, String correlationId) {
        List<FastResponse.Header> headers = new ArrayList<>();
        String retryAfter = retryAfter(refusal);
        if (retryAfter != null) {
            headers.add(new FastResponse.Header("Retry-After", retryAfter));
        }
        if (refusal.failure() == Failure.UNAUTHORIZED) {
            headers.add(new FastResponse.Header("WWW-Authenticate", "Bearer"));
        }
        return new FastResponse(
                refusal.failure().httpStatus(), MEDIA_TYPE, List.copyOf(headers), body(refusal, correlationId));
    }
}
