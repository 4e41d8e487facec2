package io.elchi.server.boot;

/// Sets up logging before anything logs: Spring Boot's own, in its structured form where machines read it.
final class Logging {
    private Logging() {}

    static void use(LogProperties properties) {
        System.setProperty("logging.level.root", properties.level().name());
        System.setProperty("logging.level.org.flywaydb", "WARN");
        System.setProperty("logging.level.com.zaxxer.hikari", "WARN");
        System.setProperty("logging.level.org.springframework", "WARN");
        System.setProperty("logging.level.org.apache", "WARN");
        if (properties.format() == LogProperties.Format.JSON) {
            System.setProperty("logging.structured.format.console", "logstash");
        }
    }
}
