package io.elchi.e2e;

import io.elchi.testkit.history.History;
import io.elchi.testkit.history.Operation;
import io.elchi.testkit.history.Operation.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Clients that send numbered messages, each to a number of its own, and remember the answers: accepted
/// with an id, refused, or nothing at all. What is not accepted is asked for again with the same Idempotency-Key,
/// as a careful client does.
public final class Clients implements AutoCloseable {
    private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z_]+)\"");
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    /// What the references of their messages begin with.
    public static final String REFERENCE = "client-";

    private static final long FIRST_NUMBER = 998_900_000_000L;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /// Every so many-th message has several parts: a kill may find it partly sent.
    private static final int LONG = 7;
    private static final int LONG_PARTS = 3;
    /// Of a part, as [Seeding] has it.
    private static final long PRICE_MICROS = 45_500_000;
    private static final String MORE = ", and nobody of ours will ever ask you for it".repeat(8);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private volatile List<String> urls;
    private final List<String> keys;
    private final String run;
    private final Map<Integer, String> accepted = new ConcurrentHashMap<>();
    private final Set<Integer> abandoned = ConcurrentHashMap.newKeySet();
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
    private final LongAdder silences = new LongAdder();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private volatile Record record = Record.NONE;

    /// Where answers go.
    ///
    /// @param accounts of the keys, in their order; of others nothing is recorded
    private record Record(History history, List<String> accounts) {
        private static final Record NONE = new Record(null, List.of());
    }

    /// @param run makes the keys of this run different from those of another one
    public Clients(int port, List<String> keys, String run) {
        this(List.of(port), keys, run);
    }

    /// Clients of several servers: each try asks the next one.
    public Clients(List<Integer> ports, List<String> keys, String run) {
        moveTo(ports);
        this.keys = List.copyOf(keys);
        this.run = run;
    }

    /// Asks another process from now on, as a balancer would.
    public void moveTo(int port) {
        moveTo(List.of(port));
    }

    private void moveTo(List<Integer> ports) {
        urls = ports.stream()
                .map(port -> "http://127.0.0.1:" + port + "/v1/sms/send")
                .toList();
    }

    /// Sends so many messages from so many clients at once; returns when all of them are accepted or abandoned.
    public void send(int messages, int clients) throws InterruptedException {
        send(messages, clients, 0);
    }

    /// The same, at most so many a second; 0: as fast as they are answered.
    public void send(int messages, int clients, int perSecond) throws InterruptedException {
        long started = System.nanoTime();
        CountDownLatch done = new CountDownLatch(clients);
        for (int i = 0; i < clients; i++) {
            Thread.ofVirtual().name("client-" + i).start(() -> {
                try {
                    for (int number = next.getAndIncrement();
                            number < messages && !stopped.get();
                            number = next.getAndIncrement()) {
                        if (perSecond > 0) {
                            pause(started + TimeUnit.SECONDS.toNanos(number) / perSecond - System.nanoTime());
                        }
                        untilAccepted(number);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
    }

    private static void pause(long nanos) throws InterruptedException {
        if (nanos > 0) {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    }

    /// Takes no new message.
    public void stop() {
        stopped.set(true);
    }

    /// Records what it is answered from now on.
    ///
    /// @param accounts of the first keys, in their order: only of them
    public void recordInto(History history, List<String> accounts) {
        record = new Record(history, List.copyOf(accounts));
    }

    private void untilAccepted(int number) throws InterruptedException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        for (int tries = 0; System.nanoTime() < end; tries++) {
            String id = ask(number, tries);
            if (id != null) {
                accepted.put(number, id);
                return;
            }
            Thread.sleep(100);
        }
        abandoned.add(number);
    }

    /// Asks again for a message that was accepted.
    public void repeat(int number) throws InterruptedException {
        ask(number, number);
    }

    /// The number of the account that sends the message, among the keys.
    public int accountOf(int number) {
        return number % keys.size();
    }

    /// @return the message's id; null if it was not accepted, or if nobody knows
    private String ask(int number, int tries) throws InterruptedException {
        Record into = record;
        long begin = into.history == null ? 0 : into.history.now();
        Answer result = Answer.UNKNOWN;
        String found = null;
        try {
            HttpResponse<String> answer = client.send(request(number, tries), HttpResponse.BodyHandlers.ofString());
            Matcher id = ID.matcher(answer.body());
            if (answer.statusCode() == 202 && id.find()) {
                found = id.group(1);
                result = Answer.OK;
            } else {
                Matcher code = CODE.matcher(answer.body());
                refusals.computeIfAbsent(code.find() ? code.group(1) : "unknown", _ -> new LongAdder())
                        .increment();
                // A server that fails may not know how its commit ended.
                result = answer.statusCode() < 500 ? Answer.REFUSED : Answer.UNKNOWN;
            }
        } catch (IOException ignored) {
            silences.increment();
        }
        if (accountOf(number) < into.accounts.size()) {
            long reserved = PRICE_MICROS * (number % LONG == 0 ? LONG_PARTS : 1);
            into.history.add(new Operation.Accept(
                    into.history.since(begin),
                    into.accounts.get(accountOf(number)),
                    run + "-" + number,
                    result,
                    found == null ? Map.of() : Map.of(found, reserved),
                    new Operation.Asked(1, reserved)));
        }
        return found;
    }

    private HttpRequest request(int number, int tries) {
        List<String> known = urls;
        String body = "{\"to\":\"+" + (FIRST_NUMBER + number) + "\",\"from\":\"Elchi\",\"class\":\"otp\","
                + "\"validity_seconds\":3600,\"text\":\"Your code is " + number + (number % LONG == 0 ? MORE : "")
                + "\",\"reference\":\"" + REFERENCE + number + "\"}";
        return HttpRequest.newBuilder(URI.create(known.get((number + tries) % known.size())))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + keys.get(number % keys.size()))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", run + "-" + number)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /// Ids by the number of the message.
    public Map<Integer, String> accepted() {
        return accepted;
    }

    /// Numbers that were not accepted within a minute.
    public Set<Integer> abandoned() {
        return abandoned;
    }

    /// Answers that were no acceptance, by the code of the catalogue.
    public Map<String, LongAdder> refusals() {
        return refusals;
    }

    /// Requests that got no answer.
    public long silences() {
        return silences.sum();
    }

    @Override
    public void close() {
        client.close();
    }
}
