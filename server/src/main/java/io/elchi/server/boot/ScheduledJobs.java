package io.elchi.server.boot;

import io.elchi.server.accounts.Directory;
import io.elchi.server.approvals.Drafts;
import io.elchi.server.audit.AuditChain;
import io.elchi.server.billing.BalanceAlerts;
import io.elchi.server.billing.Charges;
import io.elchi.server.cluster.Leases;
import io.elchi.server.cluster.Processes;
import io.elchi.server.entrances.CallbackPosting;
import io.elchi.server.events.EventRetention;
import io.elchi.server.exports.ExportRunner;
import io.elchi.server.exports.Exports;
import io.elchi.server.http.PublicTls;
import io.elchi.server.identity.IdentityUpkeep;
import io.elchi.server.inbound.InboundUpkeep;
import io.elchi.server.limits.Idempotency;
import io.elchi.server.messages.Figures;
import io.elchi.server.messages.RefusalLog;
import io.elchi.server.messages.Retention;
import io.elchi.server.oauth.Authorizations;
import io.elchi.server.oauth.ClientDirectory;
import io.elchi.server.oauth.SigningKeys;
import io.elchi.server.observe.Metric;
import io.elchi.server.observe.Metrics;
import io.elchi.server.observe.Rates;
import io.elchi.server.reconcile.Reconciler;
import io.elchi.server.replies.ReplySender;
import io.elchi.server.routing.ShardSessions;
import io.elchi.server.routing.ShardStates;
import io.elchi.server.smppserver.ClientServer;
import io.elchi.server.smppserver.PartUpkeep;
import io.elchi.server.traces.PduUpkeep;
import io.elchi.server.webhooks.WebhookPosting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;

/// Work that is done from time to time, each job in a thread of its own: a long one delays no other. A job that
/// concerns
/// the database, and not this process alone, runs in one process at a time, by its lease.
final class ScheduledJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledJobs.class);
    /// Nearly all of them end by themselves in this time. An interrupt closes the connection that a job reads from.
    private static final Duration UNINTERRUPTED = Duration.ofSeconds(1);

    private static final Duration END_WITHIN = Duration.ofSeconds(5);

    private final ApplicationContext context;
    private final Leases leases;
    private final Metrics metrics;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    ScheduledJobs(ApplicationContext context, Leases leases, Metrics metrics) {
        this.context = context;
        this.leases = leases;
        this.metrics = metrics;
    }

    void start() {
        here("rates", Duration.ofSeconds(1), Rates.class, Rates::sample);
        here("refusals", Duration.ofSeconds(1), RefusalLog.class, RefusalLog::flush);
        here("process", Processes.RENEW_INTERVAL, Processes.class, Processes::renew);
        here("shards", Duration.ofSeconds(1), ElsewhereShards.class, ElsewhereShards::read);
        here("certificate", PublicTls.CHECK_INTERVAL, PublicTls.class, PublicTls::reload);
        here("smpp-certificate", PublicTls.CHECK_INTERVAL, ClientServer.class, ClientServer::reloadCertificate);
        here("webhook-backlog", Duration.ofSeconds(15), WebhookPosting.class, WebhookPosting::count);
        here("callback-backlog", Duration.ofSeconds(15), CallbackPosting.class, CallbackPosting::count);
        here("key-use", Duration.ofSeconds(30), Directory.class, Directory::storeUse);
        here("client-use", Duration.ofSeconds(30), ClientDirectory.class, ClientDirectory::storeUse);
        here("exports", Duration.ofSeconds(1), ExportRunner.class, ExportRunner::run);
        alone("export-retention", Duration.ofMinutes(10), Exports.class, Exports::forget);
        alone("signing-keys", Duration.ofMinutes(1), SigningKeys.class, SigningKeys::maintain);
        alone("revoked-tokens", Duration.ofMinutes(1), Authorizations.class, Authorizations::forget);
        alone("partitions", Duration.ofHours(1), Retention.class, Retention::maintain);
        alone("figures", Duration.ofSeconds(5), Figures.class, Figures::fold);
        alone("figure-retention", Duration.ofHours(1), Figures.class, Figures::forget);
        alone("inbound", Duration.ofSeconds(5), InboundUpkeep.class, InboundUpkeep::run);
        alone("smpp-parts", Duration.ofSeconds(1), PartUpkeep.class, PartUpkeep::run);
        alone("inbound-replies", Duration.ofSeconds(1), ReplySender.class, ReplySender::run);
        alone("inbound-partitions", Duration.ofHours(1), InboundUpkeep.class, InboundUpkeep::maintain);
        alone("events", Duration.ofHours(1), EventRetention.class, EventRetention::maintain);
        alone("webhook-attempts", Duration.ofHours(1), WebhookPosting.class, WebhookPosting::maintain);
        alone("webhook-replays", Duration.ofSeconds(2), WebhookPosting.class, WebhookPosting::replay);
        alone("callback-retention", Duration.ofMinutes(10), CallbackPosting.class, CallbackPosting::forget);
        alone("balance-alerts", Duration.ofSeconds(5), BalanceAlerts.class, BalanceAlerts::run);
        alone("charges", Duration.ofSeconds(5), Charges.class, Charges::expire);
        alone("reconcile", Duration.ofMinutes(5), Reconciler.class, Reconciler::run);
        alone("processes", Duration.ofHours(1), Processes.class, Processes::forget);
        alone("shard-states", Duration.ofHours(1), ShardStates.class, ShardStates::forget);
        alone("shard-sessions", Duration.ofHours(1), ShardSessions.class, ShardSessions::forget);
        alone("traces", Duration.ofMinutes(10), PduUpkeep.class, PduUpkeep::run);
        alone("identity", Duration.ofMinutes(10), IdentityUpkeep.class, IdentityUpkeep::run);
        alone("drafts", Duration.ofMinutes(1), Drafts.class, Drafts::maintain);
        alone("audit-chain", Duration.ofSeconds(10), AuditChain.class, AuditChain::extend);
        alone("idempotency", Duration.ofMinutes(10), Idempotency.class, Idempotency::forget);
    }

    /// In each process.
    private <T> void here(String name, Duration interval, Class<T> type, Consumer<T> job) {
        part(type).ifPresent(part -> schedule(name, interval, () -> job.accept(part)));
    }

    /// In one process at a time.
    private <T> void alone(String name, Duration interval, Class<T> type, Consumer<T> job) {
        part(type).ifPresent(part -> {
            AtomicLong succeeded = new AtomicLong();
            metrics.gauge(Metric.JOB_SUCCEEDED, succeeded::get, name);
            schedule(name, interval, () -> {
                if (leases.runAlone("job." + name, interval, () -> job.accept(part))) {
                    succeeded.set(System.currentTimeMillis() / 1_000);
                } else if (part instanceof Reconciler reconciler) {
                    // Another process has the newer result.
                    reconciler.ranElsewhere();
                }
            });
        });
    }

    private <T> Optional<T> part(Class<T> type) {
        return Optional.ofNullable(context.getBeanProvider(type).getIfAvailable());
    }

    private void schedule(String name, Duration interval, Runnable job) {
        threads.add(Thread.ofVirtual().name("job-" + name).start(() -> repeat(name, interval, job)));
    }

    private void repeat(String name, Duration interval, Runnable job) {
        try {
            while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    job.run();
                } catch (RuntimeException e) {
                    if (closed.getCount() > 0) {
                        LOG.error("the job '{}' failed; it runs again in {}", name, interval, e);
                    } else {
                        LOG.debug("the job '{}' was interrupted by the end of the process", name, e);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether each of them will run again.
    boolean isAlive() {
        return threads.stream().allMatch(Thread::isAlive);
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            awaitEnd(UNINTERRUPTED);
            threads.forEach(Thread::interrupt);
            awaitEnd(END_WITHIN);
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd(Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        for (Thread thread : threads) {
            thread.join(Duration.ofNanos(end - System.nanoTime()));
        }
    }
}
