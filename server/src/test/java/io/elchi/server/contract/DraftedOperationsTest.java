package io.elchi.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.gatewayapi.TestBank;
import io.elchi.server.http.OperationPermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Each operation that is marked as a draft, asked by a person of the staff and approved by another one.
class DraftedOperationsTest {
    @AutoClose
    private static final Platform PLATFORM =
            Platform.start(Map.of("content.key", Base64.getEncoder().encodeToString(new byte[32])));

    private static final People PEOPLE = new People(PLATFORM);
    private static final String MONEY = "{'amount':'6000000','currency':'UZS'}";

    /// @param body null: none
    private record Asked(String path, String body) {}

    private static long made(String path, String body) {
        return PLATFORM.admin().post(path, body).is(201).get("id").longValue();
    }

    /// By the operation's name: a request that can be carried out.
    private static Map<String, Asked> requests() {
        long bank = PLATFORM.account("client", PLATFORM.root(), "bank");
        String account = "/admin/v1/accounts/" + bank;
        long operator = made("/admin/v1/operators", "{'name':'ucell','default_cost':{'amount':'30','currency':'UZS'}}");
        String cost = "{'operator_id':%d,'mcc':'434','mnc':'%s','cost_per_sms':{'amount':'%s','currency':'UZS'}}";
        long ended = PLATFORM.admin()
                .put("/admin/v1/operator-costs", cost.formatted(operator, "04", "31"))
                .is(200)
                .get("id")
                .longValue();
        long link = made(
                "/admin/v1/smpp-links",
                "{'operator_id':%d,'name':'l','host':'127.0.0.1','port':1,'system_id':'s','password':'p','status':'stopped'}"
                        .formatted(operator));
        long colleague = PEOPLE.person(PLATFORM.root(), "colleague@elchi.example", "noc");
        Map<String, Asked> all = new LinkedHashMap<>();
        all.put(
                "PUT /admin/v1/operator-costs",
                new Asked("/admin/v1/operator-costs", cost.formatted(operator, "05", "32")));
        all.put("DELETE /admin/v1/operator-costs/{}", new Asked("/admin/v1/operator-costs/" + ended, null));
        all.put(
                "PUT /admin/v1/exchange-rates",
                new Asked("/admin/v1/exchange-rates", "{'base':'USD','quote':'UZS','rate':'12000'}"));
        all.put(
                "POST /admin/v1/accounts/{}/topups",
                new Asked(account + "/topups", "{'amount':%s,'reference':'r'}".formatted(MONEY)));
        all.put(
                "POST /admin/v1/accounts/{}/adjustments",
                new Asked(account + "/adjustments", "{'amount':%s,'reference':'a','note':'n'}".formatted(MONEY)));
        addMoney(all, bank);
        addRoles(all);
        all.put(
                "POST /admin/v1/users",
                new Asked(
                        "/admin/v1/users",
                        "{'account_id':%d,'email':'new@elchi.example','name':'New','role':'noc'}"
                                .formatted(PLATFORM.root())));
        all.put("PATCH /admin/v1/users/{}", new Asked("/admin/v1/users/" + colleague, "{'role':'finance'}"));
        all.put(
                "POST /admin/v1/users/{}/password-link",
                new Asked("/admin/v1/users/" + colleague + "/password-link", null));
        all.put(
                "DELETE /admin/v1/users/{}/second-factor",
                new Asked("/admin/v1/users/" + colleague + "/second-factor", null));
        addAccountsAndKeys(all, bank);
        addRoutes(all, operator);
        all.put("DELETE /admin/v1/smpp-links/{}", new Asked("/admin/v1/smpp-links/" + link, null));
        return all;
    }

    private static String message() {
        Api sender = PLATFORM.as(PLATFORM.key(TestBank.open(PLATFORM), "'sms:send','sms:read'"));
        TestBank.awaitAcceptance(sender);
        return sender.post("/v1/sms/send", "{'to':'+998901234567','from':'Bank','text':'Salom'}")
                .is(202)
                .get("id")
                .stringValue();
    }

    private static void addInboundCosts(Map<String, Asked> all, long operator) {
        String path = "/admin/v1/inbound-costs";
        String cost = "{'operator_id':%d,'number':'%s','cost':{'amount':'4','currency':'UZS'}}";
        long ended = PLATFORM.admin()
                .put(path, cost.formatted(operator, "1700"))
                .is(200)
                .get("id")
                .longValue();
        all.put("PUT /admin/v1/inbound-costs", new Asked(path, cost.formatted(operator, "1701")));
        all.put("DELETE /admin/v1/inbound-costs/{}", new Asked(path + "/" + ended, null));
    }

    private static void addRoles(Map<String, Asked> all) {
        all.put(
                "POST /admin/v1/messages/{}/reveals",
                new Asked("/admin/v1/messages/" + message() + "/reveals", "{'ticket':'SUP-1'}"));
        long changed = made("/admin/v1/roles", "{'name':'changed','permissions':['links:read']}");
        long removed = made("/admin/v1/roles", "{'name':'removed','permissions':['links:read']}");
        all.put("POST /admin/v1/roles", new Asked("/admin/v1/roles", "{'name':'new','permissions':['links:read']}"));
        all.put("PATCH /admin/v1/roles/{}", new Asked("/admin/v1/roles/" + changed, "{'permissions':['routes:read']}"));
        all.put("DELETE /admin/v1/roles/{}", new Asked("/admin/v1/roles/" + removed, null));
    }

    /// Each takes what there is for it, so that it can be carried out.
    private static void addMoney(Map<String, Asked> all, long bank) {
        long reseller = PLATFORM.account("reseller", PLATFORM.root(), "reseller");
        long client = PLATFORM.account("client", reseller, "its client");
        for (long account : List.of(bank, reseller)) {
            PLATFORM.admin()
                    .post(
                            "/admin/v1/accounts/" + account + "/topups",
                            "{'amount':%s,'reference':'start'}".formatted(MONEY))
                    .is(201);
        }
        all.put(
                "POST /admin/v1/accounts/{}/refunds",
                new Asked(
                        "/admin/v1/accounts/" + bank + "/refunds",
                        "{'amount':%s,'reference':'f','note':'n'}".formatted(MONEY)));
        all.put(
                "POST /admin/v1/accounts/{}/transfers",
                new Asked(
                        "/admin/v1/accounts/" + reseller + "/transfers",
                        "{'to_account_id':%d,'amount':%s,'reference':'t'}".formatted(client, MONEY)));
        all.put(
                "PUT /admin/v1/accounts/{}/credit-limit",
                new Asked("/admin/v1/accounts/" + bank + "/credit-limit", "{'credit_limit':%s}".formatted(MONEY)));
        all.put(
                "POST /admin/v1/charges",
                new Asked(
                        "/admin/v1/charges",
                        "{'account_id':%d,'external_id':'c','action':'post','amount':%s}".formatted(bank, MONEY)));
    }

    /// Each with the version that it is for: the removal makes one.
    private static void addRoutes(Map<String, Asked> all, long operator) {
        addInboundCosts(all, operator);
        long route = made("/admin/v1/routes", "{'operator_id':%d,'mcc':'434'}".formatted(operator));
        made("/admin/v1/routes", "{'operator_id':%d,'mcc':'435'}".formatted(operator));
        long version = PLATFORM.admin()
                .get("/admin/v1/routes/versions")
                .is(200)
                .at("/items/0/version")
                .longValue();
        all.put(
                "POST /admin/v1/routes/versions/{}/restore",
                new Asked("/admin/v1/routes/versions/" + version + "/restore", "{'if_match':%d}".formatted(version)));
        all.put("DELETE /admin/v1/routes/{}", new Asked("/admin/v1/routes/" + route, null));
        String csv = "id,account_id,operator,mcc,mnc,prefix,priority,weight,status,allow_loss";
        all.put(
                "POST /admin/v1/routes/import",
                new Asked(
                        "/admin/v1/routes/import",
                        "{'csv':'%s','preview':false,'if_match':%d}".formatted(csv, version + 1)));
    }

    private static void addAccountsAndKeys(Map<String, Asked> all, long bank) {
        String path = "/admin/v1/accounts";
        all.put(
                "POST " + path,
                new Asked(
                        path,
                        "{'type':'client','parent_id':%d,'name':'new','currency':'UZS','credit_limit':%s}"
                                .formatted(PLATFORM.root(), MONEY)));
        all.put("PATCH " + path + "/{}", new Asked(path + "/" + bank, "{'content_days':30}"));
        String key = "{'account_id':%d,'name':'staff','scopes':['role:noc']}".formatted(PLATFORM.root());
        all.put("POST /admin/v1/api-keys", new Asked("/admin/v1/api-keys", key));
        long rotated = PLATFORM.admin()
                .post("/admin/v1/api-keys", key)
                .is(201)
                .at("/key/id")
                .longValue();
        all.put("POST /admin/v1/api-keys/{}/rotate", new Asked("/admin/v1/api-keys/" + rotated + "/rotate", "{}"));
        all.put("POST /admin/v1/oauth-clients", new Asked("/admin/v1/oauth-clients", key));
        long client = PLATFORM.admin()
                .post("/admin/v1/oauth-clients", key)
                .is(201)
                .at("/client/id")
                .longValue();
        all.put(
                "POST /admin/v1/oauth-clients/{}/rotate",
                new Asked("/admin/v1/oauth-clients/" + client + "/rotate", "{}"));
    }

    private static Set<String> marked() {
        return PLATFORM.server().part(OperationPermissions.class).all().stream()
                .filter(operation ->
                        operation.needs() != null && operation.needs().draft())
                .map(operation -> operation.method() + " " + operation.path().replaceAll("\\{[^}]*}", "{}"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eachOperationOfLevelFourWaitsForASecondPerson() {
        Map<String, Asked> requests = requests();
        assertThat(requests.keySet()).as("a request for each marked operation").isEqualTo(marked());
        Browser author = PEOPLE.signedIn(PLATFORM.root(), "author@elchi.example", "super_admin")
                .because("ticket 17");
        Browser other = PEOPLE.signedIn(PLATFORM.root(), "other@elchi.example", "super_admin");
        requests.forEach((name, asked) -> {
            String method = name.substring(0, name.indexOf(' '));
            JsonNode draft = author.ask(method, asked.path, asked.body).is(202);
            JsonNode done = other.post("/admin/v1/drafts/" + draft.get("id") + "/approve", null)
                    .is(200);
            assertThat(done.at("/draft/state").stringValue())
                    .as("%s: %s", name, done)
                    .isEqualTo("executed");
        });
        assertThat(Platform.ids(author.get("/admin/v1/drafts").is(200))).isEmpty();
    }

    @Test
    void theContractsMarkTheSameOperations() {
        Set<String> promised = new TreeSet<>();
        eachMarked(operation -> promised.add(operation.name()));
        assertThat(promised).isEqualTo(marked());
    }

    /// What a draft stores is shown to others, and stays in the audit.
    @Test
    void noRequestOfThemHasASecret() {
        Set<String> fields = new HashSet<>();
        eachMarked(operation -> names(operation.json().path("requestBody"), fields));
        assertThat(fields)
                .contains("rate", "role", "amount")
                .noneMatch(field -> field.matches(".*(password|secret|token|code|hash).*"));
    }

    private static void eachMarked(java.util.function.Consumer<Contract.Operation> seen) {
        for (Contract contract : Contract.ALL) {
            contract.operations().values().stream()
                    .filter(operation -> operation.json().path("x-draft").asBoolean(false))
                    .forEach(seen);
        }
    }

    /// Of the properties below, through references.
    private static void names(JsonNode node, Set<String> fields) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (member.getKey().equals("properties")) {
                fields.addAll(member.getValue().propertyNames());
            }
            if (member.getKey().equals("$ref")) {
                names(
                        Contract.ALL.stream()
                                .map(contract -> contract.root()
                                        .at(member.getValue().stringValue().substring(1)))
                                .filter(found -> !found.isMissingNode())
                                .findFirst()
                                .orElseThrow(),
                        fields);
            } else {
                names(member.getValue(), fields);
            }
        }
        node.forEach(each -> {
            if (node.isArray()) {
                names(each, fields);
            }
        });
    }
}
