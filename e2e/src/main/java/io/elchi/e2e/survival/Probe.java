package io.elchi.e2e.survival;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sends one message after another and waits for its final state: shows when everything works again.
public final class Probe implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final long FIRST_NUMBER = 998_909_900_000L;
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    private final List<String> urls;
    private int turn;
    private final String key;
    private final AtomicLong number = new AtomicLong();

    public Probe(int port, String key) {
        this(List.of(port), key);
    }

    /// Asks several servers in turn.
    public Probe(List<Integer> ports, String key) {
        urls = ports.stream()
                .map(port -> "http://127.0.0.1:" + port + "/v1/sms")
                .toList();
        this.key = key;
    }

    /// Sends a message, as often as it takes until one is accepted, and waits for its delivery.
    ///
    /// @return how long all of that took
    /// @throws IOException when it is not delivered in three minutes
    public Duration awaitDelivery() throws IOException, InterruptedException {
        long started = System.nanoTime();
        long end = started + TIMEOUT.toNanos();
        long mine = number.incrementAndGet();
        String last = "nothing";
        String id = null;
        while (System.nanoTime() < end) {
            try {
                HttpResponse<String> answer = id == null ? send(mine) : get(id);
                last = answer.body();
                if (id == null && answer.statusCode() == 202) {
                    Matcher found = ID.matcher(last);
                    id = found.find() ? found.group(1) : null;
                } else if (id != null && last.contains("\"state\":\"delivered\"")) {
                    return Duration.ofNanos(System.nanoTime() - started);
                }
            } catch (IOException e) {
                last = e.toString();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IOException("a message is not delivered in " + TIMEOUT + ": " + last);
    }

    private HttpResponse<String> send(long mine) throws IOException, InterruptedException {
        String body = "{\"to\":\"+" + (FIRST_NUMBER + mine) + "\",\"from\":\"Elchi\",\"class\":\"otp\","
                + "\"validity_seconds\":3600,\"text\":\"probe " + mine + "\"}";
        return client.send(
                request("/send")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "probe-" + mine)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String id) throws IOException, InterruptedException {
        return client.send(request("/" + id).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        String url = urls.get(turn++ % urls.size());
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(5))
                .header("Authorization", "Bearer " + key);
    }

    @Override
    public void close() {
        client.close();
    }
}
