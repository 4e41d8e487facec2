package io.elchi.server.adminapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.Reach;
import io.elchi.server.accounts.Scope;
import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.accounts.SmppLogins;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Secret;
import io.elchi.server.http.EntityTag;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.smppserver.BindJson;
import io.elchi.server.smppserver.Binds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// SMPP logins, and the sessions that their clients have bound. A password is in the answer that makes it, and
/// nowhere else.
@RestController
@RequestMapping("/admin/v1/smpp-logins")
final class SmppLoginController {
    private static final Duration OVERLAP = Duration.ofHours(24);
    private static final int MOST_TRACED_MINUTES = 60;
    private static final Duration MOST_OVERLAP = Duration.ofDays(90);

    private final SmppLogins logins;
    private final Binds binds;
    private final Reach reach;
    private final Clock clock;

    SmppLoginController(SmppLogins logins, Binds binds, Reach reach, Clock clock) {
        this.clock = clock;
        this.logins = logins;
        this.binds = binds;
        this.reach = reach;
    }

    /// A new password, which is shown this once.
    record IssuedView(SmppLoginJson.LoginView login, String password) {
        static IssuedView of(SmppLogin.IssuedLogin issued) {
            return new IssuedView(
                    SmppLoginJson.LoginView.of(issued.login()),
                    issued.password().reveal());
        }
    }

    @PostMapping
    @Needs(value = Permission.KEYS_WRITE, tenant = true, recent = true)
    ResponseEntity<IssuedView> add(@AuthenticationPrincipal Caller caller, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        long account = body.id("account_id");
        Secret password = password(body);
        SmppLogin.Form form = SmppLoginJson.form(body, account);
        reach.checkField(caller, "account_id", account);
        KeyController.checkMayGive(caller, scopes(form.submits()));
        return answer(HttpStatus.CREATED, logins.add(form, password));
    }

    /// What a login opens, as a key would.
    private static Set<Scope> scopes(SmppLogin.SubmitRules rules) {
        return rules.binary() ? Set.of(Scope.SEND, Scope.BINARY) : Set.of(Scope.SEND);
    }

    private static ResponseEntity<IssuedView> answer(HttpStatus status, SmppLogin.IssuedLogin issued) {
        return ResponseEntity.status(status)
                .eTag(EntityTag.of(issued.login().version()))
                .body(IssuedView.of(issued));
    }

    /// SMPP takes eight characters at most. null: one is made.
    private static Secret password(JsonBody body) {
        return body.optionalText("password", "[!-~]{6,16}", "6 to 16 visible characters of ASCII")
                .map(Secret::new)
                .orElse(null);
    }

    @GetMapping
    @Needs(value = Permission.KEYS_READ, tenant = true)
    Page<SmppLoginJson.LoginView> list(
            @AuthenticationPrincipal Caller caller, @RequestParam(name = "account_id") long account, PageQuery page) {
        if (!reach.covers(caller, account)) {
            // As of an account that does not exist.
            return new Page<>(List.of(), null);
        }
        return logins.list(account, page.cursor(), page.limit()).map(SmppLoginJson.LoginView::of);
    }

    private SmppLogin within(Caller caller, long id) {
        SmppLogin login = logins.find(id).orElseThrow(() -> Reach.missing("SMPP login", id));
        reach.check(caller, "SMPP login", login.accountId(), id);
        return login;
    }

    @GetMapping("/{id}")
    @Needs(value = Permission.KEYS_READ, tenant = true)
    ResponseEntity<SmppLoginJson.LoginView> get(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        return answer(within(caller, id));
    }

    private static ResponseEntity<SmppLoginJson.LoginView> answer(SmppLogin login) {
        return ResponseEntity.ok().eTag(EntityTag.of(login.version())).body(SmppLoginJson.LoginView.of(login));
    }

    @PutMapping("/{id}")
    @Needs(value = Permission.KEYS_WRITE, tenant = true, recent = true)
    ResponseEntity<SmppLoginJson.LoginView> change(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") long id,
            @RequestHeader(name = "If-Match", required = false) String match,
            @RequestBody JsonNode json) {
        SmppLogin login = within(caller, id);
        SmppLogin.Form form = SmppLoginJson.form(JsonBody.of(json), login.accountId());
        boolean keepsRight = login.submits().binary() && form.submits().binary();
        KeyController.checkMayGive(caller, keepsRight ? Set.of(Scope.SEND) : scopes(form.submits()));
        return answer(logins.change(id, EntityTag.version(match, "login"), form));
    }

    /// Makes another password; the one before stays valid for the overlap.
    @PostMapping("/{id}/rotate")
    @Needs(value = Permission.KEYS_WRITE, tenant = true, recent = true)
    ResponseEntity<IssuedView> rotate(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") long id,
            @RequestBody(required = false) JsonNode json) {
        Secret password = null;
        Duration overlap = OVERLAP;
        if (json != null) {
            JsonBody body = JsonBody.of(json);
            password = password(body);
            overlap = body.optionalNumber("overlap_seconds", 0, MOST_OVERLAP.toSeconds())
                    .map(Duration::ofSeconds)
                    .orElse(OVERLAP);
            body.end();
        }
        KeyController.checkMayRotate(caller, scopes(within(caller, id).submits()));
        return answer(HttpStatus.OK, logins.rotate(id, password, overlap));
    }

    /// Removes it for ever; its sessions end.
    @DeleteMapping("/{id}")
    @Needs(value = Permission.KEYS_REVOKE, tenant = true, recent = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        within(caller, id);
        ReferenceChecks.found(logins.remove(id), "SMPP login", id);
        binds.forgetLogin(id);
    }

    /// Until when the sessions of a login are traced.
    record LoginTrace(long loginId, Instant tracedUntil) {}

    /// Writes the PDUs of its sessions to the logs of the processes that have them, passwords and texts masked.
    @PostMapping("/{id}/trace")
    @Needs(Permission.LINKS_TRACE)
    LoginTrace trace(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        Duration time = Duration.ofMinutes(body.number("minutes", 1, MOST_TRACED_MINUTES));
        body.end();
        within(caller, id);
        Instant until = clock.now().plus(time);
        binds.trace(id, until);
        return new LoginTrace(id, until);
    }

    @DeleteMapping("/{id}/trace")
    @Needs(Permission.LINKS_TRACE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void endTrace(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id) {
        within(caller, id);
        binds.endTrace(id);
    }

    @GetMapping("/{id}/binds")
    @Needs(value = Permission.KEYS_READ, tenant = true)
    Page<BindJson.BindView> binds(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id, PageQuery page) {
        SmppLogin login = within(caller, id);
        return binds.list(List.of(id), page.cursor(), page.limit())
                .map(bind -> BindJson.BindView.of(bind, login.systemId()));
    }

    /// Unbinds a session, which may bind again. One that has ended stays so.
    @DeleteMapping("/{id}/binds/{bind}")
    @Needs(value = Permission.KEYS_REVOKE, tenant = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unbind(@AuthenticationPrincipal Caller caller, @PathVariable("id") long id, @PathVariable("bind") long bind) {
        within(caller, id);
        binds.end(id, bind);
    }
}
