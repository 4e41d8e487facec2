package io.elchi.server.adminapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.identity.PasskeySignIn;
import io.elchi.server.identity.Passkeys;
import io.elchi.server.identity.SignIn;
import io.elchi.server.identity.SignInHistory;
import io.elchi.server.identity.UserSession;
import io.elchi.server.identity.UserSessions;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// What people do with themselves: password, second factor, sessions.
@RestController
@RequestMapping("/console/me")
final class MeController {
    private static final int LABEL = 100;

    private final SignIn signIn;
    private final PasskeySignIn passkeySignIn;
    private final Passkeys passkeys;
    private final UserSessions sessions;
    private final SignInHistory history;

    MeController(
            SignIn signIn,
            PasskeySignIn passkeySignIn,
            Passkeys passkeys,
            UserSessions sessions,
            SignInHistory history) {
        this.signIn = signIn;
        this.passkeySignIn = passkeySignIn;
        this.passkeys = passkeys;
        this.sessions = sessions;
        this.history = history;
    }

    /// A session of the person.
    ///
    /// @param current whether it is the one that asks
    record OwnSession(
            String id, boolean current, Instant startedAt, Instant lastUsedAt, String address, String userAgent) {}

    record OwnSessions(List<OwnSession> items) {}

    record RecoveryCodes(List<String> recoveryCodes) {}

    @PutMapping("/password")
    @Needs(value = Permission.SELF, recent = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void changePassword(HttpServletRequest request, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        String password = body.text("password", SessionController.PASSWORD);
        body.end();
        signIn.changePassword(request, password);
    }

    @PostMapping("/authenticator")
    @Needs(value = Permission.SELF, recent = true)
    SignIn.Enrolment enrol(HttpServletRequest request) {
        return signIn.enrol(request);
    }

    @PostMapping("/authenticator/confirm")
    @Needs(value = Permission.SELF, recent = true)
    RecoveryCodes enrolled(HttpServletRequest request, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        String code = body.text("code", SessionController.CODE, SessionController.CODE_WORDS);
        body.end();
        return new RecoveryCodes(signIn.enrolled(request, code, SessionController.visitor(request)));
    }

    /// What `navigator.credentials.create` takes.
    @PostMapping("/passkeys/options")
    @Needs(value = Permission.SELF, recent = true)
    JsonNode passkeyOptions(HttpServletRequest request) {
        return passkeySignIn.creation(request);
    }

    @PostMapping("/passkeys")
    @Needs(value = Permission.SELF, recent = true)
    @ResponseStatus(HttpStatus.CREATED)
    PasskeySignIn.Enrolled addPasskey(HttpServletRequest request, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        String label = body.text("label", LABEL);
        JsonNode credential = body.object("credential");
        body.end();
        return passkeySignIn.enrol(request, credential, label, SessionController.visitor(request));
    }

    record PasskeyList(List<Passkeys.Passkey> items) {}

    @GetMapping("/passkeys")
    @Needs(Permission.SELF)
    PasskeyList passkeys(@AuthenticationPrincipal Caller caller) {
        return new PasskeyList(passkeys.of(caller.credential().id()));
    }

    @DeleteMapping("/passkeys/{id}")
    @Needs(value = Permission.SELF, recent = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void removePasskey(@AuthenticationPrincipal Caller caller, @PathVariable("id") String id) {
        ReferenceChecks.found(passkeys.remove(caller.credential().id(), id), "passkey", id);
    }

    @GetMapping("/sessions")
    @Needs(Permission.SELF)
    OwnSessions sessions(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        String current = signIn.session(request).map(UserSession::id).orElse(null);
        return new OwnSessions(sessions.of(caller.credential().id()).stream()
                .map(each -> new OwnSession(
                        each.id(),
                        each.id().equals(current),
                        each.startedAt(),
                        each.lastUsedAt(),
                        each.address(),
                        each.userAgent()))
                .toList());
    }

    @DeleteMapping("/sessions/{id}")
    @Needs(Permission.SELF)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@AuthenticationPrincipal Caller caller, @PathVariable("id") String id) {
        ReferenceChecks.found(sessions.end(caller.credential().id(), id), "session", id);
    }

    @GetMapping("/sign-ins")
    @Needs(Permission.SELF)
    Page<UserController.SignInView> signIns(@AuthenticationPrincipal Caller caller, PageQuery page) {
        return history.page(caller.credential().id(), page.cursor(), page.limit())
                .map(UserController.SignInView::of);
    }
}
