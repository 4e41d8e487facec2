package io.elchi.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Browser;
import io.elchi.server.contract.People;
import io.elchi.server.contract.Platform;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SignInTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final People PEOPLE = new People(PLATFORM);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final long BANK = PLATFORM.account("client", PLATFORM.root(), "bank");

    private final String email = "person" + NUMBER.incrementAndGet() + "@bank.example";

    private static Browser browser() {
        return new Browser(PLATFORM.server());
    }

    private Api.Answer attempt(String with, String password) {
        return browser().post("/console/session", "{'email':'%s','password':'%s'}".formatted(with, password));
    }

    @Test
    void aClientsOwnerSignsInAndSeesItsBalance() {
        PEOPLE.person(BANK, email, "owner");
        Browser owner = browser();
        assertThat(owner.signIn(email.toUpperCase(java.util.Locale.ROOT), People.PASSWORD))
                .isEqualTo("signed_in");
        assertThat(owner.setCookies())
                .singleElement()
                .asString()
                .startsWith("__Host-elchi=")
                .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict")
                .doesNotContain("Domain");
        JsonNode session = owner.get("/console/session").is(200);
        assertThat(session.at("/user/email").stringValue()).isEqualTo(email);
        assertThat(session.get("account_name").stringValue()).isEqualTo("bank");
        owner.get("/v1/balance").is(200);
        owner.delete("/console/session").is(204);
        owner.get("/v1/balance").isProblem(401, "unauthorized");
    }

    @Test
    void withoutAProviderThereIsNoWayToOne() {
        Browser nobody = browser();
        assertThat(nobody.get("/console/sign-in").is(200)).isEmpty();
        nobody.get("/console/session/oidc").isProblem(404, "not_found");
        nobody.get("/console/session/oidc/callback?code=x&state=y").isProblem(404, "not_found");
    }

    @Test
    void staffEnrolsASecondFactorBeforeAnythingElse() {
        PEOPLE.person(PLATFORM.root(), email, "noc");
        Browser noc = browser();
        assertThat(noc.signIn(email, People.PASSWORD)).isEqualTo("enrolment");
        noc.get("/admin/v1/operators").isProblem(403, "scope_missing");
        // A new password is no second factor.
        noc.put("/console/me/password", "{'password':'eleven green tractors hum'}")
                .is(204);
        noc.get("/admin/v1/operators").isProblem(403, "scope_missing");
        assertThat(noc.enrol()).hasSize(10).doesNotHaveDuplicates();
        noc.get("/admin/v1/operators").is(200);
        noc.get("/admin/v1/accounts/" + BANK + "/transactions").isProblem(403, "scope_missing");

        Browser later = browser();
        later.useApp(noc.appSecret(), noc.lastStep());
        assertThat(later.signIn(email, "eleven green tractors hum")).isEqualTo("second_factor");
        later.get("/admin/v1/operators").isProblem(401, "unauthorized");
        later.get("/console/session").isProblem(401, "unauthorized");
        later.post("/console/me/authenticator", null).isProblem(401, "unauthorized");
        String code = later.code();
        later.post("/console/session/second-factor", "{'code':'%s'}".formatted(code))
                .is(200);
        later.get("/admin/v1/operators").is(200);
        // A code that somebody saw over the shoulder.
        Browser other = browser();
        other.signIn(email, "eleven green tractors hum");
        other.post("/console/session/second-factor", "{'code':'%s'}".formatted(code))
                .isProblem(403, "sign_in_failed", "code");
    }

    @Test
    void aRecoveryCodeOpensOnce() {
        PEOPLE.person(PLATFORM.root(), email, "support");
        Browser support = browser();
        support.signIn(email, People.PASSWORD);
        List<String> codes = support.enrol();
        Browser later = browser();
        later.signIn(email, People.PASSWORD);
        String body = "{'recovery_code':'%s'}".formatted(codes.getFirst());
        later.post("/console/session/second-factor", body).is(200);
        later.get("/admin/v1/accounts").is(200);
        Browser again = browser();
        again.signIn(email, People.PASSWORD);
        again.post("/console/session/second-factor", body).isProblem(403, "sign_in_failed", "recovery_code");
        again.post("/console/session/second-factor", "{'recovery_code':'%s'}".formatted(codes.get(1)))
                .is(200);
    }

    /// Session fixation: a token that a stranger planted is worth nothing after the sign-in.
    @Test
    void eachStepOfASignInHasANewToken() {
        PEOPLE.person(PLATFORM.root(), email, "noc");
        Browser victim = browser();
        victim.plant("A".repeat(43));
        victim.signIn(email, People.PASSWORD);
        String first = victim.cookie();
        assertThat(first).isNotEqualTo("A".repeat(43));
        victim.enrol();
        String second = victim.cookie();
        assertThat(second).isNotEqualTo(first);
        for (String old : List.of("A".repeat(43), first)) {
            Browser attacker = browser();
            attacker.plant(old);
            attacker.get("/admin/v1/operators").isProblem(401, "unauthorized");
        }
        victim.get("/admin/v1/operators").is(200);
    }

    @Test
    void aConfirmedSessionHasANewToken() {
        Browser owner = PEOPLE.signedIn(BANK, email, "owner");
        String before = owner.cookie();
        owner.post("/console/session/confirm", "{'password':'%s'}".formatted(People.PASSWORD))
                .is(204);
        assertThat(owner.cookie()).isNotEqualTo(before);
        owner.get("/console/session").is(200);
        Browser attacker = browser();
        attacker.plant(before);
        attacker.get("/console/session").isProblem(401, "unauthorized");
    }

    @Test
    void aForeignPageCannotMakeABrowserChangeAnything() {
        Browser owner = PEOPLE.signedIn(BANK, email, "owner");
        owner.dropCsrfToken();
        String body = "{'url':'https://example.com/hook','events':['message.delivered']}";
        owner.post("/v1/webhooks", body).isProblem(403, "csrf_token_missing");
        owner.delete("/console/session").isProblem(403, "csrf_token_missing");
        owner.get("/console/session").is(200);
        owner.delete("/console/session").is(204);
    }

    @Test
    void whoseAnEMailIsNobodyLearns() {
        PEOPLE.person(BANK, email, "viewer");
        Api.Answer known = attempt(email, "wrong password here");
        Api.Answer unknown = attempt("nobody" + email, "wrong password here");
        assertThat(known.status()).isEqualTo(unknown.status()).isEqualTo(403);
        for (String field : List.of("code", "title", "type", "status")) {
            assertThat(known.json().get(field)).isEqualTo(unknown.json().get(field));
        }
        assertThat(known.json().propertyNames()).isEqualTo(unknown.json().propertyNames());
        // An invitation that is open is no password.
        String invited = "invited" + email;
        PLATFORM.admin()
                .post(
                        "/admin/v1/users",
                        "{'account_id':%d,'email':'%s','name':'x','role':'viewer'}".formatted(BANK, invited))
                .is(201);
        attempt(invited, "nobody has this password").isProblem(403, "sign_in_failed");
    }

    @Test
    void guessesComeSlowerAndSlower() {
        PEOPLE.person(BANK, email, "viewer");
        for (String who : List.of(email, "nobody" + email)) {
            int free = 0;
            while (attempt(who, "wrong password here").status() == 403) {
                free++;
            }
            assertThat(free).as(who).isEqualTo(5);
            Api.Answer refused = attempt(who, People.PASSWORD).isProblem(429, "rate_limited");
            assertThat(refused.http().headers().firstValue("Retry-After")).isPresent();
        }
    }

    /// Failures from elsewhere lock a new address out for a minute, and no address where the person was before.
    @Test
    void strangersCannotKeepAPersonOutOfItsOwnPlace() {
        long id = PEOPLE.person(BANK, email, "viewer");
        var jdbc = PLATFORM.server().database().database().jdbc();
        jdbc.sql("INSERT INTO identity.attempts (kind, subject, failures, locked_until, last_at)"
                        + " VALUES ('user', ?, 60, now() + interval '1 minute', now())")
                .param(Long.toString(id))
                .update();
        // However often it asks meanwhile, the wait grows no longer.
        for (int i = 0; i < 10; i++) {
            attempt(email, People.PASSWORD).isProblem(429, "rate_limited");
        }
        jdbc.sql("INSERT INTO identity.sign_ins (at, user_id, account_id, address, result)"
                        + " VALUES (now() - interval '89 days', ?, ?, '127.0.0.1', 'signed_in')")
                .params(id, BANK)
                .update();
        attempt(email, People.PASSWORD).is(200);
    }

    @Test
    void guessesSideBySideAreAllCounted() throws Exception {
        PEOPLE.person(BANK, email, "viewer");
        AtomicInteger tried = new AtomicInteger();
        List<Thread> threads = java.util.stream.IntStream.range(0, 20)
                .mapToObj(_ -> Thread.startVirtualThread(() -> {
                    if (attempt(email, "wrong password here").status() == 403) {
                        tried.incrementAndGet();
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(tried.get()).isBetween(1, 6);
    }

    /// A person who signs in daily is not slowed down in the end.
    @Test
    void whatWasRightLeavesNoFailure() {
        PEOPLE.person(PLATFORM.root(), email, "noc");
        Browser noc = browser();
        noc.signIn(email, People.PASSWORD);
        noc.enrol();
        Browser later = browser();
        later.useApp(noc.appSecret(), noc.lastStep());
        later.signIn(email, People.PASSWORD);
        later.post("/console/session/second-factor", "{'code':'%s'}".formatted(later.code()))
                .is(200);
        long id = later.get("/console/session").is(200).at("/user/id").longValue();
        assertThat(PLATFORM.server()
                        .database()
                        .database()
                        .jdbc()
                        .sql("SELECT coalesce(sum(failures), 0) FROM identity.attempts WHERE kind IN ('user', 'pair')"
                                + " AND split_part(subject, ' ', 1) = ?")
                        .param(Long.toString(id))
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aPasswordHasToBeGoodEnough() {
        JsonNode invited = PLATFORM.admin()
                .post(
                        "/admin/v1/users",
                        "{'account_id':%d,'email':'%s','name':'Dilnoza Karimova','role':'viewer'}"
                                .formatted(BANK, email))
                .is(201);
        String token = invited.get("token").stringValue();
        for (String weak : List.of(
                "short",
                "password1234",
                "qwertyuiop123",
                "DilnozaKarimova1",
                email,
                email + email,
                "aaaaaaaaaaaaaaaa")) {
            Api.Answer answer =
                    browser().post("/console/password", "{'token':'%s','password':'%s'}".formatted(token, weak));
            assertThat(answer.status()).as(weak).isEqualTo(400);
            answer.isProblem(400, "invalid_field", "password");
        }
        // The link is not used up by that, and is by this.
        String body = "{'token':'%s','password':'%s'}".formatted(token, People.PASSWORD);
        browser().post("/console/password", body).is(204);
        browser().post("/console/password", body).isProblem(400, "invalid_field", "token");
    }

    @Test
    void anEMailIsOfAscii() {
        for (String wrong : List.of(
                "\u0130".repeat(100) + "@x.example", "\ufb01@x.example", "a b@x.example", "a@b@x", "@x", "a@")) {
            PLATFORM.admin()
                    .post(
                            "/admin/v1/users",
                            "{'account_id':%d,'email':'%s','name':'x','role':'viewer'}".formatted(BANK, wrong))
                    .isProblem(400, "invalid_field", "email");
        }
    }

    @Test
    void aNewPasswordEndsOtherSessions() {
        Browser first = PEOPLE.signedIn(BANK, email, "owner");
        Browser second = browser();
        second.signIn(email, People.PASSWORD);
        assertThat(second.get("/console/me/sessions").is(200).get("items")).hasSize(2);
        second.put("/console/me/password", "{'password':'nine yellow kettles dance'}")
                .is(204);
        first.get("/console/session").isProblem(401, "unauthorized");
        second.get("/console/session").is(200);
        attempt(email, People.PASSWORD).isProblem(403, "sign_in_failed");
    }

    @Test
    void aPersonEndsOneOfItsSessions() {
        Browser first = PEOPLE.signedIn(BANK, email, "owner");
        Browser second = browser();
        second.signIn(email, People.PASSWORD);
        JsonNode sessions = second.get("/console/me/sessions").is(200).get("items");
        String other = sessions.valueStream()
                .filter(each -> !each.get("current").booleanValue())
                .findFirst()
                .orElseThrow()
                .get("id")
                .stringValue();
        assertThat(first.cookie()).doesNotContain(other);
        second.delete("/console/me/sessions/" + other).is(204);
        first.get("/console/session").isProblem(401, "unauthorized");
        second.delete("/console/me/sessions/" + other).isProblem(404, "not_found");
        assertThat(second.get("/console/me/sign-ins").is(200).get("items")).hasSize(2);
    }

    @Test
    void aPersonWhoIsSuspendedIsOut() {
        long id = PEOPLE.person(BANK, email, "owner");
        Browser owner = browser();
        owner.signIn(email, People.PASSWORD);
        PLATFORM.admin()
                .patch("/admin/v1/users/" + id, "{'status':'suspended'}")
                .is(200);
        owner.get("/console/session").isProblem(401, "unauthorized");
        attempt(email, People.PASSWORD).isProblem(403, "account_suspended");
    }

    @Test
    void aRoleChangeCountsFromTheNextRequestOn() {
        long id = PEOPLE.person(BANK, email, "owner");
        Browser owner = browser();
        owner.signIn(email, People.PASSWORD);
        owner.get("/v1/webhooks").is(200);
        PLATFORM.admin()
                .patch("/admin/v1/users/" + id, "{'role':'client_finance'}")
                .is(200);
        owner.get("/v1/webhooks").isProblem(403, "scope_missing");
        owner.get("/v1/balance").is(200);
    }

    @Test
    void aPersonMayBeBoundToAddresses() {
        long id = PEOPLE.person(BANK, email, "owner");
        Browser owner = browser();
        owner.signIn(email, People.PASSWORD);
        PLATFORM.admin()
                .patch("/admin/v1/users/" + id, "{'ip_whitelist':['192.0.2.0/24']}")
                .is(200);
        owner.get("/console/session").isProblem(403, "ip_not_allowed");
        attempt(email, People.PASSWORD).isProblem(403, "ip_not_allowed");
        PLATFORM.admin()
                .patch("/admin/v1/users/" + id, "{'ip_whitelist':['10.0.0.1/8']}")
                .isProblem(400, "invalid_field", "ip_whitelist");
    }

    @Test
    void theDatabaseHasNothingThatOpens() {
        Browser owner = PEOPLE.signedIn(PLATFORM.root(), email, "noc");
        String all = PLATFORM.server()
                .database()
                .database()
                .jdbc()
                .sql("SELECT (SELECT json_agg(s)::text FROM identity.sessions s) || (SELECT json_agg(u)::text FROM"
                        + " identity.users u) || (SELECT json_agg(a.body)::text FROM audit.entries a)")
                .query(String.class)
                .single();
        assertThat(all).contains(email).doesNotContain(owner.cookie(), People.PASSWORD);
    }
}
