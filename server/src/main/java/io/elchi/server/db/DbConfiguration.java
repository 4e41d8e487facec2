package io.elchi.server.db;

import io.elchi.server.observe.Health;
import io.elchi.server.observe.Metrics;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the module. The database itself is opened before the context, since everything else asks it.
@Configuration(proxyBeanMethods = false)
public class DbConfiguration {
    @Bean
    SmartLifecycle notifications(Database database, Metrics metrics, Health health) {
        return new Listening(database, metrics, health);
    }

    /// Listens once every module has said what it wants to hear.
    private static final class Listening implements SmartLifecycle {
        private final Database database;
        private final Metrics metrics;
        private final Health health;
        private volatile boolean running;

        Listening(Database database, Metrics metrics, Health health) {
            this.database = database;
            this.metrics = metrics;
            this.health = health;
        }

        @Override
        public void start() {
            database.notifications().start();
            database.observe(metrics, health);
            running = true;
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return Integer.MIN_VALUE;
        }
    }
}
