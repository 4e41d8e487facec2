package io.elchi.server.boot.cli;

import static io.elchi.server.boot.cli.Output.column;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `elchi users`
@Command(name = "users", description = "People, their roles and their sessions.")
final class UserCommands extends Group {
    private static final String PATH = "/admin/v1/users";

    @Command(name = "list", description = "People, by id.", mixinStandardHelpOptions = true)
    void list(@Option(names = "--account", paramLabel = "ID", description = "only its own") Long account) {
        output().table(
                        admin().all(query(PATH, "account_id", account)),
                        column("ID", "/id"),
                        column("ACCOUNT", "/account_id"),
                        column("E-MAIL", "/email"),
                        column("NAME", "/name"),
                        column("ROLE", "/role"),
                        column("STATUS", "/status"),
                        column("FROM", "/ip_whitelist"),
                        column("SECOND FACTOR", "/second_factor"),
                        column("LAST SIGN-IN", "/last_sign_in_at"));
    }

    @Command(
            name = "invite",
            description = "Makes a person; the token with which it chooses its password is shown this once.",
            mixinStandardHelpOptions = true)
    void invite(
            @Parameters(paramLabel = "ACCOUNT", description = "its id") long account,
            @Parameters(paramLabel = "E-MAIL") String email,
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            required = true,
                            description = "./elchi users roles lists them")
                    String role,
            @Option(names = "--from", paramLabel = "CIDR", split = ",", description = "from where it may sign in")
                    List<String> networks) {
        ObjectNode body = Client.object()
                .put("account_id", account)
                .put("email", email)
                .put("name", name)
                .put("role", role);
        if (networks != null) {
            ArrayNode allowed = body.putArray("ip_whitelist");
            networks.forEach(allowed::add);
        }
        link(admin().post(PATH, body));
    }

    private void link(JsonNode invited) {
        output().line(
                        invited,
                        "person " + invited.at("/user/id") + "; token for POST /console/password, shown this once: "
                                + invited.get("token").stringValue());
    }

    @Command(name = "role", description = "Gives a person another role.", mixinStandardHelpOptions = true)
    void role(@Parameters(paramLabel = "ID") String id, @Parameters(paramLabel = "ROLE") String role) {
        admin().patch(PATH + "/" + Client.escaped(id), Client.object().put("role", role));
        output().line(null, "changed");
    }

    @Command(
            name = "suspend",
            description = "Signs a person out, and lets it in no more.",
            mixinStandardHelpOptions = true)
    void suspend(@Parameters(paramLabel = "ID") String id) {
        admin().patch(PATH + "/" + Client.escaped(id), Client.object().put("status", "suspended"));
        output().line(null, "suspended");
    }

    @Command(name = "activate", description = "Lets a suspended person in again.", mixinStandardHelpOptions = true)
    void activate(@Parameters(paramLabel = "ID") String id) {
        admin().patch(PATH + "/" + Client.escaped(id), Client.object().put("status", "active"));
        output().line(null, "active");
    }

    @Command(
            name = "password-link",
            description = "A token for a new password, or for an invitation that was lost.",
            mixinStandardHelpOptions = true)
    void passwordLink(@Parameters(paramLabel = "ID") String id) {
        link(admin().post(PATH + "/" + Client.escaped(id) + "/password-link", null));
    }

    @Command(
            name = "remove-second-factor",
            description = "For who lost the app and the recovery codes: another one has to be enrolled.",
            mixinStandardHelpOptions = true)
    void removeSecondFactor(@Parameters(paramLabel = "ID") String id) {
        admin().delete(PATH + "/" + Client.escaped(id) + "/second-factor");
        output().line(null, "removed");
    }

    @Command(name = "sign-out", description = "Ends a person's sessions.", mixinStandardHelpOptions = true)
    void signOut(@Parameters(paramLabel = "ID") String id) {
        admin().delete(PATH + "/" + Client.escaped(id) + "/sessions");
        output().line(null, "signed out");
    }

    @Command(name = "sign-ins", description = "A person's attempts to sign in.", mixinStandardHelpOptions = true)
    void signIns(@Parameters(paramLabel = "ID") String id) {
        output().table(
                        admin().get(PATH + "/" + Client.escaped(id) + "/sign-ins"),
                        column("AT", "/at"),
                        column("RESULT", "/result"),
                        column("ADDRESS", "/address"),
                        column("BROWSER", "/user_agent"));
    }

    @Command(name = "roles", description = "Roles, and what they allow.", mixinStandardHelpOptions = true)
    void roles() {
        output().table(
                        admin().get("/admin/v1/roles"),
                        column("ROLE", "/role"),
                        column("NAME", "/name"),
                        column("OF ACCOUNTS", "/account_type"),
                        column("PERMISSIONS", "/permissions"));
    }
}
