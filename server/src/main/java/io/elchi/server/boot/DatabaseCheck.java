package io.elchi.server.boot;

import io.elchi.server.config.Config;
import io.elchi.server.db.Database;
import io.elchi.server.db.DbProperties;
import io.elchi.server.messages.ContentKeyCheck;
import io.elchi.server.messages.ContentProperties;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/// The part of `elchi check` about the database. The embedded one is not started: only its folder is looked at.
final class DatabaseCheck {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    /// `server_version_num`.
    private static final int OLDEST = 150_000;

    private final Config config;
    private final DbProperties properties;
    private final boolean noMigrate;
    private final Check.Report report;

    /// @param noMigrate a missing migration is a failure
    DatabaseCheck(Config config, boolean noMigrate, Check.Report report) {
        this.config = config;
        this.noMigrate = noMigrate;
        this.report = report;
        properties = config.get(DbProperties.class);
    }

    void run() {
        if (properties.url().isEmpty()) {
            report.check("database", () -> Database.checkEmbedded(properties));
            return;
        }
        try (Database database = Database.open(properties)) {
            if (isReachable(database) && isMigrated(database)) {
                report.check("content.key", () -> {
                    ContentProperties content = config.get(ContentProperties.class);
                    ContentKeyCheck.run(content, properties.dataFolder(), database);
                    return content.key().isEmpty() ? "none: one-time passwords are not encrypted" : "fits the database";
                });
            }
        } catch (IOException | RuntimeException e) {
            report.fail("database", e.getMessage());
        }
    }

    private boolean isReachable(Database database) {
        try (Connection connection = database.dedicated("check", ANSWER);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('server_version_num')::int,"
                        + " current_setting('server_version'), current_database(), to_regnamespace('elchi') IS NOT NULL"
                        + " OR has_database_privilege(current_database(), 'CREATE'), pg_is_in_recovery()")) {
            row.next();
            String version = "PostgreSQL " + row.getString(2) + ", database " + row.getString(3);
            if (row.getInt(1) < OLDEST) {
                report.fail("database", version + " is too old: at least 15 is needed");
            } else if (!row.getBoolean(4)) {
                report.fail("database", "the user " + properties.user() + " may not create schemas in it");
            } else if (row.getBoolean(5)) {
                report.fail("database", version + " is a standby, which cannot be written to");
            } else {
                report.check("database", () -> version);
                return true;
            }
        } catch (SQLException e) {
            report.fail("database", "it is not reachable: " + e.getMessage());
        }
        return false;
    }

    private boolean isMigrated(Database database) {
        List<String> missing = database.missingMigrations();
        if (missing.isEmpty()) {
            report.check("schemas", () -> "up to date");
            return true;
        }
        String text = missing.size() + (missing.size() == 1 ? " migration is" : " migrations are") + " missing, from "
                + missing.getFirst();
        if (noMigrate) {
            report.fail("schemas", text + ": run elchi migrate");
        } else {
            report.check("schemas", () -> text + "; the start does them");
        }
        return false;
    }
}
