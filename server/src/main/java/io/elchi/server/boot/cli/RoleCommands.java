package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi roles`
@Command(name = "roles", description = "Roles of people, and what they permit.")
final class RoleCommands extends Group {
    private static final String PATH = "/admin/v1/roles";

    @Command(name = "list", description = "Every role.", mixinStandardHelpOptions = true)
    void list() {
        output().table(
                        admin().all(PATH),
                        column("ID", "/id"),
                        column("ROLE", "/role"),
                        column("NAME", "/name"),
                        column("FOR", "/account_type"),
                        column("PERMISSIONS", "/permissions"));
    }

    @Command(name = "add", description = "Adds a role.", mixinStandardHelpOptions = true)
    void add(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "PERMISSION", arity = "1..*", description = "such as messages:read")
                    List<String> permissions) {
        JsonNode added = admin().post(PATH, permissions(Client.object().put("name", name), permissions));
        output().line(added, "role " + added.get("id") + " is added");
    }

    @Command(name = "change", description = "Sets what a role permits.", mixinStandardHelpOptions = true)
    void change(
            @Parameters(paramLabel = "ROLE", description = "id or name") String role,
            @Parameters(paramLabel = "PERMISSION", arity = "1..*", description = "all that it has from now on")
                    List<String> permissions) {
        Client client = admin();
        JsonNode changed = client.patch(PATH + "/" + id(client, PATH, role), permissions(Client.object(), permissions));
        output().line(changed, "role " + changed.get("id") + " is changed");
    }

    private static ObjectNode permissions(ObjectNode body, List<String> permissions) {
        ArrayNode array = body.putArray("permissions");
        permissions.forEach(array::add);
        return body;
    }

    @Command(name = "remove", description = "Removes a role.", mixinStandardHelpOptions = true)
    void remove(@Parameters(paramLabel = "ROLE", description = "id or name") String role) {
        Client client = admin();
        client.delete(PATH + "/" + id(client, PATH, role));
        output().line(null, "removed");
    }
}
