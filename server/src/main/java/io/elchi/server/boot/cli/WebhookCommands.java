package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi webhooks`: the endpoints of the account whose key is used.
@Command(name = "webhooks", description = "Endpoints of the account that get its events.")
final class WebhookCommands extends Group {
    private static final String PATH = "/v1/webhooks";

    @Command(name = "list", description = "Every endpoint.", mixinStandardHelpOptions = true)
    void list() {
        output().table(
                        client().all(PATH),
                        column("ID", "/id"),
                        column("KIND", "/kind"),
                        column("URL", "/url"),
                        column("SECOND URL", "/failover_url"),
                        column("STATUS", "/status"),
                        column("REASON", "/disabled_reason"),
                        column("EVENTS", "/events"),
                        column("DESCRIPTION", "/description"));
    }

    @Command(name = "add", description = "Adds an endpoint, and prints its secret.", mixinStandardHelpOptions = true)
    void add(
            @Parameters(paramLabel = "URL") String url,
            @Option(names = "--failover-url", paramLabel = "URL", description = "tried when the other one fails")
                    String failover,
            @Option(
                            names = "--events",
                            paramLabel = "TYPE,...",
                            split = ",",
                            description = "default: the final states of messages")
                    List<String> events,
            @Option(names = "--description", paramLabel = "TEXT") String description) {
        ObjectNode body = Client.object().put("url", url);
        set(body, "failover_url", failover);
        set(body, "description", description);
        types(body, events);
        JsonNode added = client().post(PATH, body);
        output().line(
                        added,
                        "endpoint " + added.get("id") + " is added; its secret, shown only now: "
                                + added.get("secret").stringValue());
    }

    private static void types(ObjectNode body, List<String> events) {
        if (events != null) {
            ArrayNode array = body.putArray("events");
            events.stream().filter(type -> !type.isEmpty()).forEach(array::add);
        }
    }

    @Command(name = "change", description = "Changes an endpoint.", mixinStandardHelpOptions = true)
    void change(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--post-to", paramLabel = "URL", description = "its address") String url,
            @Option(names = "--failover-url", paramLabel = "URL", description = "an empty one takes it away")
                    String failover,
            @Option(names = "--events", paramLabel = "TYPE,...", split = ",", description = "default: as they are")
                    List<String> events,
            @Option(names = "--description", paramLabel = "TEXT") String description) {
        ObjectNode body = Client.object();
        set(body, "url", url);
        if (failover != null) {
            body.put("failover_url", failover.isEmpty() ? null : failover);
        }
        set(body, "description", description);
        types(body, events);
        JsonNode changed = client().patch(path(id), body);
        output().line(changed, "endpoint " + changed.get("id") + " is changed");
    }

    @Command(name = "enable", description = "Posts to a disabled endpoint again.", mixinStandardHelpOptions = true)
    void enable(@Parameters(paramLabel = "ID") String id) {
        JsonNode enabled = client().post(path(id) + "/enable", null);
        output().line(enabled, "endpoint " + enabled.get("id") + " is active");
    }

    @Command(name = "remove", description = "Removes an endpoint.", mixinStandardHelpOptions = true)
    void remove(@Parameters(paramLabel = "ID") String id) {
        client().delete(path(id));
        output().line(null, "removed");
    }

    @Command(name = "attempts", description = "The last attempts of an endpoint.", mixinStandardHelpOptions = true)
    void attempts(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--limit", paramLabel = "N", description = "1 to 500; default: 50") Integer limit) {
        output().table(
                        client().get(query(path(id) + "/attempts", "limit", limit)),
                        column("AT", "/at"),
                        column("EVENT", "/event_id"),
                        column("TYPE", "/type"),
                        column("ATTEMPT", "/attempt"),
                        column("STATUS", "/status"),
                        column("MILLIS", "/millis"),
                        column("ERROR", "/error"));
    }

    @Command(name = "replay", description = "Posts events of a time again.", mixinStandardHelpOptions = true)
    void replay(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--since", paramLabel = "TIME", required = true, description = "RFC 3339") String since,
            @Option(names = "--until", paramLabel = "TIME", description = "RFC 3339; default: now") String until,
            @Option(names = "--delivered", description = "those that were accepted, too") boolean delivered) {
        ObjectNode body = Client.object().put("since", since).put("delivered", delivered);
        set(body, "until", until);
        JsonNode replay = client().post(path(id) + "/replays", body);
        output().line(replay, "replay " + replay.get("id") + " has begun");
    }

    private static String path(String id) {
        return PATH + "/" + Client.escaped(id);
    }
}
