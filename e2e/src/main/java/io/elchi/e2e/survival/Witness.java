package io.elchi.e2e.survival;

import io.elchi.e2e.Clients;
import io.elchi.testkit.history.History;
import io.elchi.testkit.history.Model;
import io.elchi.testkit.history.Operation;
import io.elchi.testkit.history.Operation.Answer;
import io.elchi.testkit.history.Operation.Promise;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client that looks while others send: at states, balances, lists and events of the first accounts, and repeats
/// requests of theirs. All that they and it were answered is judged in the end ([Model]).
final class Witness implements AutoCloseable {
    /// All that are of messages.
    static final Set<String> TYPES = Set.of(
            "message.accepted",
            "message.submitted",
            "message.intermediate",
            "message.delivered",
            "message.undelivered",
            "message.expired",
            "message.rejected",
            "message.unknown");

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration IN_FORCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_PULLS = Duration.ofMillis(500);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration DRAIN = Duration.ofMinutes(1);
    private static final int PAGE = 500;
    private static final int LAST_READS = 200;
    private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    private final long started = System.nanoTime();
    private final History history = new History(() -> System.nanoTime() - started);
    private final Clients clients;
    private final Where where;
    private final List<String> accounts = new ArrayList<>();
    private final String[] cursors;
    private final SplittableRandom random = new SplittableRandom(1);
    private final AtomicLong turn = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;

    /// Whom it asks.
    ///
    /// @param ports of servers that answer clients
    /// @param adminPort of one with the admin API
    /// @param keys of the accounts that it watches, the first ones of the clients
    record Where(List<Integer> ports, int adminPort, List<String> keys, String adminKey) {}

    /// The servers are ready, and may not know the keys yet.
    Witness(Clients clients, Where where) throws IOException, InterruptedException {
        this.clients = clients;
        this.where = where;
        cursors = new String[where.keys.size()];
        for (String key : where.keys) {
            String account = account(key);
            accounts.add(account);
            history.add(new Operation.Subscribe(
                    new Operation.Span(history.now(), history.now() + IN_FORCE.toNanos()), "pull", account, TYPES));
        }
        clients.recordInto(history, accounts);
        threads.add(Thread.ofVirtual().name("witness-events").start(() -> repeat(BETWEEN_PULLS, this::pullAll)));
        threads.add(Thread.ofVirtual().name("witness-looks").start(() -> repeat(BETWEEN_LOOKS, this::look)));
    }

    /// A key is known when the server heard of it.
    private String account(String key) throws IOException, InterruptedException {
        while (true) {
            HttpResponse<String> answer = get(port(), "/v1/balance", key);
            if (answer.statusCode() == 200) {
                return JSON.readTree(answer.body()).get("account_id").asString();
            }
            if (System.nanoTime() - started > IN_FORCE.toNanos()) {
                throw new IOException("a balance cannot be read: " + answer.body());
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    /// Something that may fail while a server is away.
    private interface Look {
        void run() throws IOException, InterruptedException;
    }

    private void repeat(Duration pause, Look look) {
        try {
            while (!stopped) {
                try {
                    look.run();
                } catch (IOException ignored) {
                    // Its server is away: what it would have answered nobody knows.
                } catch (RuntimeException e) {
                    // An answer that cannot be read: no look may end in silence.
                    faults.add("an answer could not be read: " + e);
                }
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int port() {
        return where.ports.get((int) (turn.getAndIncrement() % where.ports.size()));
    }

    private HttpResponse<String> get(int port, String path, String key) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(10))
                        .header("Authorization", "Bearer " + key)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void look() throws IOException, InterruptedException {
        int sent = clients.accepted().size();
        int number = sent == 0 ? 0 : random.nextInt(sent);
        int account = clients.accountOf(number);
        String id = clients.accepted().get(number);
        if (id == null || account >= accounts.size()) {
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> clients.repeat(number);
            case 1, 2 -> balance(account);
            default -> read(account, id);
        }
    }

    private void read(int account, String id) throws IOException, InterruptedException {
        long begin = history.now();
        HttpResponse<String> answer = get(port(), "/v1/sms/" + id, where.keys.get(account));
        Operation.Span span = history.since(begin);
        if (answer.statusCode() == 200) {
            JsonNode message = JSON.readTree(answer.body());
            history.add(new Operation.StateRead(
                    span,
                    accounts.get(account),
                    id,
                    Answer.OK,
                    message.get("state").asString(),
                    micros(message.get("price"))));
        } else if (answer.statusCode() == 404) {
            history.add(new Operation.StateRead(span, accounts.get(account), id, Answer.REFUSED, null, 0));
        }
    }

    private static long micros(JsonNode money) {
        return new BigDecimal(money.get("amount").asString()).multiply(MICROS).longValueExact();
    }

    private void balance(int account) throws IOException, InterruptedException {
        long begin = history.now();
        HttpResponse<String> answer = get(port(), "/v1/balance", where.keys.get(account));
        Operation.Span span = history.since(begin);
        if (answer.statusCode() == 200) {
            JsonNode balance = JSON.readTree(answer.body());
            history.add(new Operation.BalanceRead(
                    span, accounts.get(account), micros(balance.get("balance")), micros(balance.get("reserved"))));
        }
    }

    /// Reads the list of all messages of an account that have their end.
    ///
    /// @throws IOException when it does not come whole
    void list(int account) throws IOException, InterruptedException {
        long begin = history.now();
        Set<String> ids = new HashSet<>();
        String cursor = "";
        do {
            HttpResponse<String> answer = get(
                    where.adminPort,
                    "/admin/v1/cdr?account_id=" + accounts.get(account) + "&limit=" + PAGE + cursor,
                    where.adminKey);
            if (answer.statusCode() != 200) {
                throw new IOException("a list is not answered: " + answer.body());
            }
            JsonNode page = JSON.readTree(answer.body());
            page.get("items").forEach(each -> ids.add(each.get("id").asString()));
            JsonNode next = page.get("next");
            cursor = next == null || next.isNull() ? null : "&cursor=" + next.asString();
        } while (cursor != null);
        history.add(new Operation.Listing(history.since(begin), accounts.get(account), Promise.ENDED, ids));
    }

    private void pullAll() throws IOException, InterruptedException {
        for (int account = 0; account < cursors.length; account++) {
            pull(account);
        }
    }

    /// @return how many events came
    private int pull(int account) throws IOException, InterruptedException {
        String after = cursors[account] == null ? "" : "&after=" + cursors[account];
        long begin = history.now();
        HttpResponse<String> answer = get(
                port(),
                "/v1/events?limit=" + PAGE + "&types=" + String.join(",", TYPES) + after,
                where.keys.get(account));
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
        Operation.Span span = history.since(begin);
        JsonNode page = JSON.readTree(answer.body());
        for (JsonNode event : page.get("items")) {
            history.add(new Operation.Received(
                    span,
                    "pull",
                    accounts.get(account),
                    event.get("id").asString(),
                    event.at("/data/id").asString(),
                    event.get("type").asString()));
        }
        cursors[account] = page.get("next").asString();
        return page.get("items").size();
    }

    /// Reads everything once more, when nothing is in progress any more.
    ///
    /// @return what is impossible of all that was seen
    List<String> judge() throws IOException, InterruptedException {
        close();
        long end = System.nanoTime() + DRAIN.toNanos();
        for (int account = 0; account < cursors.length; account++) {
            int quiet = 0;
            // The log is complete up to a moment that follows the last commit.
            while (quiet < 5 && System.nanoTime() < end) {
                quiet = pull(account) == 0 ? quiet + 1 : 0;
                TimeUnit.MILLISECONDS.sleep(quiet == 0 ? 0 : BETWEEN_PULLS.toMillis());
            }
            list(account);
            balance(account);
        }
        int sent = clients.accepted().size();
        for (int number : IntStream.range(Math.max(0, sent - LAST_READS), sent).toArray()) {
            String id = clients.accepted().get(number);
            if (id != null && clients.accountOf(number) < accounts.size()) {
                read(clients.accountOf(number), id);
            }
        }
        List<String> wrong = new ArrayList<>(Model.judge(history.operations(), true));
        wrong.addAll(faults);
        return wrong;
    }

    /// How much it saw, for a report.
    String seen() {
        return history.operations().size() + " requests and events of " + accounts.size() + " accounts were judged";
    }

    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread each : threads) {
                each.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
