package io.elchi.server.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.session.SessionIdGenerator;
import org.springframework.session.web.http.CookieHttpSessionIdResolver;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.HttpSessionIdResolver;

/// The browser has a random token, and the table its hash: who reads the table has nobody's session.
final class SessionTokens implements SessionIdGenerator, HttpSessionIdResolver {
    static final String COOKIE = "__Host-elchi";

    private static final int LENGTH = 43;

    private final CookieHttpSessionIdResolver cookies = new CookieHttpSessionIdResolver();
    /// The newest of the thread, which writes it into the cookie: when the answer begins, and once more at its
    /// end.
    private final ThreadLocal<Token> newest = new ThreadLocal<>();

    private record Token(String text, String hash) {}

    SessionTokens() {
        DefaultCookieSerializer cookie = new DefaultCookieSerializer();
        cookie.setCookieName(COOKIE);
        cookie.setCookiePath("/");
        cookie.setUseSecureCookie(true);
        cookie.setUseHttpOnlyCookie(true);
        cookie.setSameSite("Strict");
        cookie.setUseBase64Encoding(false);
        cookies.setCookieSerializer(cookie);
    }

    @Override
    public String generate() {
        String text = RandomText.fresh();
        Token token = new Token(text, RandomText.hashText(text));
        newest.set(token);
        return token.hash;
    }

    @Override
    public List<String> resolveSessionIds(HttpServletRequest request) {
        // One cookie, one look: of several none is ours.
        return cookies.resolveSessionIds(request).stream()
                .filter(text -> text.length() == LENGTH)
                .limit(1)
                .map(RandomText::hashText)
                .toList();
    }

    @Override
    public void setSessionId(HttpServletRequest request, HttpServletResponse response, String sessionId) {
        Token token = newest.get();
        if (token == null || !token.hash.equals(sessionId)) {
            throw new IllegalStateException("a session whose token was made in another thread");
        }
        cookies.setSessionId(request, response, token.text);
    }

    @Override
    public void expireSession(HttpServletRequest request, HttpServletResponse response) {
        newest.remove();
        cookies.expireSession(request, response);
    }
}
