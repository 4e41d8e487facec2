import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sends a one-time password and waits for its final state: `java Send.java NUMBER TEXT`. With JSON by hand, since
/// Java has none of its own; a program of yours has a library for it.
public final class Send {
    private static final String URL = System.getenv("ELCHI_URL");
    private static final String KEY = System.getenv("ELCHI_KEY");
    private static final String SENDER = System.getenv().getOrDefault("ELCHI_FROM", "MyBank");
    private static final int ATTEMPTS = 5;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Send() {}

    public static void main(String[] arguments) throws InterruptedException {
        String id = send(arguments[0], arguments[1]);
        System.out.println(id + " " + finalState(id));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(URL + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + KEY);
    }

    private static String send(String to, String text) throws InterruptedException {
        String body = "{\"to\":" + quoted(to) + ",\"from\":" + quoted(SENDER) + ",\"text\":" + quoted(text)
                + ",\"class\":\"otp\"}";
        // The same key with each attempt: the message is sent once, whatever happens to the connection.
        HttpRequest request = request("/v1/sms/send")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body))
                .build();
        for (int attempt = 1; ; attempt++) {
            String problem = "no_answer";
            boolean retryable = true;
            long pause = 1;
            try {
                HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
                if (answer.statusCode() == 202) {
                    return member(answer.body(), "id");
                }
                // Without a code it is a proxy's answer, for instance.
                if (!member(answer.body(), "code").isEmpty()) {
                    problem = member(answer.body(), "code") + ": " + member(answer.body(), "title");
                    retryable = answer.body().contains("\"retryable\":true");
                }
                pause = answer.headers().firstValueAsLong("Retry-After").orElse(1);
            } catch (IOException broken) {
                problem += ": " + broken.getMessage();
            }
            if (!retryable || attempt == ATTEMPTS) {
                System.err.println(problem);
                System.exit(1);
            }
            Thread.sleep(Duration.ofSeconds(pause));
        }
    }

    private static String finalState(String id) throws InterruptedException {
        for (int i = 0; i < 60; i++) {
            try {
                HttpResponse<String> answer = HTTP.send(request("/v1/sms/" + id).build(), BodyHandlers.ofString());
                String state = answer.statusCode() == 200 ? member(answer.body(), "state") : "";
                if (!state.isEmpty() && !List.of("accepted", "queued", "submitted").contains(state)) {
                    return state;
                }
            } catch (IOException ignored) {
                // No answer: it is asked again.
            }
            Thread.sleep(1_000);
        }
        System.err.println("not final yet: " + id);
        System.exit(1);
        return "";
    }

    /// The first member with this name that has a string.
    private static String member(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        return found.find() ? found.group(1) : "";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            quoted.append(c < ' ' || c == '"' || c == '\\' ? String.format("\\u%04x", (int) c) : c);
        }
        return quoted.append('"').toString();
    }
}
