package io.elchi.server.audit;

import io.elchi.server.core.Actor;
import io.elchi.server.core.Credential;
import io.elchi.server.http.AccessRecord;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// Entries of what changed nothing: permissions that were refused, and reads of what is kept from most.
final class AccessLog implements AccessRecord {
    /// Of one credential in one process. Entries are never deleted: the others are counted.
    static final int REFUSALS_A_MINUTE = 10;

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private final JdbcClient jdbc;
    private final MinuteQuota<Credential> refusals;
    private final MinuteQuota<Read> reads;
    private final Metrics.Count tooMany;
    private final Metrics.Count failed;

    AccessLog(JdbcClient jdbc, Metrics metrics, LongSupplier nanoTime) {
        this.jdbc = jdbc;
        refusals = new MinuteQuota<>(REFUSALS_A_MINUTE, false, nanoTime);
        // An export has many pages: the first of a minute stands for them.
        reads = new MinuteQuota<>(1, true, nanoTime);
        tooMany = metrics.count(Metric.ACCESS_NOT_RECORDED, "limit");
        failed = metrics.count(Metric.ACCESS_NOT_RECORDED, "database");
    }

    private record Read(Credential caller, String operation) {}

    @Override
    public void refused(Actor caller, String operation, String why) {
        if (!refusals.take(caller.credential())) {
            tooMany.one();
            return;
        }
        try {
            append(caller, "refused", operation, why == null ? Map.of() : Map.of("why", why));
        } catch (RuntimeException e) {
            failed.one();
            LOG.warn("a refusal of {} is not recorded", operation, e);
        }
    }

    @Override
    public void read(Actor caller, String operation, String path) {
        if (reads.take(new Read(caller.credential(), operation))) {
            append(caller, "read", operation, Map.of("path", path));
        }
    }

    private void append(Actor caller, String action, String operation, Map<String, String> what) {
        ScopedValue.where(Actor.CURRENT, caller)
                .run(() -> jdbc.sql("SELECT audit.append(?, ?, NULL, NULL, ?::jsonb)")
                        .params(action, operation, JsonMapper.shared().writeValueAsString(what))
                        .query((_, _) -> action)
                        .single());
    }
}
