package io.elchi.server.adminapi;

import io.elchi.server.http.NeedsNothing;
import io.elchi.server.identity.ProviderSignIn;
import io.elchi.server.identity.SignIn;
import io.elchi.server.identity.UserSession;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Signing in with an identity provider, by two redirects; and what a page for the sign-in has to know.
@RestController
@RequestMapping("/console")
final class ProviderController {
    /// Of the browser that began. SameSite=Lax: it has to come back with the redirect of the provider.
    static final String COOKIE = "__Host-elchi-oidc";

    private final ProviderSignIn signIn;
    private final SignIn sessions;
    private final CsrfTokenRepository csrf;

    ProviderController(ProviderSignIn signIn, SignIn sessions, CsrfTokenRepository csrf) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.csrf = csrf;
    }

    /// What a page for the sign-in shows.
    ///
    /// @param provider name of the identity provider; null: there is none
    /// @param stage how far the sign-in of this browser is; null: it began none
    record SignInView(String provider, String stage, String csrfToken) {}

    @GetMapping("/sign-in")
    @NeedsNothing("a page for the sign-in begins with it")
    SignInView signIn(HttpServletRequest request) {
        Optional<UserSession> session = sessions.open(request);
        String token = session.map(_ -> csrf.loadToken(request))
                .map(CsrfToken::getToken)
                .orElse(null);
        return new SignInView(
                signIn.label().orElse(null),
                session.map(each -> SessionController.text(each.stage())).orElse(null),
                token);
    }

    @GetMapping("/session/oidc")
    @NeedsNothing("signs in")
    ResponseEntity<Void> begin(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(name = "return_to", required = false) String returnTo,
            @RequestParam(name = "fresh", defaultValue = "false") boolean fresh) {
        ProviderSignIn.ProviderRedirect begun =
                signIn.begin(request, returnTo, fresh, SessionController.visitor(request));
        setCookie(response, begun.cookie(), begun.goodFor());
        return redirect(begun.to());
    }

    /// @param query as the provider writes it; what we do not know means nothing (RFC 6749, 4.1.2)
    @GetMapping("/session/oidc/callback")
    @NeedsNothing("signs in: the provider says whom")
    ResponseEntity<Void> callback(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam MultiValueMap<String, String> query) {
        // Good for one answer, whatever that is.
        setCookie(response, "", Duration.ZERO);
        ProviderSignIn.ProviderSession done = signIn.end(
                request,
                new ProviderSignIn.Callback(
                        cookie(request),
                        one(query, "state"),
                        one(query, "code"),
                        one(query, "error"),
                        one(query, "iss")),
                SessionController.visitor(request));
        csrf.saveToken(csrf.generateToken(request), request, response);
        return redirect(URI.create(done.returnTo()));
    }

    private static ResponseEntity<Void> redirect(URI to) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(to).build();
    }

    private static void setCookie(HttpServletResponse response, String value, Duration time) {
        ResponseCookie cookie = ResponseCookie.from(COOKIE, value)
                .path("/")
                .secure(true)
                .httpOnly(true)
                .sameSite("Lax")
                .maxAge(time)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    /// null: none, or several, of which one is a stranger's.
    private static String cookie(HttpServletRequest request) {
        Cookie[] all = request.getCookies() == null ? new Cookie[0] : request.getCookies();
        List<String> ours = Arrays.stream(all)
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(Cookie::getValue)
                .toList();
        return ours.size() == 1 ? ours.getFirst() : null;
    }

    /// null: it is not there once (RFC 6749, 3.1).
    private static String one(MultiValueMap<String, String> query, String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.size() == 1 ? values.getFirst() : null;
    }
}
