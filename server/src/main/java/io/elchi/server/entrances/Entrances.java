package io.elchi.server.entrances;

import io.elchi.server.core.Refusal;
import io.elchi.server.http.EntrancePort;
import io.elchi.server.http.FastResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the protocol of a path.
final class Entrances implements EntrancePort.Entrance {
    private static final String TEXT = "text/plain";
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;

    private final Map<String, EntranceProtocol> protocols = new HashMap<>();

    Entrances(List<EntranceProtocol> all) {
        for (EntranceProtocol protocol : all) {
            protocol.paths().forEach(path -> protocols.put(path, protocol));
        }
    }

    @Override
    public String route(String path) {
        return protocols.containsKey(path) ? path : null;
    }

    @Override
    public FastResponse handle(EntrancePort.EntranceRequest request) throws InterruptedException {
        EntranceProtocol protocol = protocols.get(request.path());
        if (protocol == null) {
            return text(NOT_FOUND, "No Such Resource");
        }
        boolean isKnown = request.method().equals("GET") || request.method().equals("POST");
        return isKnown ? protocol.handle(request) : text(NOT_ALLOWED, "Method Not Allowed");
    }

    @Override
    public FastResponse refused(String path, Refusal refusal) {
        EntranceProtocol protocol = protocols.get(path);
        return protocol == null
                ? text(refusal.failure().httpStatus(), refusal.failure().text())
                : protocol.refused(path, refusal);
    }

    /// @param text of which each character is an octet
    static FastResponse text(int status, String text) {
        return new FastResponse(status, TEXT, List.of(), text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
