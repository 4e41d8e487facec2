package io.elchi.server.pages;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.NeedsNothing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Serves the console and the portal.
@RestController
final class PagesController {
    private static final String PUBLIC =
            "the files of the application have no data: it asks for them as the person who is signed in";
    private static final int NONCE_OCTETS = 16;
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();
    private static final byte[] NOT_BUILT = """
            <!doctype html>
            <html lang="en"><meta charset="utf-8"><title>Elchi</title>
            <h1>The console and the portal are not in this build</h1>
            <p>They are built with Node 20.19 or later and npm. Install them, then build again: <code>./elchi build</code>.
            Every interface of the server works without them: see <a href="/docs">the documentation</a>.</p>
            """.getBytes(StandardCharsets.UTF_8);

    private final WebApplication console;
    private final WebApplication portal;
    private final SecureRandom random;

    PagesController(WebApplication console, WebApplication portal, SecureRandom random) {
        this.console = console;
        this.portal = portal;
        this.random = random;
    }

    @GetMapping({"/console", "/console/{*path}"})
    @NeedsNothing(PUBLIC)
    ResponseEntity<byte[]> console(
            @PathVariable(name = "path", required = false) String path,
            @RequestParam MultiValueMap<String, String> anything,
            @RequestHeader(name = "Accept-Encoding", defaultValue = "") String codings) {
        return answer(console, path, codings);
    }

    @GetMapping({"/portal", "/portal/{*path}"})
    @NeedsNothing(PUBLIC)
    ResponseEntity<byte[]> portal(
            @PathVariable(name = "path", required = false) String path,
            @RequestParam MultiValueMap<String, String> anything,
            @RequestHeader(name = "Accept-Encoding", defaultValue = "") String codings) {
        return answer(portal, path, codings);
    }

    private ResponseEntity<byte[]> answer(WebApplication application, String path, String codings) {
        String below = path == null ? "" : path.substring(1);
        // A name with a dot is a file's, and no page's.
        if (below.startsWith("assets/")
                || below.substring(below.lastIndexOf('/') + 1).contains(".")) {
            return application
                    .asset(below)
                    .map(file -> asset(file, codings))
                    .orElseThrow(() -> Refusal.of(Failure.NOT_FOUND).exception());
        }
        return page(application);
    }

    private static ResponseEntity<byte[]> asset(WebFile file, String codings) {
        byte[] octets = file.plain();
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .header("Content-Type", file.type())
                .cacheControl(FOR_EVER)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Vary", "Accept-Encoding");
        if (file.brotli() != null && accepts(codings, "br")) {
            answer.header("Content-Encoding", "br");
            octets = file.brotli();
        } else if (file.gzip() != null && accepts(codings, "gzip")) {
            answer.header("Content-Encoding", "gzip");
            octets = file.gzip();
        }
        return answer.body(octets);
    }

    /// Whether the header Accept-Encoding names the coding (RFC 9110, 12.5.3), other than with a weight of 0.
    private static boolean accepts(String codings, String coding) {
        for (String each : codings.split(",")) {
            String[] parts = each.split(";", 2);
            if (parts[0].strip().equalsIgnoreCase(coding)) {
                return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0{0,3})?");
            }
        }
        return false;
    }

    private ResponseEntity<byte[]> page(WebApplication application) {
        byte[] octets = new byte[NONCE_OCTETS];
        random.nextBytes(octets);
        String nonce = Base64.getEncoder().withoutPadding().encodeToString(octets);
        return application
                .page(nonce)
                .map(page -> page(HttpStatus.OK, nonce).body(page))
                .orElseGet(() -> page(HttpStatus.NOT_FOUND, nonce).body(NOT_BUILT));
    }

    /// Nothing is loaded from elsewhere, nothing runs that is not a file of ours, and no page frames it. The library of
    /// components writes style elements, and gives them the nonce.
    private static ResponseEntity.BodyBuilder page(HttpStatus status, String nonce) {
        return ResponseEntity.status(status)
                .header("Content-Type", "text/html; charset=utf-8")
                .cacheControl(CacheControl.noStore())
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce
                                + "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none';"
                                + " form-action 'self'; frame-ancestors 'none'")
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer");
    }
}
