package io.elchi.server.http;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.StorageException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/// Ahead of all filters: sessions are read and written in filters, where no controller's answer reaches.
final class DatabaseFailures extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFailures.class);

    private final ProblemWriter problems = new ProblemWriter();

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (DataAccessException | StorageException | TransactionException e) {
            LOG.warn("{} {}: the database failed: {}", request.getMethod(), request.getRequestURI(), e.getMessage());
            if (response.isCommitted()) {
                throw e;
            }
            response.resetBuffer();
            problems.write(request, response, Refusal.after(Failure.UNAVAILABLE, ProblemAdvice.SOON));
        }
    }
}
