package io.elchi.bench.messagepath;

import io.elchi.e2e.Product;
import io.elchi.e2e.Seeding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A token of OAuth2 for each account, as clients get it.
final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final int TRIES = 100;
    private static final int PAUSE_MILLIS = 50;

    private Tokens() {}

    static List<String> of(Product product) throws IOException, InterruptedException, SQLException {
        List<Seeding.Machine> machines;
        try (Connection database = product.database()) {
            machines = Seeding.machines(database);
        }
        List<String> tokens = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (Seeding.Machine machine : machines) {
                tokens.add(token(client, product.httpPort(), machine));
            }
        }
        return tokens;
    }

    /// The server hears of a new client within a moment.
    private static String token(HttpClient client, int port, Seeding.Machine machine)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id="
                        + machine.clientId() + "&client_secret=" + machine.secret()))
                .build();
        HttpResponse<String> answer = null;
        for (int i = 0; i < TRIES; i++) {
            answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            Matcher found = TOKEN.matcher(answer.body());
            if (found.find()) {
                return found.group(1);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new IllegalStateException("no token: " + answer.statusCode() + " " + answer.body());
    }
}
