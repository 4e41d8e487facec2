package io.elchi.server.adminapi;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.NeedsNothing;
import io.elchi.server.identity.PasskeySignIn;
import io.elchi.server.identity.SignIn;
import io.elchi.server.identity.UserSession;
import io.elchi.server.identity.Users;
import io.elchi.server.identity.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// The session of a browser: signing in and out.
@RestController
@RequestMapping("/console")
final class SessionController {
    static final int PASSWORD = 200;
    static final String CODE = "[0-9]{6}";
    static final String CODE_WORDS = "6 digits";

    private static final int EMAIL = 200;
    private static final String RECOVERY_CODE = "[A-Za-z2-7-]{24,32}";
    private static final String TOKEN = "[A-Za-z0-9_-]{43}";

    private final SignIn signIn;
    private final PasskeySignIn passkeys;
    private final Users users;
    private final CsrfTokenRepository csrf;

    SessionController(SignIn signIn, PasskeySignIn passkeys, Users users, CsrfTokenRepository csrf) {
        this.signIn = signIn;
        this.passkeys = passkeys;
        this.users = users;
        this.csrf = csrf;
    }

    /// How far the sign-in is, and the token that changes need in the header X-CSRF-Token.
    record Progress(String stage, String csrfToken) {}

    /// Who is signed in, and what it may do.
    record SessionView(
            String stage,
            String csrfToken,
            UserController.UserView user,
            String accountName,
            String accountType,
            List<String> permissions) {}

    /// Where a request comes from.
    static Visitor visitor(HttpServletRequest request) {
        return new Visitor(InetAddress.ofLiteral(request.getRemoteAddr()), request.getHeader("User-Agent"));
    }

    static String text(UserSession.Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    @PostMapping("/session")
    @NeedsNothing("signs in")
    Progress signIn(HttpServletRequest request, HttpServletResponse response, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        String email = body.text("email", EMAIL);
        String password = body.text("password", PASSWORD);
        body.end();
        return progress(request, response, signIn.begin(request, email, password, visitor(request)));
    }

    private Progress progress(HttpServletRequest request, HttpServletResponse response, UserSession session) {
        CsrfToken token = csrf.generateToken(request);
        csrf.saveToken(token, request, response);
        return new Progress(text(session.stage()), token.getToken());
    }

    @PostMapping("/session/second-factor")
    @NeedsNothing("signs in: the session's stage says for whom")
    Progress secondFactor(HttpServletRequest request, HttpServletResponse response, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        Optional<String> code = body.optionalText("code", CODE, CODE_WORDS);
        Optional<String> recovery = body.optionalText("recovery_code", RECOVERY_CODE, "a recovery code");
        body.end();
        if (code.isPresent() == recovery.isPresent()) {
            throw Refusal.ofField(Failure.MISSING_FIELD, "code", "either code or recovery_code")
                    .exception();
        }
        String text = code.or(() -> recovery).orElseThrow();
        return progress(request, response, signIn.proceed(request, text, recovery.isPresent(), visitor(request)));
    }

    /// What `navigator.credentials.get` takes.
    @PostMapping("/session/passkey/options")
    @NeedsNothing("signs in: the session says for whom")
    JsonNode passkeyOptions(HttpServletRequest request) {
        return passkeys.request(request);
    }

    @PostMapping("/session/passkey")
    @NeedsNothing("signs in: the session says for whom")
    Progress passkey(HttpServletRequest request, HttpServletResponse response, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        JsonNode credential = body.object("credential");
        body.end();
        return progress(request, response, passkeys.prove(request, credential, visitor(request)));
    }

    @PostMapping("/session/confirm")
    @Needs(Permission.SELF)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void confirm(HttpServletRequest request, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        String password = body.text("password", PASSWORD);
        String code = body.optionalText("code", CODE, CODE_WORDS).orElse(null);
        body.end();
        signIn.confirm(request, password, code, visitor(request));
    }

    @GetMapping("/session")
    @Needs(Permission.SELF)
    SessionView session(@AuthenticationPrincipal Caller caller, HttpServletRequest request) {
        Account account = caller.account();
        UserSession session = signIn.session(request).orElseThrow();
        CsrfToken token = csrf.loadToken(request);
        return new SessionView(
                text(session.stage()),
                token == null ? null : token.getToken(),
                UserController.UserView.of(users.find(caller, session.userId())),
                account.name(),
                account.type().text(),
                caller.permissions().stream().map(Permission::text).sorted().toList());
    }

    @DeleteMapping("/session")
    @NeedsNothing("a session may end itself at every stage")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void signOut(HttpServletRequest request) {
        signIn.end(request);
    }

    /// By the link of an invitation, or for a new password.
    @PostMapping("/password")
    @NeedsNothing("the link's token says for whom")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void choosePassword(HttpServletRequest request, @RequestBody JsonNode json) {
        JsonBody body = JsonBody.of(json);
        String token = body.text("token", TOKEN, "the token of a link");
        String password = body.text("password", PASSWORD);
        body.end();
        signIn.choosePassword(token, password, visitor(request));
    }
}
