package io.elchi.server.boot;

import io.elchi.server.accounts.Directory;
import io.elchi.server.limits.Idempotency;
import io.elchi.server.messages.Retention;
import io.elchi.server.observe.FatalErrors;
import io.elchi.server.observe.Rates;
import io.elchi.server.reconcile.Reconciler;
import io.elchi.server.webhooks.WebhookPosting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;

/// What has to be done from time to time, off everybody's road.
final class Chores implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

    private final ApplicationContext context;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("chores").daemon().factory());

    private final List<Future<?>> jobs = new CopyOnWriteArrayList<>();

    Chores(ApplicationContext context) {
        this.context = context;
    }

    void start() {
        every(Duration.ofSeconds(1), Rates.class, Rates::sample);
        every(Duration.ofSeconds(30), Directory.class, Directory::storeUse);
        every(Duration.ofHours(1), Retention.class, Retention::maintain);
        every(Duration.ofHours(1), WebhookPosting.class, WebhookPosting::maintain);
        every(Duration.ofSeconds(15), WebhookPosting.class, WebhookPosting::count);
        every(Duration.ofMinutes(5), Reconciler.class, Reconciler::run);
        every(Duration.ofMinutes(10), Idempotency.class, Idempotency::forget);
    }

    private <T> void every(Duration time, Class<T> type, java.util.function.Consumer<T> chore) {
        context.getBeanProvider(type)
                .ifAvailable(part -> jobs.add(timer.scheduleWithFixedDelay(
                        () -> {
                            try {
                                chore.accept(part);
                            } catch (RuntimeException e) {
                                LOG.warn("{} could not do its chore: {}", type.getSimpleName(), e.getMessage());
                            } catch (Error e) {
                                // The timer would keep it for itself, and never call again.
                                FatalErrors.report(e);
                                throw e;
                            }
                        },
                        time.toMillis(),
                        time.toMillis(),
                        TimeUnit.MILLISECONDS)));
    }

    /// Whether each of them will be done again.
    boolean isAlive() {
        return jobs.stream().noneMatch(Future::isDone);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
