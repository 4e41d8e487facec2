package io.elchi.bench.messagepath;

import io.elchi.bench.Options;
import io.elchi.e2e.HttpLoad;
import io.elchi.e2e.Operators;
import io.elchi.e2e.Product;
import io.elchi.e2e.Seeding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `./elchi bench lists [rows=10000000] [times=20]`: how long a page of each list takes, and each look-up of a
/// message,
/// with so many messages of today in the store.
public final class ListsBench {
    private static final int ACCOUNTS = 10;
    private static final double NANOS_A_MILLI = 1e6;

    private ListsBench() {}

    /// A message to look up.
    private record Sample(String id, String to, String reference, long account) {}

    public static void main(String... arguments) throws Exception {
        Options options = Options.parse(Map.of("rows", "10000000", "times", "20"), arguments);
        Path folder = Files.createTempDirectory("elchi-lists-");
        try (Operators operators = Operators.start(folder, MessagePathBench.PROFILE);
                Product product = new Product(folder, List.of());
                HttpClient client = HttpClient.newHttpClient()) {
            product.start();
            List<String> keys;
            String admin;
            try (Connection database = product.database()) {
                keys = Seeding.seed(database, Seeding.Plan.of(ACCOUNTS, 1, 100), operators.port());
                admin = Seeding.adminKey(database);
            }
            send(product, keys);
            long started = System.nanoTime();
            new StoreFiller(product, options.large("rows")).fill();
            System.err.printf(
                    "%,d messages put in in %,d s%n",
                    options.large("rows"), (System.nanoTime() - started) / 1_000_000_000);
            Sample sample = sample(product, options.large("rows"));
            System.out.println("\n| request | ms p50 | most |\n|---|---|---|");
            for (Map.Entry<String, String> each : requests(sample).entrySet()) {
                String key = each.getValue().startsWith("/v1/")
                        ? keys.get((int) (sample.account - firstAccount(product)))
                        : admin;
                measure(client, product.httpPort(), each, key, options.number("times"));
            }
        } finally {
            Product.delete(folder);
        }
    }

    /// Enough to have one to copy.
    private static void send(Product product, List<String> keys) throws Exception {
        while (product.metric("elchi_links_bound") < 1) {
            Thread.sleep(50);
        }
        try (HttpLoad load = new HttpLoad(new SmsRequests(keys, 1, false, "transactional"), 100)) {
            load.start(product.httpPort(), 8);
            Thread.sleep(3_000);
            load.stop();
        }
        while (product.metric("elchi_messages_unfinished") > 0) {
            Thread.sleep(100);
        }
    }

    /// From the middle of the store.
    private static Sample sample(Product product, long rows) throws SQLException, IOException {
        try (Connection database = product.database();
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, msisdn, external_message_id, account_id"
                        + " FROM messages.cdr_sms WHERE external_message_id = 'ref-" + rows / 2 + "'")) {
            row.next();
            return new Sample(row.getString(1), row.getString(2), row.getString(3), row.getLong(4));
        }
    }

    private static long firstAccount(Product product) throws SQLException, IOException {
        try (Connection database = product.database();
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT min(id) FROM accounts.accounts WHERE type = 'client'")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Map<String, String> requests(Sample sample) {
        String account = "account_id=" + sample.account;
        String half = "accepted_before=" + Instant.now().minusSeconds(600);
        Map<String, String> requests = new LinkedHashMap<>();
        requests.put("client: message by id", "/v1/sms/" + sample.id);
        requests.put("client: by number", "/v1/sms?to=%2B" + sample.to);
        requests.put("client: by reference", "/v1/sms?reference=" + sample.reference);
        requests.put("staff: message by id", "/admin/v1/messages/" + sample.id);
        requests.put("staff: by number", "/admin/v1/messages?to=%2B" + sample.to);
        requests.put("staff: by reference", "/admin/v1/messages?reference=" + sample.reference);
        requests.put("staff: search by id", "/admin/v1/search?q=" + sample.id);
        requests.put("staff: search by number", "/admin/v1/search?q=%2B" + sample.to);
        requests.put("CDR by number", "/admin/v1/cdr?to=%2B" + sample.to);
        requests.put("CDR by reference", "/admin/v1/cdr?reference=" + sample.reference);
        requests.put("client: page of 500", "/v1/sms?limit=500");
        requests.put("client: of a state that none has", "/v1/sms?limit=500&state=expired");
        requests.put("client: of a sender that none has", "/v1/sms?limit=500&from=Nobody");
        requests.put("client: before a time", "/v1/sms?limit=500&" + half);
        requests.put("staff: page of 500", "/admin/v1/messages?limit=500");
        requests.put("staff: of an account", "/admin/v1/messages?limit=500&" + account);
        requests.put("staff: of a state that none has", "/admin/v1/messages?limit=500&state=expired");
        requests.put("staff: of an operator", "/admin/v1/messages?limit=500&operator_id=1");
        requests.put("staff: of an operator that none has", "/admin/v1/messages?limit=500&operator_id=99");
        requests.put(
                "staff: of an account and a class that none has", "/admin/v1/messages?limit=500&class=otp&" + account);
        requests.put("CDR: page of 500", "/admin/v1/cdr?limit=500");
        requests.put("CDR: of an account", "/admin/v1/cdr?limit=500&" + account);
        requests.put("CDR: of a state that none has", "/admin/v1/cdr?limit=500&state=expired");
        requests.put("CDR: of a network that none has", "/admin/v1/cdr?limit=500&mcc=999");
        requests.put("ledger: entries", "/admin/v1/transactions?limit=500&" + account);
        requests.put("client: entries", "/v1/transactions?limit=500");
        requests.put("figures: series", "/admin/v1/stats/series?step=minute&" + account);
        requests.put("figures: top", "/admin/v1/stats/top?by=operator");
        return requests;
    }

    private static void measure(HttpClient client, int port, Map.Entry<String, String> asked, String key, int times)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + asked.getValue()))
                .header("Authorization", "Bearer " + key)
                .build();
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long started = System.nanoTime();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            nanos.add(System.nanoTime() - started);
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(asked.getValue() + ": " + answer.statusCode() + " " + answer.body());
            }
        }
        Long[] sorted = nanos.stream().sorted().toArray(Long[]::new);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f |%n",
                asked.getKey(),
                sorted[sorted.length / 2] / NANOS_A_MILLI,
                Arrays.stream(sorted).mapToLong(Long::longValue).max().orElse(0) / NANOS_A_MILLI);
    }
}
