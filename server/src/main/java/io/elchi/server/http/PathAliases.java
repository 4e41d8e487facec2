package io.elchi.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/// Other names of paths. Each operation of the administration has one path, below `/admin/v1`. Its name without
/// `/admin/v1` leads there, too, as other systems were promised (`/operators`). Names without the version
/// (`/admin/users`) are deprecated, and their answers say so. `/v1/events/stream` is another name of `/v1/stream`.
///
/// The filter runs before all code that looks at a path: permissions, counts and drafts know the one path alone.
public final class PathAliases extends OncePerRequestFilter {
    /// Begins each path of the administration.
    public static final String BASE = "/admin/v1";

    /// First segments that are served without [#BASE], too.
    public static final Set<String> ALIASES = Set.of(
            "accounts",
            "balances",
            "cdr",
            "charges",
            "exchange-rates",
            "mccmnc",
            "operator-costs",
            "operators",
            "ported-numbers",
            "route",
            "routes",
            "smpp-links",
            "tariff-routes",
            "transactions");

    private static final String STREAM = "/v1/stream";
    private static final String FORMER_STREAM = "/v1/events/stream";
    private static final String UNVERSIONED = "/admin/";
    private static final String DEPRECATED = "2026-12-01";
    private static final String SUNSET = "2027-12-01";

    /// The one path of an operation: of `/operators/3` and of `/admin/operators/3` it is `/admin/v1/operators/3`.
    public static String canonical(String path) {
        if (isUnversioned(path)) {
            return BASE + path.substring(UNVERSIONED.length() - 1);
        }
        if (path.equals(FORMER_STREAM)) {
            return STREAM;
        }
        return isAlias(path) ? BASE + path : path;
    }

    private static boolean isUnversioned(String path) {
        return path.startsWith(UNVERSIONED) && !path.equals(BASE) && !path.startsWith(BASE + "/");
    }

    private static boolean isAlias(String path) {
        int end = path.indexOf('/', 1);
        return path.startsWith("/") && ALIASES.contains(path.substring(1, end < 0 ? path.length() : end));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        String canonical = canonical(path);
        if (canonical.equals(path)) {
            chain.doFilter(request, response);
            return;
        }
        if (isUnversioned(path)) {
            DeprecationHeaders.write(response, DEPRECATED, SUNSET);
        }
        chain.doFilter(new CanonicalRequest(request, canonical), response);
    }

    private static final class CanonicalRequest extends HttpServletRequestWrapper {
        private final String path;

        CanonicalRequest(HttpServletRequest request, String path) {
            super(request);
            this.path = path;
        }

        @Override
        public String getRequestURI() {
            return path;
        }

        @Override
        public StringBuffer getRequestURL() {
            StringBuffer url = super.getRequestURL();
            url.setLength(url.length() - super.getRequestURI().length());
            return url.append(path);
        }

        @Override
        public String getServletPath() {
            return canonical(super.getServletPath());
        }
    }
}
