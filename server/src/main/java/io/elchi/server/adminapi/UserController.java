package io.elchi.server.adminapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Approval;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.identity.SignInHistory;
import io.elchi.server.identity.User;
import io.elchi.server.identity.UserChange;
import io.elchi.server.identity.Users;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The people of accounts.
@RestController
@RequestMapping("/admin/v1/users")
final class UserController {
    private static final int TEXT = 200;
    private static final int NETWORKS = 100;
    private static final int CIDR = 50;
    /// Of ASCII alone: letters of other scripts look like these, and change their number in small letters.
    private static final String EMAIL = "[!-?A-~]{1,100}@[!-?A-~]{1,99}";

    private final Users users;
    private final SignInHistory history;

    UserController(Users users, SignInHistory history) {
        this.users = users;
        this.history = history;
    }

    /// A person, without what proves it.
    record UserView(
            long id,
            long accountId,
            String email,
            String name,
            String role,
            String status,
            List<String> ipWhitelist,
            boolean secondFactor,
            Instant lastSignInAt,
            Instant createdAt) {
        static UserView of(User user) {
            return new UserView(
                    user.id(),
                    user.accountId(),
                    user.email(),
                    user.name(),
                    user.role(),
                    user.state().name().toLowerCase(Locale.ROOT),
                    user.networks(),
                    user.hasSecondFactor(),
                    user.lastSignInAt(),
                    user.createdAt());
        }
    }

    /// A person, and the token with which it chooses its password: it is shown this once.
    record InvitedView(UserView user, String token) {
        static InvitedView of(Users.Invited invited) {
            return new InvitedView(UserView.of(invited.user()), invited.token());
        }
    }

    /// An attempt to sign in.
    record SignInView(long id, Instant at, String address, String userAgent, String result) {
        static SignInView of(SignInHistory.Attempted entry) {
            return new SignInView(entry.id(), entry.at(), entry.address(), entry.userAgent(), entry.result());
        }
    }

    @PostMapping
    @Needs(value = Permission.USERS_WRITE, tenant = true, recent = true, draft = true)
    @ResponseStatus(HttpStatus.CREATED)
    InvitedView invite(@AuthenticationPrincipal Caller caller, @RequestBody JsonNode json, Approval approval) {
        JsonBody body = JsonBody.of(json);
        Users.Invitation wanted = new Users.Invitation(
                body.id("account_id"),
                body.text("email", EMAIL, "an e-mail address of ASCII characters"),
                body.text("name", TEXT),
                body.text("role", TEXT),
                body.texts("ip_whitelist", NETWORKS, CIDR));
        body.end();
        users.check(caller, wanted);
        // Nobody makes itself the second person.
        if (users.areColleagues(caller, wanted.accountId())) {
            approval.ask(json);
        }
        return InvitedView.of(users.invite(caller, wanted));
    }

    @GetMapping
    @Needs(value = Permission.USERS_READ, tenant = true)
    Page<UserView> list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "account_id", defaultValue = "0") long account,
            PageQuery page) {
        return users.page(caller, account, page.cursor(), page.limit()).map(UserView::of);
    }

    @GetMapping("/{id}")
    @Needs(value = Permission.USERS_READ, tenant = true)
    UserView view(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        return UserView.of(users.find(caller, id));
    }

    @PatchMapping("/{id}")
    @Needs(value = Permission.USERS_WRITE, tenant = true, recent = true, draft = true)
    UserView change(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") long id,
            @RequestBody JsonNode json,
            Approval approval) {
        JsonBody body = JsonBody.of(json);
        UserChange change = new UserChange(
                body.optionalText("name", TEXT).orElse(null),
                body.optionalText("role", TEXT).orElse(null),
                body.optionalOneOf("status", ActiveStatus.class)
                        .map(ActiveStatus::isActive)
                        .orElse(null),
                body.has("ip_whitelist") ? body.texts("ip_whitelist", NETWORKS, CIDR) : null);
        body.end();
        users.check(caller, id, change);
        if (change.role() != null) {
            approval.ask(json);
        }
        return UserView.of(users.change(caller, id, change));
    }

    @PostMapping("/{id}/password-link")
    @Needs(value = Permission.USERS_WRITE, tenant = true, recent = true, draft = true)
    @ResponseStatus(HttpStatus.CREATED)
    InvitedView passwordLink(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id, Approval approval) {
        askForColleague(caller, id, approval);
        return InvitedView.of(users.resetPassword(caller, id));
    }

    /// Who could take the place of a colleague would be the second person itself.
    private void askForColleague(Caller caller, long id, Approval approval) {
        User user = users.changeable(caller, id);
        if (users.areColleagues(caller, user.accountId())) {
            approval.ask(null);
        }
    }

    @DeleteMapping("/{id}/second-factor")
    @Needs(value = Permission.USERS_WRITE, tenant = true, recent = true, draft = true)
    UserView removeSecondFactor(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") long id, Approval approval) {
        askForColleague(caller, id, approval);
        return UserView.of(users.removeSecondFactor(caller, id));
    }

    @DeleteMapping("/{id}/sessions")
    @Needs(value = Permission.USERS_WRITE, tenant = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        users.signOut(caller, id);
    }

    @GetMapping("/{id}/sign-ins")
    @Needs(value = Permission.USERS_READ, tenant = true)
    Page<SignInView> signIns(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id, PageQuery page) {
        users.find(caller, id);
        return history.page(id, page.cursor(), page.limit()).map(SignInView::of);
    }
}
