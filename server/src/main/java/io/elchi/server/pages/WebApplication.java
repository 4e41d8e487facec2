package io.elchi.server.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The files of one application, read when they are first asked for. Only files that exist are kept: what a client
/// asks for makes nothing grow.
final class WebApplication {
    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "woff2", "font/woff2",
            "png", "image/png",
            "json", "application/json");
    private static final Pattern ASSET = Pattern.compile("assets/[A-Za-z0-9_-][A-Za-z0-9_.-]{0,120}\\.([a-z0-9]{2,5})");
    /// Where the page of the application has its nonce.
    private static final String NONCE = "name=\"style-nonce\" content=\"";

    private final String name;
    private final Map<String, WebFile> files = new ConcurrentHashMap<>();
    private final Optional<String> page;

    /// @param name of the folder with its files: `console`
    WebApplication(String name) {
        this.name = name;
        page = Optional.ofNullable(read("index.html")).map(octets -> new String(octets, StandardCharsets.UTF_8));
    }

    /// A file that never changes: its name has a hash of its content.
    ///
    /// @param path below the application, `assets/main-Bd2Kq1.js`
    Optional<WebFile> asset(String path) {
        var match = ASSET.matcher(path);
        if (!match.matches() || !TYPES.containsKey(match.group(1))) {
            return Optional.empty();
        }
        WebFile known = files.get(path);
        if (known == null) {
            byte[] plain = read(path);
            if (plain == null) {
                return Optional.empty();
            }
            known = new WebFile(TYPES.get(match.group(1)), plain, read(path + ".gz"), read(path + ".br"));
            files.put(path, known);
        }
        return Optional.of(known);
    }

    /// The page in which the application begins, with the nonce of its styles. Empty: it was not built.
    Optional<byte[]> page(String nonce) {
        return page.map(text -> text.replace(NONCE, NONCE + nonce).getBytes(StandardCharsets.UTF_8));
    }

    /// null: there is no such file.
    private byte[] read(String path) {
        try (InputStream file = WebApplication.class.getResourceAsStream("/META-INF/resources/" + name + "/" + path)) {
            return file == null ? null : file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
