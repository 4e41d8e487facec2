package io.elchi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The client examples against the packaged server, with a key for tests. A language that is not on this machine
/// is skipped, and said so.
class ExamplesTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("elchi.root"), "examples");

    private static Path folder;
    private static Product product;
    private static String key;

    private record Run(int code, String said) {}

    @BeforeAll
    static void start() throws Exception {
        folder = Files.createTempDirectory("elchi-examples-");
        product = new Product(folder, List.of());
        product.start();
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(product.keys())) {
            properties.load(in);
        }
        String admin = properties.getProperty("admin_key");
        long bank = post(admin, "/admin/v1/accounts", "{'name':'Bank','parent_id':1,'type':'client','currency':'UZS'}")
                .get("id")
                .longValue();
        post(admin, "/admin/v1/senders", "{'account_id':%d,'sender':'MyBank'}".formatted(bank));
        key = post(
                        admin,
                        "/admin/v1/api-keys",
                        "{'account_id':%d,'name':'tests','scopes':['sms:test','sms:read']}".formatted(bank))
                .get("secret")
                .stringValue();
    }

    @AfterAll
    static void stop() throws Exception {
        product.close();
        Product.delete(folder);
    }

    private static JsonNode post(String with, String path, String body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.httpPort() + path))
                            .header("Authorization", "Bearer " + with)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            return JsonMapper.shared().readTree(answer.body());
        }
    }

    private static Run run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("ELCHI_URL", "http://127.0.0.1:" + product.httpPort(), "ELCHI_KEY", key));
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), said);
    }

    private static boolean isThere(String program) {
        try {
            return run(List.of(program, "--version")).code == 0;
        } catch (IOException | InterruptedException ignored) {
            return false;
        }
    }

    private static List<String> command(String program, String file) throws IOException, InterruptedException {
        String started = program.equals("java")
                ? Path.of(System.getProperty("java.home"), "bin", "java").toString()
                : program;
        assumeTrue(
                isThere(started), () -> "SKIPPED: " + program + " is not installed; examples/" + file + " did not run");
        if (!file.endsWith(".ts")) {
            return new ArrayList<>(List.of(started, EXAMPLES.resolve(file).toString()));
        }
        Run installed =
                run(List.of("npm", "install", "--prefix", folder.toString(), "--no-audit", "--no-fund", "tsx@4"));
        assumeTrue(
                installed.code == 0,
                () -> "SKIPPED: tsx cannot be installed, examples/" + file + " did not run: " + installed.said);
        return new ArrayList<>(List.of(
                folder.resolve("node_modules/.bin/tsx").toString(),
                EXAMPLES.resolve(file).toString()));
    }

    @ParameterizedTest
    @CsvSource({"java, Send.java", "python3, send.py", "php, send.php", "node, send.ts"})
    void eachSendsAndIsRefusedAsItSays(String program, String file) throws Exception {
        List<String> command = command(program, file);
        List<String> sending = new ArrayList<>(command);
        sending.addAll(List.of("+998901234567", "Your \"code\" \\ is 271828"));
        Run sent = run(sending);
        assertThat(sent.said).matches("(?s)[0-9a-f-]{36} delivered\n");
        assertThat(sent.code).isZero();
        List<String> refused = new ArrayList<>(command);
        refused.addAll(List.of("+99904220", "x"));
        assertThat(run(refused)).satisfies(run -> {
            assertThat(run.said).startsWith("invalid_destination: ");
            assertThat(run.code).isEqualTo(1);
        });
    }

    /// It waits as long as the server says, and gives up after five attempts.
    @ParameterizedTest
    @CsvSource({"java, Send.java", "python3, send.py", "php, send.php", "node, send.ts"})
    void whatMaySucceedLaterIsTriedAgain(String program, String file) throws Exception {
        List<String> command = command(program, file);
        command.addAll(List.of("+99905030", "x"));
        long began = System.nanoTime();
        Run run = run(command);
        assertThat(run.said).startsWith("unavailable: ");
        assertThat(run.code).isEqualTo(1);
        assertThat((System.nanoTime() - began) / 1_000_000_000L).isGreaterThanOrEqualTo(4);
    }
}
