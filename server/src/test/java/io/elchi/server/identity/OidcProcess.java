package io.elchi.server.identity;

import io.elchi.server.contract.Platform;
import io.elchi.testkit.peers.MachineLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.json.JsonMapper;

/// A real identity provider: the npm package `oidc-provider` (certified by the OpenID Foundation), installed into
/// `target/node` by its name and checksum. Without Node, npm or a registry the test is skipped, and says so.
final class OidcProcess implements AutoCloseable {
    static final String CALLBACK = "https://elchi.example/console/session/oidc/callback";
    static final String SECRET = "a secret that the provider gave to elchi";

    private static final Path SCRIPTS = Path.of("src/test/node").toAbsolutePath();
    private static final Path PLACE = Path.of("target/node").toAbsolutePath();
    private static final int INSTALL_SECONDS = 120;

    private final HttpClient control = HttpClient.newHttpClient();
    private final Process process;
    private final String issuer;

    private OidcProcess(Process process, String issuer) {
        this.process = process;
        this.issuer = issuer;
    }

    /// @param port 0: any
    static OidcProcess start(int port) {
        try {
            MachineLock.hold(PLACE.resolve("lock"), OidcProcess::install);
            Process process = new ProcessBuilder("node", "provider.js", Integer.toString(port), CALLBACK)
                    .directory(PLACE.toFile())
                    .redirectError(PLACE.resolve("provider" + System.getProperty("elchi.fork", "") + ".log")
                            .toFile())
                    .start();
            BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
            String line = lines.readLine();
            while (line != null && !line.startsWith("{")) {
                line = lines.readLine();
            }
            if (line == null) {
                throw new IllegalStateException("the provider does not start");
            }
            return new OidcProcess(
                    process, JsonMapper.shared().readTree(line).get("issuer").stringValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path install() {
        try {
            boolean changed = copy("package.json") | copy("package-lock.json");
            copy("provider.js");
            npmCi(changed);
            return PLACE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @return whether it is another one than before
    private static boolean copy(String file) throws IOException {
        Path to = PLACE.resolve(file);
        boolean changed = !Files.exists(to) || Files.mismatch(SCRIPTS.resolve(file), to) >= 0;
        if (changed) {
            Files.copy(SCRIPTS.resolve(file), to, StandardCopyOption.REPLACE_EXISTING);
        }
        return changed;
    }

    private static void npmCi(boolean changed) {
        if (changed || !Files.exists(PLACE.resolve("node_modules/.package-lock.json"))) {
            skipUnless("node", "--version");
            skipUnless("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        }
    }

    private static void skipUnless(String... command) {
        String trouble;
        try {
            Process tried = new ProcessBuilder(command)
                    .directory(PLACE.toFile())
                    .redirectErrorStream(true)
                    .start();
            tried.getOutputStream().close();
            String output = new String(tried.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!tried.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
                tried.destroyForcibly();
                trouble = "takes over " + INSTALL_SECONDS + " s";
            } else {
                trouble = tried.exitValue() == 0 ? null : output.strip();
            }
        } catch (IOException e) {
            trouble = e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (trouble != null) {
            String line = "SKIPPED: the npm package oidc-provider as identity provider. It needs Node 20, npm and a"
                    + " registry; '" + String.join(" ", command) + "' says: " + trouble
                    + "\nTo run it: install Node (Debian: apt-get install nodejs npm), then ./elchi test -pl server -am"
                    + " -Dtest='ProviderSignIn*Test' -Dsurefire.failIfNoSpecifiedTests=false";
            System.out.println(line);
            Assumptions.abort(line);
        }
    }

    String issuer() {
        return issuer;
    }

    /// Sets people and faults.
    ///
    /// @param json in which ' stands for "
    void set(String json) {
        HttpResponse<String> done = send(control, post(URI.create(issuer + "/control"), json));
        if (done.statusCode() != 200) {
            throw new IllegalStateException(done.body());
        }
    }

    private static HttpRequest post(URI to, String json) {
        return HttpRequest.newBuilder(to)
                .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"')))
                .build();
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// A browser at the provider, with its cookies there.
    final class Visit {
        private final HttpClient client =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        private int logins;

        /// Signs somebody in, where the provider asks for that.
        ///
        /// @param name null: the person refuses
        /// @return where the provider sends the browser: path and query
        String go(URI to, String name) {
            URI next = to;
            HttpResponse<String> answer =
                    send(client, HttpRequest.newBuilder(next).build());
            for (int i = 0; i < 10; i++) {
                next = next.resolve(answer.headers()
                        .firstValue("Location")
                        .orElseThrow(() -> new AssertionError("the provider does not redirect")));
                if (!next.toString().startsWith(issuer)) {
                    return next.getRawPath() + "?" + next.getRawQuery();
                }
                boolean asks = next.getPath().startsWith("/interaction/");
                logins += asks ? 1 : 0;
                answer = send(
                        client,
                        asks
                                ? post(next, name == null ? "{'refuse':true}" : "{'name':'" + name + "'}")
                                : HttpRequest.newBuilder(next).build());
            }
            throw new AssertionError("the provider goes round in circles at " + next);
        }

        /// How often the provider asked who the person is.
        int logins() {
            return logins;
        }
    }

    Visit visit() {
        return new Visit();
    }

    @Override
    public void close() {
        control.close();
        process.destroyForcibly();
        Platform.await("the provider ends", () -> !process.isAlive());
    }
}
