package io.elchi.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.boot.Role;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Browser;
import io.elchi.server.contract.Platform;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// People who sign in with a real provider that makes them, and says their roles.
class ProviderSignInTest {
    @AutoClose
    private static final OidcProcess PROVIDER = OidcProcess.start(0);

    @AutoClose
    private static final Platform PLATFORM = Platform.start(settings(PROVIDER.issuer()));

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String NOC =
            "'name':'Dilnoza','email_verified':true,'realm_access':{'roles':['x','elchi-noc']}";

    private final String name = "person" + NUMBER.incrementAndGet();
    private final String email = name + "@platform.example";

    static Map<String, String> settings(String issuer) {
        return new HashMap<>(Map.ofEntries(
                Map.entry("identity.staff_second_factor", "false"),
                Map.entry("identity.oidc.issuer", issuer),
                Map.entry("identity.oidc.client_id", "elchi"),
                Map.entry("identity.oidc.client_secret", OidcProcess.SECRET),
                Map.entry("identity.oidc.callback", OidcProcess.CALLBACK),
                Map.entry("identity.oidc.label", "Platform login"),
                Map.entry("identity.oidc.create_people", "true"),
                Map.entry("identity.oidc.role_claim", "realm_access.roles"),
                Map.entry("identity.oidc.roles", "elchi-admins=super_admin, elchi-noc=noc, gone=custom:999")));
    }

    @BeforeEach
    void noFaults() {
        PROVIDER.set("{'people':{},'amr':{},'tamper':{}}");
    }

    private static Browser browser() {
        return new Browser(PLATFORM.server());
    }

    private static JdbcClient jdbc() {
        return PLATFORM.server().database().database().jdbc();
    }

    /// @param claims JSON's members, in which ' stands for "
    private void person(String claims) {
        PROVIDER.set("{'people':{'%s':{'email':'%s',%s}}}".formatted(name, email, claims));
    }

    static URI begin(Browser browser, String query) {
        Api.Answer answer = browser.get("/console/session/oidc" + query);
        answer.is(303);
        return URI.create(answer.http().headers().firstValue("Location").orElseThrow());
    }

    private Api.Answer signIn(Browser browser) {
        return browser.comeBack(PROVIDER.visit().go(begin(browser, ""), name));
    }

    private static long invited(long account, String address, String role) {
        return PLATFORM.admin()
                .post(
                        "/admin/v1/users",
                        "{'account_id':%d,'email':'%s','name':'invited','role':'%s'}".formatted(account, address, role))
                .is(201)
                .at("/user/id")
                .longValue();
    }

    private long linked() {
        return jdbc().sql("SELECT count(*) FROM identity.user_identities WHERE subject = ?")
                .param(name)
                .query(Long.class)
                .single();
    }

    private static void change(long user, String body) {
        PLATFORM.admin().patch("/admin/v1/users/" + user, body).is(200);
    }

    @Test
    void anInvitedPersonIsLinkedByItsEMailAndSignsIn() {
        long id = invited(PLATFORM.root(), email, "support");
        person(NOC);
        Browser noc = browser();
        assertThat(noc.get("/console/sign-in").is(200).get("provider").stringValue())
                .isEqualTo("Platform login");
        URI to = begin(noc, "");
        assertThat(to.getQuery())
                .contains("response_type=code", "code_challenge_method=S256", "state=", "nonce=", "max_age=43200");
        assertThat(noc.setCookies())
                .singleElement()
                .asString()
                .startsWith("__Host-elchi-oidc=")
                .contains("; Path=/", "; Max-Age=600", "; Secure", "; HttpOnly", "; SameSite=Lax")
                .doesNotContain("Domain");
        Api.Answer back = noc.comeBack(PROVIDER.visit().go(to, name));
        back.is(303);
        assertThat(back.http().headers().firstValue("Location")).hasValue("/");
        assertThat(noc.pending()).isNull();
        assertThat(noc.get("/console/sign-in").is(200).get("stage").stringValue())
                .isEqualTo("signed_in");
        JsonNode session = noc.get("/console/session").is(200);
        assertThat(session.at("/user/id").longValue()).isEqualTo(id);
        assertThat(session.at("/user/status").stringValue()).isEqualTo("active");
        assertThat(session.at("/user/role").stringValue()).isEqualTo("noc");
        noc.get("/admin/v1/operators").is(200);
        assertThat(noc.get("/console/me/sign-ins").is(200).at("/items/0/result").stringValue())
                .isEqualTo("signed_in");
        for (String object : List.of("identity.user_identities", "identity.sign_ins", "identity.users")) {
            assertThat(PLATFORM.admin()
                            .get("/admin/v1/audit?object=" + object)
                            .is(200)
                            .toString())
                    .as(object)
                    .contains(object.endsWith("users") ? "\"role\":\"noc\"" : "\"user_id\":" + id);
        }
        noc.delete("/console/session").is(204);
        noc.get("/admin/v1/operators").isProblem(401, "unauthorized");
    }

    @Test
    void aPersonIsMadeAndItsRoleFollowsTheProvider() {
        person(NOC);
        signIn(browser()).is(303);
        PROVIDER.set("{'people':{'%s':{'email':'%s','realm_access':{'roles':['elchi-noc','elchi-admins']}}}}"
                .formatted(name, "renamed" + email));
        Browser later = browser();
        signIn(later).is(303);
        JsonNode user = later.get("/console/session").is(200).get("user");
        assertThat(user.get("role").stringValue()).isEqualTo("super_admin");
        assertThat(user.get("email").stringValue()).isEqualTo(email);
        assertThat(user.get("name").stringValue()).isEqualTo("Dilnoza");
        PROVIDER.set("{'people':{'%s':{'email':'%s','realm_access':{'roles':['gone','x']}}}}".formatted(name, email));
        Browser none = browser();
        signIn(none).isProblem(403, "identity_provider_refused");
        none.get("/console/session").isProblem(401, "unauthorized");
        assertThat(PLATFORM.admin()
                        .get("/admin/v1/users/" + user.get("id") + "/sign-ins")
                        .is(200)
                        .at("/items/0/result")
                        .stringValue())
                .isEqualTo("no_role");
        assertThat(linked()).isEqualTo(1);
    }

    @Test
    void withoutAMappedRoleNobodyIsMadeOrLinked() {
        long id = invited(PLATFORM.root(), email, "support");
        person("'email_verified':true,'realm_access':{'roles':['x']}");
        signIn(browser()).isProblem(403, "identity_provider_refused");
        person("'email_verified':true,'realm_access':'elchi'");
        signIn(browser()).isProblem(403, "identity_provider_refused");
        assertThat(linked()).isZero();
        assertThat(PLATFORM.admin()
                        .get("/admin/v1/users/" + id)
                        .is(200)
                        .get("status")
                        .stringValue())
                .isEqualTo("invited");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'email_verified':false", "'email_verified':'yes'", "'xms_edov':true"})
    void anEMailThatTheProviderDoesNotVouchForIsNobodys(String verified) {
        invited(PLATFORM.root(), email, "support");
        person(verified + ",'realm_access':{'roles':['elchi-noc']}");
        signIn(browser()).isProblem(403, "identity_provider_refused");
        assertThat(linked()).isZero();
    }

    @Test
    void aClientsPersonIsNotLinkedAndASubjectIsOnePerson() {
        long client = PLATFORM.account("client", PLATFORM.root(), name);
        invited(client, email, "owner");
        person(NOC);
        signIn(browser()).isProblem(409, "conflict");
        assertThat(linked()).isZero();
        // Another person there with the e-mail of one who is linked.
        String other = "second" + email;
        PROVIDER.set("{'people':{'%s':{'email':'%s',%s},'other':{'email':'%s',%s}}}"
                .formatted(name, other, NOC, other, NOC));
        signIn(browser()).is(303);
        Browser thief = browser();
        thief.comeBack(PROVIDER.visit().go(begin(thief, ""), "other")).isProblem(403, "identity_provider_refused");
    }

    @Test
    void suspendedPeopleAndForeignAddressesStayOut() {
        long id = invited(PLATFORM.root(), email, "noc");
        person(NOC);
        signIn(browser()).is(303);
        change(id, "{'ip_whitelist':['192.0.2.0/24']}");
        signIn(browser()).isProblem(403, "ip_not_allowed");
        change(id, "{'status':'suspended'}");
        signIn(browser()).isProblem(403, "account_suspended");
    }

    @Test
    void whoCouldNotComeInIsNotLinked() {
        long id = invited(PLATFORM.root(), email, "noc");
        change(id, "{'status':'suspended'}");
        person(NOC);
        signIn(browser()).isProblem(403, "account_suspended");
        assertThat(linked()).isZero();
        change(id, "{'status':'active'}");
        change(id, "{'ip_whitelist':['192.0.2.0/24']}");
        signIn(browser()).isProblem(403, "ip_not_allowed");
        assertThat(linked()).isZero();
    }

    @Test
    void onlyTheBrowserThatBeganComesBackAndOnce() {
        person(NOC);
        Browser noc = browser();
        String back = PROVIDER.visit().go(begin(noc, ""), name);
        String cookie = noc.pending();
        // Another browser, with no sign-in and with one of its own.
        Browser attacker = browser();
        attacker.comeBack(back).isProblem(409, "conflict");
        begin(attacker, "");
        attacker.comeBack(back).isProblem(409, "conflict");
        assertThat(attacker.pending()).isNull();
        noc.comeBack(back.replaceFirst("state=", "state=_")).isProblem(409, "conflict");
        noc.comeBack(back).isProblem(409, "conflict");
        for (String wrong : List.of("", "&state=x", "&state=")) {
            noc.plantPending(cookie);
            noc.comeBack(back.replaceFirst("&state=[^&]*", wrong)).isProblem(409, "conflict");
        }
        noc.plantPending(cookie.substring(0, cookie.length() - 3) + (cookie.endsWith("AAA") ? "BBB" : "AAA"));
        noc.comeBack(back).isProblem(409, "conflict");
        noc.plantPending(cookie);
        noc.comeBack(back + "&session_state=whatever.some+provider%20adds").is(303);
        // Who copied the cookie before has nothing: the code is used up.
        noc.plantPending(cookie);
        noc.comeBack(back).isProblem(403, "identity_provider_refused");
    }

    @Test
    void aPersonWhoRefusesIsNotSignedIn() {
        Browser noc = browser();
        Api.Answer answer =
                noc.comeBack(PROVIDER.visit().go(begin(noc, ""), null)).isProblem(403, "identity_provider_refused");
        assertThat(answer.json().get("detail").stringValue()).isEqualTo("it says access_denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&code=", "&code=%20", "&code=%09"})
    void anAnswerWithoutACodeIsRefused(String code) {
        person(NOC);
        Browser stranger = browser();
        String back = PROVIDER.visit().go(begin(stranger, ""), name);
        stranger.comeBack(back.replaceFirst("[&?]code=[^&]*", back.contains("?code=") ? "?x=1" + code : code))
                .isProblem(403, "identity_provider_refused");
    }

    @Test
    void anAnswerOfAnotherIssuerIsRefused() {
        person(NOC);
        Browser noc = browser();
        String back = PROVIDER.visit().go(begin(noc, ""), name);
        assertThat(back).contains("&iss=");
        noc.comeBack(back.replaceFirst("&iss=[^&]*", "&iss=https%3A%2F%2Fother.example"))
                .isProblem(403, "identity_provider_refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'claims':{'aud':'another client'}",
                "'claims':{'aud':['elchi','another client'],'azp':'another client'}",
                "'claims':{'nonce':'another one'}",
                "'claims':{'nonce':null}",
                "'claims':{'iss':'https://other.example'}",
                "'claims':{'exp':1700000000}",
                "'claims':{'iat':9900000000}",
                "'claims':{'sub':''}",
                "'alg':'none'",
                "'alg':'HS256'",
                "'alg':'RS512'",
                "'key':'stranger','alg':'RS256'"
            })
    void aForgedTokenIsRefused(String fault) {
        person(NOC);
        PROVIDER.set("{'tamper':{%s}}".formatted(fault));
        Browser noc = browser();
        signIn(noc).isProblem(403, "identity_provider_refused");
        assertThat(noc.cookie()).isNull();
        assertThat(linked()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "PS256"})
    void theseAlgorithmsSign(String algorithm) {
        person(NOC);
        PROVIDER.set("{'tamper':{'alg':'%s'}}".formatted(algorithm));
        signIn(browser()).is(303);
    }

    @Test
    void aLongAnswerIsNotRead() {
        person(NOC);
        PROVIDER.set("{'tamper':{'padding':300000}}");
        signIn(browser()).isProblem(503, "identity_provider_unavailable");
    }

    @Test
    void aBrowserIsSentToALocalPathOnly() {
        person(NOC);
        for (String elsewhere : List.of(
                "https://evil.example/",
                "//evil.example",
                "/%5Cevil.example",
                "/%2F/evil.example",
                "/a//evil.example",
                "evil.example",
                "/%09/evil.example",
                "/a%0D%0ALocation:+https://evil.example",
                "javascript:alert(1)",
                "",
                "/" + "a".repeat(200))) {
            browser().get("/console/session/oidc?return_to=" + elsewhere).isProblem(400, "invalid_field", "return_to");
        }
        Browser noc = browser();
        String path = "/pages/messages?from=2026-11-29#today";
        URI to = begin(noc, "?return_to=" + path.replace("?", "%3F").replace("#", "%23"));
        Api.Answer back = noc.comeBack(PROVIDER.visit().go(to, name));
        back.is(303);
        assertThat(back.http().headers().firstValue("Location")).hasValue(path);
    }

    @Test
    void theHeaderHostDoesNotSayWhereTheProviderSendsTheBrowser() {
        assertThat(begin(browser(), "").getRawQuery()).contains("redirect_uri=" + OidcProcess.CALLBACK);
    }

    @Test
    void aSilentSignInIsNoRecentOneAndAFreshOneIs() {
        person("'email_verified':true,'realm_access':{'roles':['elchi-admins']}");
        OidcProcess.Visit visit = PROVIDER.visit();
        Browser noc = browser();
        noc.comeBack(visit.go(begin(noc, ""), name)).is(303);
        noc.put("/console/me/password", "{'password':'eleven green tractors hum'}");
        // The provider knows the person, who signed in there an hour ago.
        Browser later = browser();
        PROVIDER.set("{'tamper':{'claims':{'auth_time':%d}}}".formatted(System.currentTimeMillis() / 1000 - 3_600));
        later.comeBack(visit.go(begin(later, ""), name)).is(303);
        assertThat(visit.logins()).isEqualTo(1);
        later.get("/console/session").is(200);
        later.post("/console/me/authenticator", null).isProblem(403, "confirmation_needed");
        // A provider that did not ask anew.
        String before = later.cookie();
        later.comeBack(visit.go(begin(later, "?fresh=true"), name)).isProblem(403, "identity_provider_refused");
        PROVIDER.set("{'tamper':{'claims':{'auth_time':null}}}");
        later.comeBack(visit.go(begin(later, "?fresh=true"), name)).isProblem(403, "identity_provider_refused");
        assertThat(visit.logins()).isEqualTo(3);
        PROVIDER.set("{'tamper':{}}");
        later.comeBack(visit.go(begin(later, "?fresh=true"), name)).is(303);
        later.get("/console/session").is(200);
        later.post("/console/me/authenticator", null).is(200);
        assertThat(later.get("/console/me/sessions").is(200).get("items")).hasSize(2);
        Browser old = browser();
        old.plant(before);
        old.get("/console/session").isProblem(401, "unauthorized");
    }

    /// The first step at one process, the second at another, the session at both.
    @Test
    void eachProcessGoesOnWithWhatAnotherBegan() {
        person(NOC);
        try (TestServer second = PLATFORM.server().join(Set.of(Role.CONSOLE), settings(PROVIDER.issuer()))) {
            Browser first = browser();
            String back = PROVIDER.visit().go(begin(first, ""), name);
            Browser there = first.at(second);
            there.comeBack(back).is(303);
            there.get("/console/session").is(200);
            there.at(PLATFORM.server()).get("/admin/v1/operators").is(200);
        }
    }
}
