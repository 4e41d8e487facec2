package io.elchi.server.boot;

import io.elchi.server.messages.MessageLog;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperties;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/// Sets up logging before anything logs: Spring Boot's own, in its structured form where machines read it.
final class Logging {
    /// Loggers with too much output.
    private static final Map<String, LogLevel> QUIET = Map.of(
            "org.flywaydb", LogLevel.WARN,
            // Each module has its own migrations, so their numbers need not ascend: it would warn at each start.
            "org.flywaydb.core.internal.command.DbMigrate", LogLevel.ERROR,
            "com.zaxxer.hikari", LogLevel.WARN,
            "org.springframework", LogLevel.WARN,
            "org.apache", LogLevel.WARN,
            "io.netty", LogLevel.WARN);

    private Logging() {}

    private static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    /// For this process; a Spring application that starts later leaves it as it is.
    static void use(LogProperties properties) {
        Map<String, Object> settings = new HashMap<>();
        if (properties.format().isJson(isTerminal())) {
            settings.put("logging.structured.format.console", "logstash");
        }
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("logging", settings));
        LoggingSystem system = LoggingSystem.get(Logging.class.getClassLoader());
        system.beforeInitialize();
        new LoggingSystemProperties(environment).apply();
        system.initialize(new LoggingInitializationContext(environment), null, null);
        system.setLogLevel(
                LoggingSystem.ROOT_LOGGER_NAME,
                LogLevel.valueOf(properties.level().name()));
        QUIET.forEach(system::setLogLevel);
        // It is silent until somebody traces a link.
        system.setLogLevel("io.elchi.smpp.trace", LogLevel.INFO);
        system.setLogLevel(MessageLog.LOGGER, properties.messages() ? LogLevel.INFO : LogLevel.WARN);
    }
}
