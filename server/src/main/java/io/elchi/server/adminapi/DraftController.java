package io.elchi.server.adminapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.approvals.DraftList;
import io.elchi.server.approvals.DraftRecord;
import io.elchi.server.approvals.Drafts;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.http.ApprovedRequests;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Changes that wait for a second person. Persons alone decide: keys have no [Permission#SELF].
@RestController
@RequestMapping("/admin/v1/drafts")
final class DraftController {
    private static final int REASON = 500;

    private final Drafts drafts;
    private final ApprovedRequests requests;

    DraftController(Drafts drafts, ApprovedRequests requests) {
        this.drafts = drafts;
        this.requests = requests;
    }

    /// A draft that was approved.
    ///
    /// @param result what the operation answered: it is shown this once; null: nothing, or it failed
    record ApprovedView(DraftRecord draft, JsonNode result) {}

    @GetMapping
    @Needs(value = Permission.DRAFTS_READ, tenant = true, watched = true)
    Page<DraftRecord> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "list", defaultValue = "open") String list,
            PageQuery page) {
        return drafts.page(
                caller, AccountController.constant("list", list, DraftList.class), page.cursor(), page.limit());
    }

    @GetMapping("/{id}")
    @Needs(value = Permission.DRAFTS_READ, tenant = true)
    DraftRecord view(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        return drafts.find(caller, id);
    }

    /// Carries it out. What it needs is checked again, for its author as for the one who approves it.
    @PostMapping("/{id}/approve")
    @Needs(value = Permission.SELF, recent = true)
    ApprovedView approve(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") long id,
            HttpServletRequest request,
            HttpServletResponse response) {
        Drafts.Approved approved = drafts.approve(caller, id);
        ApprovedRequests.ApprovedResult result = requests.run(approved.request(), request, response, approved.author());
        return new ApprovedView(drafts.end(approved, result.refusal()), result.answer());
    }

    @PostMapping("/{id}/reject")
    @Needs(Permission.SELF)
    DraftRecord reject(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") long id, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        String reason = body.text("reason", REASON);
        body.end();
        return drafts.reject(caller, id, reason);
    }

    /// Its author takes it back.
    @DeleteMapping("/{id}")
    @Needs(Permission.SELF)
    DraftRecord withdraw(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        return drafts.withdraw(caller, id);
    }
}
