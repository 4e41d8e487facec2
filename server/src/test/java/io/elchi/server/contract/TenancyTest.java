package io.elchi.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.Account;
import io.elchi.server.core.Permission;
import io.elchi.server.identity.UserRole;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// Every operation for people of resellers and clients, asked by each of their roles about its own account, one
/// below, one beside and one above it: what is beyond is answered as if it were not there.
@Timeout(120)
class TenancyTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    static final String UNKNOWN = "888888888";
    private static final People PEOPLE = new People(PLATFORM);
    private static final TenancyLogins LOGINS = new TenancyLogins(PLATFORM);
    private static final TenancyMessages MESSAGES = new TenancyMessages(PLATFORM);
    private static final long RESELLER = PLATFORM.account("reseller", PLATFORM.root(), "own reseller");
    private static final long CLIENT = PLATFORM.account("client", RESELLER, "own client");

    /// An account beside, above or below the one that asks, with what can be asked for.
    private record Target(long account, long key, long user) {}

    /// How an operation is asked about a target: a path, and a body.
    record Question(String path, String body) {
        static Question of(String path) {
            return new Question(path, null);
        }
    }

    interface Row {
        Question about(String account, String key, String user);
    }

    /// A row for each operation with `x-tenant`. Bodies are good ones as far as they may change nothing.
    private static final Map<String, Row> ROWS = new HashMap<>();

    static {
        String base = "/admin/v1/accounts";
        row("GET " + base, (account, _, _) -> Question.of(base + "?parent_id=" + account));
        row("GET " + base + "/{}", (account, _, _) -> Question.of(base + "/" + account));
        row(
                "POST " + base,
                (account, _, _) -> new Question(
                        base, "{'type':'client','parent_id':%s,'name':'made','currency':'UZS'}".formatted(account)));
        row("PATCH " + base + "/{}", (account, _, _) -> new Question(base + "/" + account, "{'contact':'x'}"));
        row(
                "GET /admin/v1/accounts/{}/transactions",
                (account, _, _) -> Question.of("/admin/v1/accounts/" + account + "/transactions"));
        row(
                "GET /admin/v1/transactions/{}/messages",
                (account, _, _) -> Question.of("/admin/v1/transactions/" + entry(account) + "/messages"));
        row(
                "POST /admin/v1/accounts/{}/transfers",
                (account, _, _) -> new Question(
                        "/admin/v1/accounts/" + account + "/transfers",
                        "{'to_account_id':%d,'amount':{'amount':'9','currency':'UZS'},'reference':'%s'}"
                                .formatted(RESELLER, java.util.UUID.randomUUID())));
        row("GET /admin/v1/balances/{}", (account, _, _) -> Question.of("/admin/v1/balances/" + account));
        row("GET /admin/v1/messages", (account, _, _) -> Question.of("/admin/v1/messages?account_id=" + account));
        row("GET /admin/v1/messages/{}", (account, _, _) -> Question.of("/admin/v1/messages/" + MESSAGES.of(account)));
        for (String figures : List.of("series", "top", "heatmap")) {
            String path = "/admin/v1/stats/" + figures;
            String by = figures.equals("top") ? "&by=sender" : "";
            row("GET " + path, (account, _, _) -> Question.of(path + "?account_id=" + account + by));
        }
        row("GET /admin/v1/search", (account, _, _) -> Question.of("/admin/v1/search?q=" + account));
        row("GET /admin/v1/api-keys", (account, _, _) -> Question.of("/admin/v1/api-keys?account_id=" + account));
        row(
                "POST /admin/v1/api-keys",
                (account, _, _) -> new Question(
                        "/admin/v1/api-keys",
                        "{'account_id':%s,'name':'made','scopes':['sms:send']}".formatted(account)));
        row("POST /admin/v1/api-keys/{}/rotate", (_, key, _) -> Question.of("/admin/v1/api-keys/" + key + "/rotate"));
        row("DELETE /admin/v1/api-keys/{}", (_, key, _) -> Question.of("/admin/v1/api-keys/" + key));
        LOGINS.rows(TenancyTest::row);
        row(
                "GET /admin/v1/oauth-clients",
                (account, _, _) -> Question.of("/admin/v1/oauth-clients?account_id=" + account));
        row(
                "POST /admin/v1/oauth-clients",
                (account, _, _) -> new Question(
                        "/admin/v1/oauth-clients",
                        "{'account_id':%s,'name':'made','scopes':['sms:send']}".formatted(account)));
        row(
                "POST /admin/v1/oauth-clients/{}/rotate",
                (account, _, _) -> Question.of("/admin/v1/oauth-clients/" + machine(account) + "/rotate"));
        row(
                "DELETE /admin/v1/oauth-clients/{}",
                (account, _, _) -> Question.of("/admin/v1/oauth-clients/" + machine(account)));
        row("GET /admin/v1/users", (account, _, _) -> Question.of("/admin/v1/users?account_id=" + account));
        row(
                "POST /admin/v1/users",
                (account, _, _) -> new Question(
                        "/admin/v1/users",
                        "{'account_id':%s,'email':'%s@made.example','name':'made','role':'viewer'}"
                                .formatted(account, java.util.UUID.randomUUID())));
        row("GET /admin/v1/users/{}", (_, _, user) -> Question.of("/admin/v1/users/" + user));
        row("PATCH /admin/v1/users/{}", (_, _, user) -> new Question("/admin/v1/users/" + user, "{'name':'changed'}"));
        row(
                "POST /admin/v1/users/{}/password-link",
                (_, _, user) -> Question.of("/admin/v1/users/" + user + "/password-link"));
        row(
                "DELETE /admin/v1/users/{}/second-factor",
                (_, _, user) -> Question.of("/admin/v1/users/" + user + "/second-factor"));
        row("DELETE /admin/v1/users/{}/sessions", (_, _, user) -> Question.of("/admin/v1/users/" + user + "/sessions"));
        row("GET /admin/v1/users/{}/sign-ins", (_, _, user) -> Question.of("/admin/v1/users/" + user + "/sign-ins"));
    }

    /// A client of OAuth2 of each target, by its account.
    private static final Map<String, String> MACHINES = new HashMap<>();

    private static String machine(String account) {
        return MACHINES.getOrDefault(account, UNKNOWN);
    }

    /// An entry in the ledger of each target, by its account.
    private static final Map<String, String> ENTRIES = new HashMap<>();

    private static String entry(String account) {
        return ENTRIES.getOrDefault(account, UNKNOWN);
    }

    private static void row(String operation, Row row) {
        ROWS.put(operation, row);
    }

    private static List<Contract.Operation> operations() {
        return Contract.ALL.stream()
                .flatMap(contract -> contract.operations().values().stream())
                .filter(operation -> operation.json().path("x-tenant").booleanValue(false))
                .toList();
    }

    /// Roles are in the answer as they are, and are the caller's own account's. So are drafts: DraftsTest asks for
    /// those of others.
    private static boolean isAboutTheCallerAlone(Contract.Operation operation) {
        return operation.path().startsWith("/admin/v1/roles")
                || operation.path().startsWith("/admin/v1/drafts");
    }

    @Test
    void eachOperationHasARow() {
        TreeSet<String> wanted = new TreeSet<>();
        operations().stream()
                .filter(operation -> !isAboutTheCallerAlone(operation))
                .forEach(operation -> wanted.add(operation.name()));
        assertThat(new TreeSet<>(ROWS.keySet())).isEqualTo(wanted);
    }

    private static Target target(long account) {
        PLATFORM.key(account, "'sms:read'");
        long key = PLATFORM.admin()
                .get("/admin/v1/api-keys?account_id=" + account)
                .is(200)
                .get("items")
                .get(0)
                .get("id")
                .longValue();
        JsonNode machine = PLATFORM.admin()
                .post(
                        "/admin/v1/oauth-clients",
                        "{'account_id':%d,'name':'target','scopes':['sms:read']}".formatted(account))
                .is(201);
        MACHINES.put(Long.toString(account), machine.at("/client/id").toString());
        LOGINS.add(Long.toString(account));
        MESSAGES.add(account);
        JsonNode paid = PLATFORM.admin()
                .post(
                        "/admin/v1/accounts/" + account + "/topups",
                        "{'amount':{'amount':'1','currency':'UZS'},'reference':'target'}")
                .is(201);
        ENTRIES.put(Long.toString(account), paid.at("/transaction/id").toString());
        Account.Type type = PLATFORM.server()
                .part(io.elchi.server.accounts.Accounts.class)
                .account(account)
                .orElseThrow()
                .type();
        String role = switch (type) {
            case ADMIN -> "support";
            case RESELLER -> "reseller_admin";
            case CLIENT -> "viewer";
        };
        long user = PLATFORM.admin()
                .post(
                        "/admin/v1/users",
                        "{'account_id':%d,'email':'%s@target.example','name':'target','role':'%s'}"
                                .formatted(account, java.util.UUID.randomUUID(), role))
                .is(201)
                .at("/user/id")
                .longValue();
        return new Target(account, key, user);
    }

    @Test
    void whatIsBeyondIsNotThere() {
        long otherReseller = PLATFORM.account("reseller", PLATFORM.root(), "other reseller");
        long otherClient = PLATFORM.account("client", otherReseller, "other client");
        long sister = PLATFORM.account("client", RESELLER, "sister client");
        Map<String, Target> targets = new TreeMap<>();
        targets.put("own client", target(CLIENT));
        targets.put("sister client", target(sister));
        targets.put("other client", target(otherClient));
        targets.put("own reseller", target(RESELLER));
        targets.put("other reseller", target(otherReseller));
        targets.put("root", target(PLATFORM.root()));
        List<String> wrong = new ArrayList<>();
        for (UserRole role : UserRole.values()) {
            if (role.type() == Account.Type.ADMIN) {
                continue;
            }
            long own = role.type() == Account.Type.RESELLER ? RESELLER : CLIENT;
            Browser browser = PEOPLE.signedIn(own, role.text() + "@tenancy.example", role.text());
            for (Contract.Operation operation : operations()) {
                Permission permission = Permission.of(
                                operation.json().get("x-permission").stringValue())
                        .orElseThrow();
                if (isAboutTheCallerAlone(operation) || !role.permissions().contains(permission)) {
                    continue; // PermissionsTest asks them
                }
                targets.forEach((name, target) -> {
                    boolean within = target.account == own
                            || own == RESELLER && (target.account == CLIENT || target.account == sister);
                    String fault = fault(browser, operation, target, within);
                    if (fault != null) {
                        wrong.add(role + " " + operation.name() + " of " + name + ": " + fault);
                    }
                });
            }
        }
        assertThat(wrong).isEmpty();
    }

    /// null: it is answered as it should be.
    private static String fault(Browser browser, Contract.Operation operation, Target target, boolean within) {
        Row row = ROWS.get(operation.name());
        String account = Long.toString(target.account);
        String key = Long.toString(target.key);
        String user = Long.toString(target.user);
        Api.Answer answer = ask(browser, operation, row.about(account, key, user));
        Api.Answer unknown = ask(browser, operation, row.about(UNKNOWN, UNKNOWN, UNKNOWN));
        String seen = comparable(
                answer,
                account,
                key,
                user,
                machine(account),
                entry(account),
                MESSAGES.of(account),
                LOGINS.kept(account),
                LOGINS.removed(account));
        String notThere = comparable(unknown, UNKNOWN, UNKNOWN, UNKNOWN);
        // An account may have no key, no person and no account below it: empty lists say nothing.
        boolean isEmptyList = seen.equals("200 {\"items\":[]}");
        return within
                ? (seen.equals(notThere) && !isEmptyList ? "as if it were not there: " + seen : null)
                : (seen.equals(notThere) ? null : seen + " instead of " + notThere);
    }

    private static Api.Answer ask(Browser browser, Contract.Operation operation, Question question) {
        return browser.ask(operation.method(), question.path, question.body);
    }

    private static String comparable(Api.Answer answer, String... ids) {
        String text = answer.status() + " "
                + (answer.json() == null ? "" : answer.json().toString());
        for (String id : ids) {
            text = text.replaceAll("\\b" + id + "\\b", "ID");
        }
        return text.replaceAll("\"correlation_id\":\"[^\"]*\"", "");
    }

    @Test
    void aResellerGivesNoMoreThanItHas() {
        Browser reseller = PEOPLE.signedIn(RESELLER, "limits@tenancy.example", "reseller_admin");
        reseller.post(
                        "/admin/v1/accounts",
                        "{'type':'client','parent_id':%d,'name':'x','currency':'UZS','rate_per_second':1001}"
                                .formatted(RESELLER))
                .isProblem(400, "invalid_field", "rate_per_second");
        reseller.post(
                        "/admin/v1/accounts",
                        "{'type':'client','parent_id':%d,'name':'x','currency':'UZS','weight':1000}"
                                .formatted(RESELLER))
                .isProblem(400, "invalid_field", "weight");
        reseller.post(
                        "/admin/v1/accounts",
                        "{'type':'client','parent_id':%d,'name':'x','currency':'UZS','credit_limit':{'amount':'5','currency':'UZS'}}"
                                .formatted(RESELLER))
                .isProblem(403, "scope_missing");
        reseller.patch("/admin/v1/accounts/" + RESELLER, "{'rate_per_second':1000}")
                .isProblem(403, "scope_missing");
        reseller.post(
                        "/admin/v1/accounts",
                        "{'type':'admin','parent_id':%d,'name':'x','currency':'UZS'}".formatted(RESELLER))
                .isProblem(400, "invalid_field", "parent_id");
        assertThat(reseller.get("/admin/v1/accounts/" + CLIENT).is(200).get("ancestors"))
                .hasSize(1);
        assertThat(reseller.get("/admin/v1/accounts/" + RESELLER).is(200).has("parent_id"))
                .isFalse();
    }

    @Test
    void whatThePlatformSuspendedAResellerDoesNotActivate() {
        long client = PLATFORM.account("client", RESELLER, "suspended client");
        Browser reseller = PEOPLE.signedIn(RESELLER, "activates@tenancy.example", "reseller_admin");
        String path = "/admin/v1/accounts/" + client;
        reseller.patch(path, "{'status':'suspended'}").is(200);
        reseller.patch(path, "{'status':'active'}").is(200);
        PLATFORM.admin().patch(path, "{'status':'suspended'}").is(200);
        reseller.patch(path, "{'status':'active'}").isProblem(403, "scope_missing");
        reseller.patch(path, "{'status':'suspended'}").is(200);
        reseller.patch(path, "{'status':'active'}").isProblem(403, "scope_missing");
        PLATFORM.admin().patch(path, "{'status':'active'}").is(200);
        reseller.patch(path, "{'status':'suspended'}").is(200);
        reseller.patch(path, "{'status':'active'}").is(200);
    }

    @Test
    void nobodyGivesOrTakesWhatItDoesNotHave() {
        Browser developer = PEOPLE.signedIn(CLIENT, "developer2@tenancy.example", "developer");
        developer
                .post("/admin/v1/api-keys", "{'account_id':%d,'name':'x','scopes':['sms:read']}".formatted(CLIENT))
                .isProblem(403, "scope_missing");
        Browser owner = PEOPLE.signedIn(CLIENT, "owner2@tenancy.example", "owner");
        owner.post(
                        "/admin/v1/users",
                        "{'account_id':%d,'email':'x@tenancy.example','name':'x','role':'super_admin'}"
                                .formatted(CLIENT))
                .isProblem(400, "invalid_field", "role");
        owner.post("/admin/v1/roles", "{'name':'climber','permissions':['money:write']}")
                .isProblem(400, "invalid_field", "permissions");
        long made = owner.post("/admin/v1/roles", "{'name':'keys','permissions':['keys:read','users:read']}")
                .is(201)
                .get("id")
                .longValue();
        long person = PEOPLE.person(CLIENT, "custom@tenancy.example", "custom:" + made);
        Browser custom = new Browser(PLATFORM.server());
        custom.signIn("custom@tenancy.example", People.PASSWORD);
        custom.get("/admin/v1/api-keys?account_id=" + CLIENT).is(200);
        custom.get("/v1/balance").isProblem(403, "scope_missing");
        owner.delete("/admin/v1/roles/" + made).isProblem(409, "conflict");
        owner.patch("/admin/v1/users/" + person, "{'role':'viewer'}").is(200);
        owner.delete("/admin/v1/roles/" + made).is(204);
        // Nobody changes itself.
        long self = owner.get("/console/session").is(200).at("/user/id").longValue();
        owner.patch("/admin/v1/users/" + self, "{'role':'viewer'}").isProblem(409, "conflict");
    }

    /// The staff makes keys for every account. A role that an account made for its people must not be a way to
    /// `admin`.
    @Test
    void aRoleThatMakesKeysMakesNoneThatMayDoMore() {
        long role = PLATFORM.admin()
                .post("/admin/v1/roles", "{'name':'key desk','permissions':['keys:read','keys:write']}")
                .is(201)
                .get("id")
                .longValue();
        Browser desk = PEOPLE.signedIn(PLATFORM.root(), "desk@tenancy.example", "custom:" + role);
        String admin = "{'account_id':%d,'name':'x','scopes':['admin']}".formatted(PLATFORM.root());
        desk.post("/admin/v1/api-keys", admin).isProblem(403, "scope_missing");
        desk.post("/admin/v1/oauth-clients", admin).isProblem(403, "scope_missing");
        desk.post("/admin/v1/api-keys", "{'account_id':%d,'name':'x','scopes':['sms:send']}".formatted(CLIENT))
                .is(201);
    }
}
