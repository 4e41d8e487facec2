package io.elchi.server.docs;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.NeedsNothing;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Serves the documentation.
@RestController
final class DocsController {
    private static final String PUBLIC = "the documentation says what everybody may know";
    /// Nothing is loaded from elsewhere, nothing runs that is not a file of ours, and no page frames it.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final CacheControl CACHED =
            CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();

    private final DocsFiles files;

    DocsController(DocsFiles files) {
        this.files = files;
    }

    @GetMapping("/openapi/{file}")
    @NeedsNothing("clients are generated from a contract, and it has no secrets")
    ResponseEntity<byte[]> contract(@PathVariable("file") String file) {
        return file("/openapi/" + file);
    }

    @GetMapping("/docs")
    @NeedsNothing(PUBLIC)
    ResponseEntity<byte[]> index() {
        return file("/docs");
    }

    @GetMapping("/docs/api/{contract}")
    @NeedsNothing(PUBLIC)
    ResponseEntity<byte[]> reference(@PathVariable("contract") String contract) {
        return file("/docs/api/" + contract);
    }

    @GetMapping("/docs/errors")
    @NeedsNothing(PUBLIC)
    ResponseEntity<byte[]> errors() {
        return file("/docs/errors");
    }

    @GetMapping("/docs/errors/{code}")
    @NeedsNothing("each client that got the error may read about it")
    ResponseEntity<byte[]> error(@PathVariable("code") String code) {
        return file("/docs/errors/" + code);
    }

    @GetMapping("/docs/assets/{file}")
    @NeedsNothing(PUBLIC)
    ResponseEntity<byte[]> asset(@PathVariable("file") String file) {
        return file("/docs/assets/" + file);
    }

    @GetMapping("/docs/text/{folder}/{file}")
    @NeedsNothing(PUBLIC)
    ResponseEntity<byte[]> text(@PathVariable("folder") String folder, @PathVariable("file") String file) {
        return file("/docs/text/" + folder + "/" + file);
    }

    @GetMapping("/llms.txt")
    @NeedsNothing(PUBLIC)
    ResponseEntity<byte[]> list() {
        return file("/llms.txt");
    }

    private ResponseEntity<byte[]> file(String path) {
        ServedFile file =
                files.at(path).orElseThrow(() -> Refusal.of(Failure.NOT_FOUND).exception());
        return ResponseEntity.ok()
                .contentType(file.type())
                .eTag(file.etag())
                .cacheControl(CACHED)
                .header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .body(file.octets());
    }
}
