package io.elchi.bench.road;

import io.elchi.e2e.HttpLoad;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Whole HTTP requests, made ready in pieces: only the number differs from one to the next.
final class SmsRequests implements HttpLoad.Requests {
    private static final String TEXT =
            "Your code is 481516. Do not tell it to anyone, nobody of the bank will ask for it.";
    private static final int NUMBERS = 10_000_000;

    private final List<byte[]> heads = new ArrayList<>();
    private final int messages;
    private final boolean batch;
    private final String messageClass;
    private long count;

    SmsRequests(List<String> keys, int messages, boolean batch, String messageClass) {
        this.batch = batch;
        this.messages = messages;
        this.messageClass = messageClass;
        int length = body(0).length;
        for (String key : keys) {
            heads.add(("POST /v1/sms/" + (batch ? "batch" : "send")
                            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + key
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public byte[] next() {
        byte[] head = heads.get((int) (count % heads.size()));
        byte[] body = body(count * messages);
        count++;
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    private byte[] body(long from) {
        StringBuilder body = new StringBuilder(160 * messages);
        body.append(batch ? "{\"messages\":[" : "");
        for (int i = 0; i < messages; i++) {
            long number = 998_900_000_000L + (from + i) % NUMBERS;
            body.append(i == 0 ? "" : ",")
                    .append("{\"to\":\"+")
                    .append(number)
                    .append("\",\"from\":\"Elchi\",\"class\":\"")
                    .append(messageClass)
                    .append("\",\"text\":\"")
                    .append(TEXT)
                    .append("\"}");
        }
        return body.append(batch ? "]}" : "").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
