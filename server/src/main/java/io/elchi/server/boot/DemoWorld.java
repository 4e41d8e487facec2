package io.elchi.server.boot;

import io.elchi.server.accounts.AccountStore;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Money;
import io.elchi.server.core.Secret;
import io.elchi.server.identity.UserRole;
import io.elchi.server.messages.Figures;
import io.elchi.server.messages.SampleTraffic;
import io.elchi.server.routing.Operator;
import io.elchi.server.routing.OperatorStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// What the pages of the demo have to show: figures of a month, an operator that is ill, a webhook that fails, requests
/// that are refused, a payment that waits for approval, and a second bank that sends all the time.
final class DemoWorld implements AutoCloseable {
    private static final Duration PAST = Duration.ofDays(30);
    private static final long SEED = 434;
    private static final long STOP_MS = 5_000;
    /// Of 100 messages of the second bank, those with a sender that is not its own.
    private static final int FOREIGN = 3;
    private static final String FIRST_SENDER = DemoData.SENDER;
    /// By the number of people on each network, and a few on the one that is ill.
    private static final String[] PREFIXES = {
        "+99890", "+99891", "+99890", "+99893", "+99894", "+99893", "+99897", "+99888", "+99898"
    };

    private final Server server;
    private final String url;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Thread sender;
    private final int perMinute;

    /// @param perMinute messages of the second bank
    DemoWorld(Server server, String url, Secret bank, int perMinute) {
        this.server = server;
        this.url = url;
        this.perMinute = perMinute;
        sender = Thread.ofVirtual().name("demo-traffic").unstarted(() -> send(bank));
    }

    /// To be done once in a data folder.
    void make(DemoData.Keys keys) throws IOException, InterruptedException {
        history();
        // No name of this domain leads anywhere (RFC 2606, section 2).
        expect(201, post(keys.second(), "/v1/webhooks", Map.of("url", "https://hooks.orient.invalid/elchi")));
        refusals(keys);
        draft(keys.password());
    }

    private void history() {
        Map<String, Long> operators = server.part(OperatorStore.class).operators().stream()
                .collect(Collectors.toMap(Operator::name, Operator::id));
        List<SampleTraffic> traffic = new ArrayList<>();
        for (DemoData.DemoOperator each : DemoData.ALL) {
            boolean isIll = each.equals(DemoData.ILL);
            Function<Client, SampleTraffic> of = it -> new SampleTraffic(
                    it.account,
                    it.sender,
                    it.messageClass,
                    operators.get(each.name()),
                    DemoData.MCC,
                    each.mnc(),
                    Money.parse(it.price, DemoData.SUM),
                    Money.parse(each.cost(), DemoData.SUM),
                    it.perHour * each.share() / 100,
                    isIll ? 64 : 96,
                    isIll ? 18 : 0,
                    isIll ? 12_000 : 1_800);
            clients().stream().map(of).forEach(traffic::add);
        }
        server.part(Figures.class).makeUp(traffic, PAST, SEED);
    }

    private record Client(long account, String sender, MessageClass messageClass, String price, int perHour) {}

    private List<Client> clients() {
        long first = account("Demo Bank").orElseThrow();
        long second = account(DemoData.SECOND_BANK).orElseThrow();
        return List.of(
                new Client(first, FIRST_SENDER, MessageClass.OTP, "55", 420),
                new Client(first, FIRST_SENDER, MessageClass.TRANSACTIONAL, "55", 260),
                new Client(second, DemoData.SECOND_SENDER, MessageClass.OTP, "57", 900),
                new Client(second, DemoData.SECOND_SENDER, MessageClass.SERVICE, "57", 340));
    }

    private Optional<Long> account(String name) {
        return server.part(AccountStore.class).list().stream()
                .filter(account -> account.name().equals(name))
                .map(account -> account.id())
                .findFirst();
    }

    private void refusals(DemoData.Keys keys) throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            refused(post(keys.bank(), "/v1/sms/send", message("+998901234567", "PayMe", "otp", "Code 1234")));
            refused(post(keys.second(), "/v1/sms/send", message("12345", DemoData.SECOND_SENDER, "otp", "Code 1234")));
        }
        refused(post(keys.bank(), "/v1/sms/send", message("+14155550100", FIRST_SENDER, "service", "Hello")));
    }

    private static void refused(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 4) {
            throw new IOException("was not refused: " + answer.statusCode() + " " + answer.body());
        }
    }

    /// A payment above `approvals.money_above`, by the clerk of the platform. Another person has to approve it.
    private void draft(Secret password) throws IOException, InterruptedException {
        HttpResponse<String> in = client.send(
                request(
                                "/console/session",
                                Map.of("email", DemoData.email(UserRole.FINANCE), "password", password.reveal()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        expect(200, in);
        String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
        HttpRequest payment = request(
                        "/admin/v1/accounts/" + account("Demo Bank").orElseThrow() + "/topups",
                        Map.of(
                                "amount",
                                Map.of("amount", "20000000", "currency", DemoData.SUM),
                                "reference",
                                "invoice 2026-114"))
                .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
                .header(
                        "X-CSRF-Token",
                        JsonMapper.shared()
                                .readTree(in.body())
                                .path("csrf_token")
                                .asString())
                .header("X-Reason", "The bank paid invoice 2026-114")
                .build();
        expect(202, client.send(payment, HttpResponse.BodyHandlers.ofString()));
    }

    private static void expect(int status, HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != status) {
            throw new IOException(answer.uri() + " answered " + answer.statusCode() + " " + answer.body());
        }
    }

    private HttpResponse<String> post(Secret key, String path, Object body) throws IOException, InterruptedException {
        return client.send(
                request(path, body)
                        .header("Authorization", "Bearer " + key.reveal())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, Object body) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)));
    }

    private static Map<String, String> message(String to, String from, String messageClass, String text) {
        return Map.of("to", to, "from", from, "class", messageClass, "text", text);
    }

    /// Has the second bank send until the demo ends.
    void start() {
        if (perMinute > 0) {
            sender.start();
        }
    }

    private void send(Secret bank) {
        SplittableRandom random = new SplittableRandom();
        Duration pause = Duration.ofMinutes(1).dividedBy(perMinute);
        try {
            while (true) {
                Thread.sleep(pause);
                boolean isOtp = random.nextInt(3) > 0;
                post(
                        bank,
                        "/v1/sms/send",
                        message(
                                PREFIXES[random.nextInt(PREFIXES.length)] + random.nextInt(1_000_000, 10_000_000),
                                random.nextInt(100) < FOREIGN ? "Orient" : DemoData.SECOND_SENDER,
                                isOtp ? "otp" : "service",
                                isOtp
                                        ? "Tasdiqlash kodi: " + random.nextInt(100_000, 1_000_000)
                                        : "Hisobingizga 250 000 soʻm tushdi. Orient Bank"));
            }
        } catch (InterruptedException _) {
            // The demo ends.
        } catch (IOException e) {
            System.err.println("elchi: the second bank of the demo sends no more: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        sender.interrupt();
        try {
            sender.join(STOP_MS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
