package io.elchi.server.db;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The schemas of all features. Each migration is a transaction.
final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    /// A migration of a busy table waits for its lock a limited time, since everything else waits behind it.
    private static final int ATTEMPTS = 6;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final DataSource source;

    Migrations(DataSource source) {
        this.source = source;
    }

    /// @return how many the last attempt did
    int run() {
        for (int attempt = 1; ; attempt++) {
            try {
                return flyway().migrate().migrationsExecuted;
            } catch (FlywayException e) {
                if (attempt == ATTEMPTS || !isLocked(e)) {
                    throw new IllegalStateException("the schemas cannot be migrated: " + e.getMessage(), e);
                }
                LOG.warn(
                        "a migration did not get its lock, attempt {} of {}; the next one follows: {}",
                        attempt,
                        ATTEMPTS,
                        e.getMessage());
                pause();
            }
        }
    }

    /// Others get their turn.
    private static void pause() {
        try {
            Thread.sleep(RETRY_DELAY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a migration waited for its lock", e);
        }
    }

    private static boolean isLocked(FlywayException failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    List<String> missing() {
        // Flyway's own list leaves out what is older than the newest that is done.
        return Arrays.stream(flyway().info().all())
                .filter(each -> each.getState().isResolved() && !each.getState().isApplied())
                .map(MigrationInfo::getScript)
                .toList();
    }

    private Flyway flyway() {
        return Flyway.configure()
                .dataSource(source)
                .schemas("elchi")
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                // Modules have their own files, and branches their own numbers: a lower one may come later.
                .outOfOrder(true)
                .load();
    }
}
