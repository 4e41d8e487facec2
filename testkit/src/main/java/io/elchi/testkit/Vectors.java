package io.elchi.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Facts from sources that are not ours, one JSON object a line; `vectors/README.md` says what their fields mean.
public final class Vectors {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Vectors() {}

    /// PDUs found in other projects' tests, with what tshark and three libraries make of them.
    public static List<JsonNode> pdus() {
        return lines("pdus.jsonl");
    }

    /// Texts of delivery receipts.
    public static List<JsonNode> receipts() {
        return lines("receipts.jsonl");
    }

    /// GSM 7 bit alphabets: default, extension, national locking and single shift tables.
    public static List<JsonNode> gsmTables() {
        return lines("gsm-tables.jsonl");
    }

    private static List<JsonNode> lines(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            if (in == null) {
                throw new IllegalStateException("no vectors/" + file + " on the class path");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank())
                    .map(JSON::readTree)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
