package io.elchi.bench.messagepath;

import io.elchi.e2e.HttpLoad;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Whole HTTP requests, made ready: only the numbers differ from one to the next.
final class SmsRequests implements HttpLoad.Requests {
    private static final String TEXT =
            "Your code is 481516. Do not tell it to anyone, nobody of the bank will ask for it.";
    private static final int NUMBERS = 10_000_000;

    private static final long FIRST = 998_900_000_000L;
    private static final String BEFORE_NUMBER = "{\"to\":\"+";
    private static final int DIGITS = Long.toString(FIRST).length();

    private final List<byte[]> templates = new ArrayList<>();
    private final int messages;
    /// From the end of a request to its first number, and from one number to the next.
    private final int firstFromEnd;

    private final int step;
    private long count;

    SmsRequests(List<String> keys, int messages, boolean batch, String messageClass) {
        this.messages = messages;
        String item = BEFORE_NUMBER + FIRST + "\",\"from\":\"Elchi\",\"class\":\"" + messageClass + "\",\"text\":\""
                + TEXT + "\"}";
        String items = String.join(",", Collections.nCopies(messages, item));
        String body = batch ? "{\"messages\":[" + items + "]}" : items;
        step = item.length() + 1;
        firstFromEnd = body.length() - body.indexOf(BEFORE_NUMBER) - BEFORE_NUMBER.length();
        for (String key : keys) {
            templates.add(("POST /v1/sms/" + (batch ? "batch" : "send")
                            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + key
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body)
                    .getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public byte[] next() {
        byte[] request = templates.get((int) (count % templates.size())).clone();
        int at = request.length - firstFromEnd;
        for (int i = 0; i < messages; i++) {
            write(FIRST + (count * messages + i) % NUMBERS, request, at + i * step);
        }
        count++;
        return request;
    }

    private static void write(long number, byte[] to, int at) {
        long left = number;
        for (int i = at + DIGITS - 1; i >= at; i--) {
            to[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }
}
