package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import picocli.CommandLine.Command;

/// `elchi processes`
@Command(name = "processes", description = "The processes of the database, and whether their settings are the same.")
final class ProcessCommand extends Group {
    @Override
    public void run() {
        output().table(
                        admin().get("/admin/v1/processes"),
                        column("ID", "/id"),
                        column("ADDRESS", "/address"),
                        column("ROLES", "/roles"),
                        column("VERSION", "/version"),
                        column("SETTINGS", "/config_hash"),
                        column("STARTED", "/started_at"),
                        column("SEEN", "/seen_at"),
                        column("LIVE", "/live"),
                        column("ENDING", "/draining"));
    }
}
