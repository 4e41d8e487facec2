package io.elchi.server.adminapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.exports.ExportRequests;
import io.elchi.server.exports.ExportView;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Lists of all accounts as files.
@RestController
@RequestMapping("/admin/v1/exports")
final class ExportController {
    private static final boolean OF_PLATFORM = true;

    private final ExportRequests exports;

    ExportController(ExportRequests exports) {
        this.exports = exports;
    }

    @PostMapping
    @Needs(Permission.MESSAGES_READ)
    @ResponseStatus(HttpStatus.ACCEPTED)
    ExportView add(@AuthenticationPrincipal Caller caller, @RequestBody JsonNode json) {
        return exports.add(caller, OF_PLATFORM, json);
    }

    @GetMapping
    @Needs(Permission.MESSAGES_READ)
    Page<ExportView> list(@AuthenticationPrincipal Caller caller, PageQuery page) {
        return exports.list(caller, OF_PLATFORM, page);
    }

    @GetMapping("/{id}")
    @Needs(Permission.MESSAGES_READ)
    ExportView get(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        return exports.get(caller, OF_PLATFORM, id);
    }

    @DeleteMapping("/{id}")
    @Needs(Permission.MESSAGES_READ)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        exports.remove(caller, OF_PLATFORM, id);
    }

    @GetMapping("/{id}/content")
    @Needs(value = Permission.MESSAGES_READ, recorded = true)
    void download(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") long id,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        exports.download(caller, OF_PLATFORM, id, request, response);
    }
}
