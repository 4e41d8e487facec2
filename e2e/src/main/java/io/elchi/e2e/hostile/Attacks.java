package io.elchi.e2e.hostile;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// The attacks, each of which once did harm or was meant to.
public final class Attacks {
    private static final int MEBIBYTE = 1_048_576;
    private static final Duration DRIP = Duration.ofSeconds(1);
    private static final byte[] BLOCK = new byte[65_536];

    private Attacks() {}

    /// All of them, in a fixed order.
    public static List<Attack> all() {
        return List.of(
                bodies(
                        "a body of 1 MiB without a key, its end never sent",
                        "POST",
                        "/v1/sms/send",
                        "application/json",
                        ""),
                bodies(
                        "a form of 1 MiB by PUT without a key",
                        "PUT",
                        "/admin/v1/accounts/1",
                        "application/x-www-form-urlencoded",
                        ""),
                knownBodies(),
                slowHeaders(),
                slowBodies(),
                idle(),
                reads(),
                usedKeys(),
                scrapes(),
                garbage(),
                halves());
    }

    private static Attack bodies(String name, String method, String path, String type, String authorization) {
        String head = method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + authorization + "Content-Type: " + type
                + "\r\nContent-Length: " + MEBIBYTE + "\r\n\r\n";
        return new Attack(name, 900, (wire, _) -> {
            wire.write(head);
            for (int sent = BLOCK.length; sent < MEBIBYTE; sent += BLOCK.length) {
                wire.write(BLOCK);
            }
            wire.answer();
        });
    }

    private static Attack knownBodies() {
        return new Attack("a body of 1 MiB with a key, its end never sent", 300, (wire, target) -> {
            wire.write("POST /v1/sms/send HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + target.key()
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + MEBIBYTE + "\r\n\r\n");
            for (int sent = BLOCK.length; sent < MEBIBYTE; sent += BLOCK.length) {
                wire.write(BLOCK);
            }
            wire.answer();
        });
    }

    private static Attack slowHeaders() {
        byte[] octets = "POST /v1/sms/send HTTP/1.1\r\nHost: x\r\nX-Padding: "
                .repeat(20)
                .getBytes(StandardCharsets.US_ASCII);
        return new Attack("headers, one octet a second", 1_000, (wire, _) -> wire.drip(octets, DRIP));
    }

    private static Attack slowBodies() {
        return new Attack("a body with a key, one octet a second", 500, (wire, target) -> {
            wire.write("POST /v1/sms/send HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + target.key()
                    + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n");
            wire.drip(new byte[1_000], DRIP);
        });
    }

    private static Attack idle() {
        return new Attack("connections that say nothing", 3_000, (wire, _) -> wire.answer());
    }

    private static Attack reads() {
        return new Attack("GET of a message, as fast as it is answered", 64, (wire, target) -> {
            while (!Thread.currentThread().isInterrupted()) {
                wire.write("GET /v1/sms/" + target.messageId() + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                        + target.key() + "\r\n\r\n");
                wire.answer();
            }
        });
    }

    private static Attack usedKeys() {
        String body = "{\"to\":\"+998901112233\",\"from\":\"Elchi\",\"text\":\"the same\"}";
        return new Attack("a used Idempotency-Key, as fast as it is answered", 64, (wire, target) -> {
            while (!Thread.currentThread().isInterrupted()) {
                wire.write("POST /v1/sms/send HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + target.key()
                        + "\r\nIdempotency-Key: used\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body);
                wire.answer();
            }
        });
    }

    private static Attack scrapes() {
        return new Attack("GET /metrics and /health/ready without a key", 64, (wire, _) -> {
            while (!Thread.currentThread().isInterrupted()) {
                wire.write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
                wire.answer();
                wire.write("GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n");
                wire.answer();
            }
        });
    }

    private static Attack garbage() {
        List<String> requests = List.of(
                "GET /v1/sms?x=%ff HTTP/1.1\r\nHost: x\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /v1/sms/send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET / HTTP/2.0\r\nHost: x\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
                "POST /v1/sms/send HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n");
        return new Attack("requests that are none", 64, (wire, _) -> {
            wire.write(requests.get((int) (System.nanoTime() % requests.size() & 0x7)));
            wire.answer();
        });
    }

    private static Attack halves() {
        String body = "{\"to\":\"+998901112233\",\"from\":\"Elchi\",\"text\":\"x\",\"meta\":{\"a\":\"\\ud800\"}}";
        return new Attack("halves of characters in every message", 16, (wire, target) -> {
            while (!Thread.currentThread().isInterrupted()) {
                wire.write("POST /v1/sms/send HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + target.key()
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                if (wire.answer() >= 500) {
                    throw new IllegalStateException("the server failed");
                }
            }
        });
    }
}
