package io.elchi.server.adminapi;

import io.elchi.server.cluster.ProcessEntry;
import io.elchi.server.cluster.Processes;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Needs;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The processes of the database.
@RestController
final class ProcessController {
    private final Processes processes;

    ProcessController(Processes processes) {
        this.processes = processes;
    }

    /// Every process; there are few.
    record ProcessList(List<ProcessEntry> items) {}

    @GetMapping("/admin/v1/processes")
    @Needs(value = Permission.PROCESSES_READ, watched = true)
    ProcessList list() {
        return new ProcessList(processes.list());
    }
}
