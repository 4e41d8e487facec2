package io.elchi.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The simulator as a process of its own.
public final class Operators implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final int port;
    private final int controlPort;

    private Operators(Process process, int port, int controlPort) {
        this.process = process;
        this.port = port;
        this.controlPort = controlPort;
    }

    /// Starts one operator with this profile.
    public static Operators start(Path folder, String profile) throws IOException {
        Path file = folder.resolve("operator.yaml");
        Files.writeString(file, profile);
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.elchi.simulator.Main",
                        "--profile",
                        file.toString(),
                        "--any-port",
                        "--control-port",
                        "0"))
                .redirectError(folder.resolve("simulator.log").toFile())
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        int port = number(out, "127.0.0.1:");
        int control = number(out, "127.0.0.1:");
        return new Operators(process, port, control);
    }

    /// From the next line that has it; others are of the log.
    private static int number(BufferedReader out, String before) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            int at = line.indexOf(before);
            if (at >= 0) {
                return Integer.parseInt(line.substring(at + before.length()).replaceAll("\\D.*", ""));
            }
        }
        throw new IOException("the simulator did not start");
    }

    public int port() {
        return port;
    }

    public int controlPort() {
        return controlPort;
    }

    public long pid() {
        return process.pid();
    }

    /// How many sessions are bound now.
    public int sessions() throws IOException, InterruptedException {
        String json = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controlPort + "/operators"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        return json.split("\"remote\"", -1).length - 1;
    }

    /// Changes how it behaves from the next message on: a part of a profile, as JSON.
    public void change(String json) throws IOException, InterruptedException {
        call("PATCH", "profile", json);
    }

    /// Reads and answers nothing for so long.
    public void silence(Duration time) throws IOException, InterruptedException {
        call("POST", "silence", "{\"seconds\": " + time.toMillis() / 1e3 + "}");
    }

    private void call(String method, String what, String json) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controlPort + "/operators/beeline/" + what))
                            .method(method, HttpRequest.BodyPublishers.ofString(json))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the simulator does not want " + json + ": " + answer.body());
            }
        }
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
    }
}
