package io.elchi.server.boot;

import com.sun.net.httpserver.HttpServer;
import io.elchi.server.core.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/// The load of the build's training run (`demo --once`): the whole message path for some seconds, with refusals,
/// reads and webhooks, so that the JVM's cache has the profiles of a busy server.
final class TrainingLoad {
    private static final int THREADS = 24;
    private static final Duration LASTS = Duration.ofSeconds(12);
    private static final int BATCH = 10;
    private static final int NO_CONTENT = 204;
    private static final String[] PREFIXES = {"+99890", "+99893", "+99897", "00998 90 "};
    private static final String[] CLASSES = {"otp", "transactional", "service", "promotional"};
    private static final String[] TEXTS = {
        "Your code is 481516. Do not tell it to anyone.",
        "Ваш заказ в пути, спасибо.",
        "Your order is on its way. It will arrive between ten and twelve. Please have your document with you, and call"
                + " us before nine when nobody will be there. Thank you for your order, and have a good day.",
    };

    private final String url;
    private final Secret key;
    private final AtomicLong sent = new AtomicLong();

    TrainingLoad(String url, Secret key) {
        this.url = url;
        this.key = key;
    }

    /// @return how many requests were answered
    long run() throws IOException, InterruptedException {
        HttpServer hooks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hooks.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(NO_CONTENT, -1);
            exchange.close();
        });
        hooks.start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            post(
                    client,
                    "/v1/webhooks",
                    "{\"url\":\"http://127.0.0.1:" + hooks.getAddress().getPort() + "/\"}");
            long end = System.nanoTime() + LASTS.toNanos();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                SplittableRandom random = new SplittableRandom(i);
                threads.add(Thread.ofVirtual().name("training-" + i).start(() -> send(client, random, end)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        } finally {
            hooks.stop(0);
        }
        return sent.get();
    }

    private void send(HttpClient client, SplittableRandom random, long end) {
        try {
            while (System.nanoTime() < end) {
                switch (random.nextInt(40)) {
                    case 0 -> post(client, "/v1/sms/batch", batch(random));
                    case 1 -> get(client, "/v1/balance");
                    case 2 -> post(client, "/v1/sms/send", message(random).replace("DemoBank", "Nobody"));
                    default -> post(client, "/v1/sms/send", message(random));
                }
            }
        } catch (IOException e) {
            System.err.println("elchi: the training load ends early: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String message(SplittableRandom random) {
        return "{\"to\":\"" + PREFIXES[random.nextInt(PREFIXES.length)] + random.nextInt(1_000_000, 10_000_000)
                + "\",\"from\":\"" + DemoData.SENDER + "\",\"class\":\"" + CLASSES[random.nextInt(CLASSES.length)]
                + "\",\"text\":\"" + TEXTS[random.nextInt(TEXTS.length)] + "\"}";
    }

    private static String batch(SplittableRandom random) {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            messages.add(message(random));
        }
        return "{\"messages\":[" + String.join(",", messages) + "]}";
    }

    private void get(HttpClient client, String path) throws IOException, InterruptedException {
        answered(client, HttpRequest.newBuilder(URI.create(url + path)).GET());
    }

    private void post(HttpClient client, String path, String body) throws IOException, InterruptedException {
        answered(
                client,
                HttpRequest.newBuilder(URI.create(url + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private void answered(HttpClient client, HttpRequest.Builder request) throws IOException, InterruptedException {
        client.send(
                request.header("Authorization", "Bearer " + key.reveal()).build(),
                HttpResponse.BodyHandlers.discarding());
        sent.incrementAndGet();
    }
}
