package io.elchi.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Says of an operation with a [Sunset] since when it is deprecated (`Deprecation`, RFC 9745) and from when on it
/// may be gone (`Sunset`, RFC 8594). Errors that its controller answers have the headers, too.
final class DeprecationHeaders implements HandlerInterceptor {
    /// docs/guides/versioning.md.
    private static final String LINK = "</docs/text/guides/versioning.md>; rel=\"deprecation\"; type=\"text/markdown\"";
    /// IMF-fixdate (RFC 9110, 5.6.7): RFC 1123 as Java has it writes days without a zero.
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Sunset sunset = handler instanceof HandlerMethod method ? method.getMethodAnnotation(Sunset.class) : null;
        if (sunset != null) {
            write(response, sunset.deprecated(), sunset.at());
        }
        return true;
    }

    /// @param deprecated since when: `2026-12-01`, from its beginning in UTC
    /// @param sunset from when on it may be gone, likewise
    static void write(HttpServletResponse response, String deprecated, String sunset) {
        response.setHeader("Deprecation", "@" + start(deprecated).toEpochSecond());
        response.setHeader("Sunset", HTTP_DATE.format(start(sunset)));
        response.setHeader("Link", LINK);
    }

    private static ZonedDateTime start(String date) {
        return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC);
    }
}
