package io.elchi.server.boot.cli;

import io.elchi.server.boot.cli.JasminConfig.JasminConnector;
import io.elchi.server.boot.cli.JasminConfig.JasminGroup;
import io.elchi.server.boot.cli.JasminConfig.JasminHttp;
import io.elchi.server.boot.cli.JasminConfig.JasminScript;
import io.elchi.server.boot.cli.JasminConfig.JasminUser;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One pass over a configuration of Jasmin: groups, users, connectors, routes. It says what would be made, or makes
/// it; what needs a thing that is not there is left out.
final class JasminImport {
    static final String GROUP = "group";
    static final String USER = "user";
    static final String SMPP = "smpp connector";
    static final String HTTP = "http connector";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
    private static final Pattern SYSTEM_ID = Pattern.compile("[!-~]{1,15}");
    private static final Pattern PASSWORD = Pattern.compile("[!-~]{6,16}");

    /// What the command line says.
    ///
    /// @param parent id of the account above; null: the platform
    /// @param currency of new accounts; null: that of the account above
    /// @param names of operators, by connector
    /// @param inbound usernames, by HTTP connector
    record JasminWishes(
            String parent,
            String currency,
            String cost,
            boolean start,
            Map<String, String> names,
            Map<String, String> inbound) {}

    private final JasminConfig config;
    private final JasminWishes wishes;
    private final JasminTarget target;
    private final JasminReport report;
    private final JasminPasswords passwords;
    private final Map<String, JsonNode> accounts = new HashMap<>();
    private final Map<String, JsonNode> operators = new HashMap<>();
    private final Set<String> failed = new HashSet<>();
    private String currency;

    JasminImport(JasminConfig config, JasminWishes wishes, JasminPasswords passwords, JasminTarget target) {
        this.config = config;
        this.wishes = wishes;
        this.passwords = passwords;
        this.target = target;
        report = target.report();
    }

    void run() {
        JsonNode parent = wishes.parent() == null ? platform() : target.get(path(wishes.parent()));
        currency = wishes.currency() == null ? parent.get("currency").stringValue() : wishes.currency();
        config.groups().forEach(group -> account(group, parent.get("id")));
        config.users().forEach(this::login);
        config.connectors().forEach(this::operator);
        config.https().forEach(this::http);
        JasminRoutes routes = new JasminRoutes(config, wishes, target, accounts, operators);
        config.mtRoutes().forEach(routes::mt);
        config.moRoutes().forEach(routes::mo);
        for (JasminScript script : config.scripts()) {
            report.work(
                    script.file().startsWith("filters") ? "filter" : "interceptor",
                    script.file() + " " + script.name(),
                    script.words() + ": Python; see docs/guides/rules.md");
        }
    }

    private static String path(String account) {
        return JasminTarget.ACCOUNTS + "/" + Client.escaped(account);
    }

    private JsonNode platform() {
        JsonNode root = target.find(JasminTarget.ACCOUNTS + "?type=admin", each -> !each.has("parent_id"));
        if (root == null) {
            throw new CliException("there is no account above the new ones: name one with --parent");
        }
        return root;
    }

    private void account(JasminGroup group, JsonNode parent) {
        String gid = group.gid();
        String reference = "jasmin:" + gid;
        String path = JasminTarget.ACCOUNTS + "?parent_id=" + parent;
        JsonNode there = target.find(
                path, each -> reference.equals(each.path("external_ref").asString("")));
        if (there == null) {
            there = target.find(path, each -> gid.equals(each.path("name").asString("")));
        }
        ObjectNode wanted = Client.object()
                .put("type", "client")
                .put("name", gid)
                .put("currency", currency)
                .put("external_ref", reference);
        wanted.set("parent_id", parent);
        JsonNode account = target.have(GROUP, gid, JasminTarget.ACCOUNTS, wanted, there);
        accounts.put(gid, account);
        if (account == null && target.isMaking()) {
            failed.add(gid);
        }
        if (!group.enabled()) {
            report.work(GROUP, gid, "disabled in Jasmin: its logins are switched off");
        }
    }

    private void login(JasminUser user) {
        String name = user.username();
        if (!accounts.containsKey(user.gid()) || failed.contains(user.gid())) {
            report.work(USER, user.uid(), "group " + user.gid() + " is not there");
            return;
        }
        if (!SYSTEM_ID.matcher(name).matches()) {
            report.work(USER, user.uid(), "username " + name + " is no system_id: 1 to 15 visible characters");
            return;
        }
        boolean enabled = user.enabled()
                && config.groups().stream().anyMatch(group -> group.gid().equals(user.gid()) && group.enabled());
        JasminRights rights = new JasminRights(user, enabled, report);
        ObjectNode wanted = Client.object().put("system_id", name);
        rights.into(wanted);
        inbound(name, wanted.putObject("deliveries"));
        JsonNode account = accounts.get(user.gid());
        JsonNode there = null;
        if (account != null) {
            wanted.set("account_id", account.get("id"));
            there = target.find(
                    JasminTarget.LOGINS + "?account_id=" + account.get("id"),
                    each -> name.equals(each.path("system_id").asString("")));
        }
        String password = passwords.given(name);
        if (there == null && password != null) {
            if (!PASSWORD.matcher(password).matches()) {
                report.work(USER, user.uid(), "its password has not 6 to 16 visible characters");
                return;
            }
            wanted.put("password", password);
        }
        if (there == null && password == null && target.isMaking()) {
            passwords.open();
        }
        JsonNode made = target.have(USER, user.uid(), JasminTarget.LOGINS, wanted, there);
        if (there == null && made != null && password == null) {
            passwords.write(name, made.get("password").stringValue());
        }
    }

    /// The address of the HTTP connector that the command line gives to a user.
    private void inbound(String username, ObjectNode deliveries) {
        for (JasminHttp http : config.https()) {
            if (username.equals(wishes.inbound().get(http.cid()))) {
                deliveries
                        .put("inbound_url", http.url())
                        .put("inbound_method", http.method())
                        .put("inbound_protocol", "jasmin");
            }
        }
    }

    private void http(JasminHttp http) {
        String username = wishes.inbound().get(http.cid());
        if (username == null) {
            report.work(
                    HTTP,
                    http.cid(),
                    http.method() + " " + http.url() + ": --inbound " + http.cid() + "=USERNAME gives it to a user");
        } else if (config.users().stream().noneMatch(user -> user.username().equals(username))) {
            report.work(HTTP, http.cid(), "there is no user with the username " + username);
        }
    }

    private void operator(JasminConnector connector) {
        String cid = connector.cid();
        String name = wishes.names().getOrDefault(cid, cid);
        if (!NAME.matcher(name).matches()) {
            report.work(
                    SMPP,
                    cid,
                    "no name here, which has small letters, digits, _ and -: --name " + cid + "=NAME gives it one");
            return;
        }
        if (connector.shown() == null) {
            report.work(SMPP, cid, "there is no file smppccm-" + cid + ".txt: its address is not known");
            return;
        }
        ObjectNode link = JasminLinks.link(connector, name, wishes.start(), report);
        if (link == null) {
            return;
        }
        JsonNode there = target.find(
                JasminTarget.OPERATORS, each -> name.equals(each.path("name").asString("")));
        ObjectNode wanted = Client.object().put("name", name);
        if (there == null) {
            wanted.set("default_cost", Client.money(wishes.cost(), currency));
        }
        JsonNode operator = target.have("operator", name, JasminTarget.OPERATORS, wanted, there);
        if (operator == null && target.isMaking()) {
            return;
        }
        operators.put(cid, operator);
        JsonNode id = operator == null ? null : operator.get("id");
        if (id != null) {
            link.set("operator_id", id);
        }
        JsonNode linked = id == null
                ? null
                : target.find(
                        JasminTarget.LINKS,
                        each -> name.equals(each.path("name").asString("")) && id.equals(each.get("operator_id")));
        target.have("link", name, JasminTarget.LINKS, link, linked);
    }
}
