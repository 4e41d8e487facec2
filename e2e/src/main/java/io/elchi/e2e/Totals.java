package io.elchi.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The counters of a simulated operator.
///
/// @param distinct accepted ones that are not copies of earlier ones
/// @param duplicates messages that it took although it had taken them before
/// @param receiptsOutstanding receipts that are not acknowledged, or not yet due
public record Totals(long received, long accepted, long distinct, long duplicates, long receiptsOutstanding) {
    /// Asks the control API.
    public static Totals of(Operators operators) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String json = client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operators.controlPort()
                                            + "/operators/beeline/totals"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return new Totals(
                    number(json, "received"),
                    number(json, "accepted"),
                    number(json, "distinct"),
                    number(json, "duplicates"),
                    number(json, "outstanding") + number(json, "unfinished"));
        }
    }

    private static long number(String json, String name) throws IOException {
        Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*(\\d+)").matcher(json);
        if (!matcher.find()) {
            throw new IOException("the simulator says nothing of " + name + ": " + json);
        }
        return Long.parseLong(matcher.group(1));
    }
}
