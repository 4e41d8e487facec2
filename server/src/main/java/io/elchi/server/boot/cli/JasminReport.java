package io.elchi.server.boot.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What an import makes, finds and leaves.
final class JasminReport {
    enum Outcome {
        /// It is to be made, or was made.
        NEW,
        /// It is there as Jasmin has it.
        EQUAL,
        /// It is there, and is left as it is.
        DIFFERENT,
        /// It is left to a person.
        WORK,
        /// The server refused it.
        FAILED
    }

    private record Line(Outcome outcome, String kind, String name, String detail) {}

    private final List<Line> lines = new ArrayList<>();

    void add(Outcome outcome, String kind, String name, String detail) {
        lines.add(new Line(outcome, kind, name, detail));
    }

    void work(String kind, String name, String detail) {
        add(Outcome.WORK, kind, name, detail);
    }

    /// @return whether it is there
    boolean compared(String kind, String name, JsonNode wanted, JsonNode there) {
        List<String> differences = new ArrayList<>();
        compare("", wanted, there, differences);
        if (differences.isEmpty()) {
            add(Outcome.EQUAL, kind, name, "");
        } else {
            add(Outcome.DIFFERENT, kind, name, String.join("; ", differences));
        }
        return true;
    }

    private static void compare(String path, JsonNode wanted, JsonNode there, List<String> differences) {
        for (Map.Entry<String, JsonNode> each : wanted.properties()) {
            String name = path + each.getKey();
            JsonNode value = there.path(each.getKey());
            if (each.getValue().isObject()) {
                compare(name + ".", each.getValue(), value, differences);
            } else if (!name.equals("password") && !Output.text(each.getValue()).equals(Output.text(value))) {
                differences.add(name + " is " + shown(value) + ", in Jasmin " + shown(each.getValue()));
            }
        }
    }

    private static String shown(JsonNode value) {
        String text = Output.text(value);
        return text.isEmpty() ? "none" : text;
    }

    long count(Outcome outcome) {
        return lines.stream().filter(each -> each.outcome == outcome).count();
    }

    String counts() {
        List<String> counts = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            counts.add(count(outcome) + " " + word(outcome));
        }
        return String.join(", ", counts);
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    ObjectNode items(Outcome... outcomes) {
        ObjectNode answer = Client.object();
        ArrayNode items = answer.putArray("items");
        List<Outcome> wanted = List.of(outcomes);
        for (Line line : lines) {
            if (wanted.contains(line.outcome)) {
                items.addObject()
                        .put("outcome", word(line.outcome))
                        .put("kind", line.kind)
                        .put("name", line.name)
                        .put("detail", line.detail);
            }
        }
        return answer;
    }
}
