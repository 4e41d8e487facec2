package io.elchi.server.adminapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Approval;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.identity.Roles;
import io.elchi.server.identity.UserRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// What people's roles allow: the matrix of permissions, and the roles that an account makes for its own people.
@RestController
@RequestMapping("/admin/v1/roles")
final class RoleController {
    private static final int NAME = 100;

    private final Roles roles;

    RoleController(Roles roles) {
        this.roles = roles;
    }

    /// A role.
    ///
    /// @param id null: it is there from the beginning
    /// @param role its word in a person's record
    record RoleView(Long id, String role, String name, String accountType, List<String> permissions) {
        static RoleView of(UserRole role) {
            return new RoleView(null, role.text(), null, role.type().text(), texts(role.permissions()));
        }

        static RoleView of(Roles.CustomRole role, Caller caller) {
            return new RoleView(
                    role.id(), role.text(), role.name(), caller.account().type().text(), texts(role.permissions()));
        }
    }

    record RoleList(List<RoleView> items) {}

    private static List<String> texts(Collection<Permission> permissions) {
        return permissions.stream()
                .filter(permission -> permission != Permission.SELF)
                .map(Permission::text)
                .sorted()
                .toList();
    }

    /// Those that people of the caller's account and of those below it can have.
    @GetMapping
    @Needs(value = Permission.USERS_READ, tenant = true)
    RoleList list(@AuthenticationPrincipal Caller caller) {
        List<RoleView> all = new ArrayList<>(Arrays.stream(UserRole.values())
                .filter(role -> role.type().compareTo(caller.account().type()) >= 0)
                .map(RoleView::of)
                .toList());
        roles.of(caller.account().id()).forEach(role -> all.add(RoleView.of(role, caller)));
        return new RoleList(all);
    }

    @PostMapping
    @Needs(value = Permission.USERS_WRITE, tenant = true, recent = true, draft = true)
    @ResponseStatus(HttpStatus.CREATED)
    RoleView add(@AuthenticationPrincipal Caller caller, @RequestBody JsonNode json, Approval approval) {
        JsonBody body = JsonBody.of(json);
        String name = body.text("name", NAME);
        Set<Permission> permissions = permissions(caller, body);
        body.end();
        approval.ask(json);
        return RoleView.of(roles.add(caller.account().id(), name, permissions), caller);
    }

    private static Set<Permission> permissions(Caller caller, JsonBody body) {
        EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
        Set<Permission> most = Roles.most(caller.account().type());
        for (String text : body.texts("permissions", Permission.values().length, NAME)) {
            permissions.add(Permission.of(text)
                    .filter(permission -> permission != Permission.SELF && most.contains(permission))
                    .orElseThrow(() -> Refusal.ofField(
                                    Failure.INVALID_FIELD,
                                    "permissions",
                                    "people of this account cannot have '" + text + "'")
                            .exception()));
        }
        if (permissions.isEmpty()) {
            throw Refusal.ofField(Failure.MISSING_FIELD, "permissions", null).exception();
        }
        Roles.checkHas(caller, permissions);
        return permissions;
    }

    private Roles.CustomRole own(Caller caller, long id) {
        return roles.find(id)
                .filter(role -> role.accountId() == caller.account().id())
                .orElseThrow(() -> ReferenceChecks.missing("role", id));
    }

    @PatchMapping("/{id}")
    @Needs(value = Permission.USERS_WRITE, tenant = true, recent = true, draft = true)
    RoleView change(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") long id,
            @RequestBody JsonNode json,
            Approval approval) {
        JsonBody body = JsonBody.of(json);
        Set<Permission> permissions = permissions(caller, body);
        body.end();
        Roles.checkHas(caller, own(caller, id).permissions());
        approval.ask(json);
        return RoleView.of(
                roles.change(id, permissions).orElseThrow(() -> ReferenceChecks.missing("role", id)), caller);
    }

    @DeleteMapping("/{id}")
    @Needs(value = Permission.USERS_WRITE, tenant = true, recent = true, draft = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id, Approval approval) {
        Roles.CustomRole role = own(caller, id);
        approval.ask(null);
        roles.remove(role);
    }
}
