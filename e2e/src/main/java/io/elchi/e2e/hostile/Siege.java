package io.elchi.e2e.hostile;

import io.elchi.e2e.ProcessCpu;
import io.elchi.e2e.Product;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/// Runs an attack, and sends OTPs as another client meanwhile.
public final class Siege implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final long FIRST_NUMBER = 998_909_000_000L;
    private static final Duration OTP_EVERY = Duration.ofMillis(50);
    private static final Duration KEY_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration OTP_TIMEOUT = Duration.ofSeconds(10);

    private final Product product;
    private final Path folder;
    private final String attackersKey;
    private final String victimsKey;
    private final HttpClient victim = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(OTP_TIMEOUT)
            .build();
    private final AtomicLong number = new AtomicLong();

    /// The result of an attack.
    ///
    /// @param begun connections of the attacker
    /// @param otps that were accepted
    /// @param failed OTPs that were not
    /// @param p50Millis from the request of an OTP to its 202
    /// @param rssMebibytes the process's resident memory afterwards
    public record Result(
            Attack attack, long begun, long otps, long failed, double p50Millis, double p99Millis, long rssMebibytes) {}

    /// @param folder for the attackers' log
    public Siege(Product product, Path folder, String attackersKey, String victimsKey) {
        this.folder = folder;
        this.product = product;
        this.attackersKey = attackersKey;
        this.victimsKey = victimsKey;
    }

    /// @throws IOException when an OTP cannot be sent before the attack
    public Result run(Attack attack, Duration time) throws IOException, InterruptedException {
        Attack.Target target = new Attack.Target(product.httpPort(), attackersKey, message());
        Attackers attackers = Attackers.start(attack, target, folder);
        Histogram times = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);
        long failed = otps(time, times);
        long begun = attackers.end();
        return new Result(
                attack,
                begun,
                times.getTotalCount(),
                failed,
                times.getValueAtPercentile(50) / 1e3,
                times.getValueAtPercentile(99) / 1e3,
                ProcessCpu.mebibytes(product.pid(), "VmRSS"));
    }

    /// @return how many were not accepted
    private long otps(Duration time, Histogram times) throws InterruptedException {
        long failed = 0;
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            long started = System.nanoTime();
            try {
                if (otp().statusCode() == 202) {
                    times.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - started));
                } else {
                    failed++;
                }
            } catch (IOException e) {
                failed++;
            }
            long left = OTP_EVERY.toNanos() - (System.nanoTime() - started);
            if (left > 0) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
        }
        return failed;
    }

    private HttpResponse<String> otp() throws IOException, InterruptedException {
        return send(victimsKey, "otp", FIRST_NUMBER + number.incrementAndGet());
    }

    /// A message of the attacker. A key or a route that was just stored is known to the server a moment later.
    private String message() throws IOException, InterruptedException {
        long end = System.nanoTime() + KEY_TIMEOUT.toNanos();
        HttpResponse<String> answer = send(attackersKey, "transactional", FIRST_NUMBER);
        while (answer.statusCode() != 202 && System.nanoTime() < end) {
            Thread.sleep(OTP_EVERY);
            answer = send(attackersKey, "transactional", FIRST_NUMBER);
        }
        Matcher id = ID.matcher(answer.body());
        if (!id.find()) {
            throw new IOException("no message can be sent: " + answer.statusCode() + " " + answer.body());
        }
        return id.group(1);
    }

    private HttpResponse<String> send(String key, String messageClass, long to)
            throws IOException, InterruptedException {
        String body = "{\"to\":\"+" + to + "\",\"from\":\"Elchi\",\"class\":\"" + messageClass
                + "\",\"text\":\"Your code is 4821\"}";
        return victim.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.httpPort() + "/v1/sms/send"))
                        .timeout(OTP_TIMEOUT)
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        victim.close();
    }
}
