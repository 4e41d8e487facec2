package io.elchi.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Scope;
import io.elchi.server.core.Permission;
import io.elchi.server.http.OperationPermissions;
import io.elchi.server.identity.UserRole;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.serializer.support.SerializingConverter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every operation of every contract, asked with every scope: the contracts are the table.
@Timeout(120)
class PermissionsTest {
    /// The fast path has no sessions.
    private static final Set<String> TAKES_KEYS_ONLY = Set.of("POST /v1/sms/send", "POST /v1/sms/batch");

    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static List<Contract.Operation> operations() {
        return Contract.ALL.stream()
                .flatMap(contract -> contract.operations().values().stream())
                .filter(operation -> !operation.json().has("security"))
                .toList();
    }

    private static Permission permission(Contract.Operation operation) {
        JsonNode text = operation.json().path("x-permission");
        assertThat(text.isString()).as(operation.name()).isTrue();
        return Permission.of(text.stringValue()).orElseThrow(() -> new AssertionError("no permission " + text));
    }

    private static Map<Scope, String> keys() {
        Map<Scope, String> keys = new TreeMap<>();
        long reseller = PLATFORM.account("reseller", PLATFORM.root(), "reseller");
        for (Scope scope : Scope.values()) {
            long account =
                    scope.isForStaff() ? PLATFORM.root() : PLATFORM.account("client", reseller, "holder of " + scope);
            keys.put(scope, PLATFORM.key(account, "'" + scope.text() + "'"));
        }
        return keys;
    }

    /// A token with each scope.
    private static Map<Scope, String> tokens() {
        Map<Scope, String> tokens = new TreeMap<>();
        long client = PLATFORM.account("client", PLATFORM.root(), "machines");
        for (Scope scope : Scope.values()) {
            long account = scope.isForStaff() ? PLATFORM.root() : client;
            tokens.put(scope, PLATFORM.token(account, "'" + scope.text() + "'"));
        }
        return tokens;
    }

    @Test
    void aKeyOpensExactlyTheOperationsOfItsScopes() {
        assertOpens(keys());
    }

    @Test
    void soDoesATokenOfOAuth2() {
        assertOpens(tokens());
    }

    private static void assertOpens(Map<Scope, String> credentials) {
        List<String> wrong = new ArrayList<>();
        int[] asked = {0};
        credentials.forEach((scope, key) -> {
            for (Contract.Operation operation : operations()) {
                HttpResponse<String> answer = ask(operation, key);
                asked[0]++;
                boolean refused = answer.statusCode() == 403
                        && JsonMapper.shared()
                                .readTree(answer.body())
                                .path("code")
                                .stringValue("")
                                .equals("scope_missing");
                boolean may = scope.permissions().contains(permission(operation));
                if (refused == may || answer.statusCode() == 401 || answer.statusCode() >= 500) {
                    wrong.add(scope + " " + operation.name() + " -> " + answer.statusCode());
                }
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(asked[0])
                .isEqualTo(Scope.values().length * operations().size())
                .isGreaterThan(200);
    }

    @Test
    void aSessionOpensExactlyTheOperationsOfItsRole() {
        List<String> wrong = new ArrayList<>();
        long reseller = PLATFORM.account("reseller", PLATFORM.root(), "people");
        Map<Account.Type, Long> accounts = Map.of(
                Account.Type.ADMIN, PLATFORM.root(),
                Account.Type.RESELLER, reseller,
                Account.Type.CLIENT, PLATFORM.account("client", reseller, "people"));
        People people = new People(PLATFORM);
        for (UserRole role : UserRole.values()) {
            Browser browser =
                    people.signedIn(accounts.get(role.type()), role.text() + "@permissions.example", role.text());
            for (Contract.Operation operation : operations()) {
                if (TAKES_KEYS_ONLY.contains(operation.name())) {
                    continue;
                }
                Api.Answer answer = browser.ask(
                        operation.method(), path(operation), operation.json().has("requestBody") ? "{}" : null);
                boolean refused = answer.status() == 403
                        && answer.json().path("code").stringValue("").equals("scope_missing");
                if (refused == may(role, operation) || answer.status() == 401 || answer.status() >= 500) {
                    wrong.add(role + " " + operation.name() + " -> " + answer.status());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean may(UserRole role, Contract.Operation operation) {
        Permission permission = permission(operation);
        boolean reaches = role.type() == Account.Type.ADMIN
                || operation.json().path("x-tenant").booleanValue(false)
                || Permission.OWN.contains(permission)
                || permission == Permission.SELF;
        return reaches && role.permissions().contains(permission);
    }

    @Test
    void whatIsDangerousNeedsASignInThatIsRecent() {
        People people = new People(PLATFORM);
        Browser admin = people.signedIn(PLATFORM.root(), "late@permissions.example", "super_admin");
        PLATFORM.server()
                .database()
                .database()
                .jdbc()
                .sql(
                        "UPDATE identity.sessions_attributes SET attribute_bytes = ? WHERE attribute_name = 'confirmed_at'")
                .param(new SerializingConverter()
                        .convert(Instant.now().minus(Duration.ofMinutes(6)).toEpochMilli()))
                .update();
        List<String> wrong = new ArrayList<>();
        for (Contract.Operation operation : operations()) {
            if (TAKES_KEYS_ONLY.contains(operation.name())
                    || !UserRole.SUPER_ADMIN.permissions().contains(permission(operation))
                    || operation.path().equals("/console/session/confirm")) {
                continue;
            }
            Api.Answer answer = admin.ask(
                    operation.method(), path(operation), operation.json().has("requestBody") ? "{}" : null);
            boolean late = answer.status() == 403
                    && answer.json().path("code").stringValue("").equals("confirmation_needed");
            if (late != operation.json().path("x-recent").booleanValue(false)) {
                wrong.add(operation.name() + " -> " + answer.status());
            }
        }
        assertThat(wrong).isEmpty();
        admin.delete("/admin/v1/roles/1").isProblem(403, "confirmation_needed");
        admin.post("/console/session/confirm", "{'password':'%s','code':'%s'}".formatted(People.PASSWORD, admin.code()))
                .is(204);
        admin.delete("/admin/v1/roles/999999").isProblem(404, "not_found");
    }

    private static String path(Contract.Operation operation) {
        String path = operation.path().replaceAll("\\{[^}]*}", "999999999");
        return path.endsWith("/stream") ? path + "?after=none" : path;
    }

    /// An id that does not exist, and a body that says nothing: who may ask gets another error. A stream is asked
    /// to begin at a cursor that is none: it would not end.
    private static HttpResponse<String> ask(Contract.Operation operation, String key) {
        return PLATFORM.server()
                .ask(
                        operation.method(),
                        path(operation),
                        key,
                        operation.method().equals("GET") ? null : "{}");
    }

    @Test
    void theContractsAndTheServerNameTheSamePermissions() {
        Map<String, Permission> served = new TreeMap<>();
        for (OperationPermissions.Operation operation :
                PLATFORM.server().part(OperationPermissions.class).all()) {
            if (operation.needs() != null) {
                served.put(
                        operation.method() + " " + operation.path().replaceAll("\\{[^}]*}", "{}"),
                        operation.permission());
            }
        }
        Map<String, Permission> promised = new TreeMap<>();
        operations().forEach(operation -> promised.put(operation.name(), permission(operation)));
        // The fast path has a check of its own, which the test above asks.
        assertThat(promised.remove("POST /v1/sms/send")).isEqualTo(Permission.SMS_SEND);
        assertThat(promised.remove("POST /v1/sms/batch")).isEqualTo(Permission.SMS_SEND);
        assertThat(served).isEqualTo(promised);
    }

    @Test
    void theContractsAndTheServerNameTheSameReadsThatCanBeWatched() {
        Set<String> served = PLATFORM.server().part(OperationPermissions.class).all().stream()
                .filter(operation ->
                        operation.needs() != null && operation.needs().watched())
                .map(operation -> operation.method() + " " + operation.path().replaceAll("\\{[^}]*}", "{}"))
                .collect(Collectors.toSet());
        Set<String> promised = operations().stream()
                .filter(operation -> operation.json().path("x-watch").booleanValue(false))
                .map(Contract.Operation::name)
                .collect(Collectors.toSet());
        assertThat(served).isEqualTo(promised).isNotEmpty().allMatch(name -> name.startsWith("GET "));
    }

    @Test
    void everyPermissionIsNeededAndInAScope() {
        Set<Permission> needed = new HashSet<>();
        operations().forEach(operation -> needed.add(permission(operation)));
        // They change what sending means.
        Set<Permission> ofSending = EnumSet.of(Permission.SMS_TEST, Permission.SMS_BINARY);
        assertThat(needed).doesNotContainAnyElementsOf(ofSending);
        needed.addAll(ofSending);
        assertThat(needed).isEqualTo(EnumSet.allOf(Permission.class));
        Set<Permission> given = EnumSet.noneOf(Permission.class);
        for (Scope scope : Scope.values()) {
            given.addAll(scope.permissions());
        }
        for (UserRole role : UserRole.values()) {
            given.addAll(role.permissions());
        }
        assertThat(given).isEqualTo(EnumSet.allOf(Permission.class));
    }

    @Test
    void aClientGetsNoRoleOfTheStaff() {
        long client = PLATFORM.account("client", PLATFORM.root(), "climber");
        for (Scope scope : Scope.values()) {
            String body = "{'account_id':%d,'name':'test','scopes':['%s']}".formatted(client, scope.text());
            Api.Answer answer = PLATFORM.admin().post("/admin/v1/api-keys", body);
            if (scope.isForStaff()) {
                answer.isProblem(400, "invalid_field", "scopes");
            } else {
                answer.is(201);
            }
        }
    }

    @Test
    void noRoleMakesKeys() {
        for (Scope scope : Scope.values()) {
            assertThat(scope.permissions().contains(Permission.KEYS_WRITE))
                    .as("%s could make itself an administrator", scope)
                    .isEqualTo(scope == Scope.ADMIN);
        }
    }

    @Test
    void anotherMethodOfAPathIsToldToThoseAloneWhoMayUseThePath() {
        Map<Scope, String> keys = keys();
        assertThat(PLATFORM.server()
                        .ask("DELETE", "/admin/v1/operators", keys.get(Scope.ADMIN), null)
                        .statusCode())
                .isEqualTo(405);
        assertThat(PLATFORM.server()
                        .ask("DELETE", "/admin/v1/operators", keys.get(Scope.SEND), null)
                        .statusCode())
                .isEqualTo(403);
        assertThat(PLATFORM.server()
                        .ask("GET", "/nothing/here", keys.get(Scope.ADMIN), null)
                        .statusCode())
                .isEqualTo(404);
    }
}
