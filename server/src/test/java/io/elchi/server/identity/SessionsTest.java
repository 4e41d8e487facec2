package io.elchi.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.boot.Role;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Browser;
import io.elchi.server.contract.People;
import io.elchi.server.contract.Platform;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Sessions over two processes on one database.
class SessionsTest {
    private static final TestServer OTHER;
    private static final Platform PLATFORM;

    static {
        PLATFORM = Platform.start(Map.of("identity.sessions_per_user", "3"));
        OTHER = PLATFORM.server().join(Set.of(Role.CONSOLE, Role.GATEWAY), Map.of("identity.sessions_per_user", "3"));
    }

    private static final People PEOPLE = new People(PLATFORM);
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final long BANK = PLATFORM.account("client", PLATFORM.root(), "bank");

    private final String email = "person" + NUMBER.incrementAndGet() + "@sessions.example";

    private static int change(String sql) {
        return PLATFORM.server().database().database().jdbc().sql(sql).update();
    }

    /// The first one has the database, so it ends last.
    @AfterAll
    static void close() {
        OTHER.close();
        PLATFORM.close();
    }

    @Test
    void aSessionIsKnownAndEndsInEveryProcess() {
        Browser here = PEOPLE.signedIn(BANK, email, "owner");
        Browser there = here.at(OTHER);
        there.get("/v1/balance").is(200);
        there.get("/console/session").is(200);
        here.delete("/console/session").is(204);
        // Not some time later: with the next request.
        there.get("/v1/balance").isProblem(401, "unauthorized");
    }

    @Test
    void whoIsSuspendedSignedOutOrGivenAnotherRoleFeelsItInEveryProcess() {
        Browser here = PEOPLE.signedIn(BANK, email, "owner");
        Browser there = here.at(OTHER);
        long id = here.get("/console/session").is(200).at("/user/id").longValue();
        PLATFORM.admin()
                .patch("/admin/v1/users/" + id, "{'role':'client_finance'}")
                .is(200);
        there.get("/v1/webhooks").isProblem(403, "scope_missing");
        PLATFORM.admin().delete("/admin/v1/users/" + id + "/sessions").is(204);
        there.get("/v1/balance").isProblem(401, "unauthorized");
        Browser again = new Browser(OTHER);
        again.signIn(email, People.PASSWORD);
        PLATFORM.admin()
                .patch("/admin/v1/users/" + id, "{'status':'suspended'}")
                .is(200);
        again.get("/v1/balance").isProblem(401, "unauthorized");
    }

    @Test
    void guessesAtTwoProcessesAreCountedTogether() {
        PEOPLE.person(BANK, email, "owner");
        List<TestServer> servers = List.of(PLATFORM.server(), OTHER);
        String body = "{'email':'%s','password':'wrong password here'}".formatted(email);
        int tried = 0;
        while (new Browser(servers.get(tried % 2))
                        .post("/console/session", body)
                        .status()
                == 403) {
            tried++;
        }
        assertThat(tried).isEqualTo(5);
    }

    @Test
    void aSessionEndsWhenItIsIdleOrOld() {
        Browser idle = PEOPLE.signedIn(BANK, email, "owner");
        change("UPDATE identity.sessions SET last_access_time = last_access_time - "
                + Duration.ofMinutes(31).toMillis());
        idle.get("/console/session").isProblem(401, "unauthorized");
        Browser old = new Browser(PLATFORM.server());
        old.signIn(email, People.PASSWORD);
        old.get("/console/session").is(200);
        change("UPDATE identity.sessions SET creation_time = creation_time - "
                + Duration.ofHours(13).toMillis());
        old.get("/console/session").isProblem(401, "unauthorized");
        assertThat(old.cookie()).isNull();
    }

    /// A sign-in that was begun with what was right before, and stored after all sessions ended.
    @Test
    void aSessionThatIsMadeWhileAllEndIsNone() {
        Browser owner = PEOPLE.signedIn(BANK, email, "owner");
        long id = owner.get("/console/session").is(200).at("/user/id").longValue();
        change("CREATE TABLE public.late AS SELECT * FROM identity.sessions WHERE principal_name = '" + id + "'");
        change("CREATE TABLE public.late_values AS SELECT a.* FROM identity.sessions_attributes a"
                + " JOIN public.late l ON l.primary_id = a.session_primary_id");
        PLATFORM.admin().delete("/admin/v1/users/" + id + "/sessions").is(204);
        change("INSERT INTO identity.sessions SELECT * FROM public.late");
        change("INSERT INTO identity.sessions_attributes SELECT * FROM public.late_values");
        owner.get("/console/session").isProblem(401, "unauthorized");
        change("DROP TABLE public.late, public.late_values");
    }

    @Test
    void aPersonSignsInOnlySoOften() {
        PEOPLE.person(BANK, email, "owner");
        Browser owner = new Browser(PLATFORM.server());
        owner.signIn(email, People.PASSWORD);
        long id = owner.get("/console/session").is(200).at("/user/id").longValue();
        change(
                "INSERT INTO identity.sign_ins (at, user_id, account_id, address, result) SELECT now() - interval '59 minutes',"
                        + " " + id + ", 1, '192.0.2.1', 'signed_in' FROM generate_series(2, 60)");
        new Browser(OTHER)
                .post("/console/session", "{'email':'%s','password':'%s'}".formatted(email, People.PASSWORD))
                .isProblem(429, "rate_limited");
        owner.get("/console/session").is(200);
    }

    @Test
    void ofSeveralCookiesOneIsLookedAt() {
        Browser owner = PEOPLE.signedIn(BANK, email, "owner");
        String own = owner.cookie();
        for (String first : List.of("x", "A".repeat(43))) {
            owner.plant(first + "; __Host-elchi=" + own);
            assertThat(owner.get("/console/session").status()).as(first).isEqualTo(first.length() == 1 ? 200 : 401);
        }
    }

    @Test
    void thePasswordAloneEndsNoSessionThatIsSignedIn() {
        PEOPLE.person(PLATFORM.root(), email, "noc");
        Browser noc = new Browser(PLATFORM.server());
        noc.signIn(email, People.PASSWORD);
        noc.enrol();
        for (int i = 0; i < 4; i++) {
            change("DELETE FROM identity.attempts");
            assertThat(new Browser(PLATFORM.server()).signIn(email, People.PASSWORD))
                    .isEqualTo("second_factor");
        }
        noc.get("/admin/v1/operators").is(200);
    }

    @Test
    void aFurtherSignInEndsTheOldestSession() {
        Browser first = PEOPLE.signedIn(BANK, email, "owner");
        for (int i = 0; i < 2; i++) {
            new Browser(PLATFORM.server()).signIn(email, People.PASSWORD);
        }
        first.get("/console/session").is(200);
        new Browser(OTHER).signIn(email, People.PASSWORD);
        first.get("/console/session").isProblem(401, "unauthorized");
    }

    /// PostgreSQL may return the values of several sessions in any order.
    @Test
    void sessionsAreListedWholeInWhateverOrderTheirValuesCome() {
        Browser owner = PEOPLE.signedIn(BANK, email, "owner");
        new Browser(OTHER).signIn(email, People.PASSWORD);
        change("CREATE TABLE IF NOT EXISTS public.mixed AS SELECT * FROM identity.sessions_attributes");
        change("DELETE FROM identity.sessions_attributes");
        change(
                "INSERT INTO identity.sessions_attributes SELECT * FROM public.mixed ORDER BY attribute_name, session_primary_id");
        change("DROP TABLE public.mixed");
        assertThat(owner.get("/console/me/sessions").is(200).get("items")).hasSize(2);
    }

    @Test
    void whatIsOverIsDeleted() {
        PEOPLE.signedIn(BANK, email, "owner");
        change("UPDATE identity.sessions SET expiry_time = 1");
        change("UPDATE identity.attempts SET last_at = last_at - interval '2 days'");
        change("UPDATE identity.password_links SET expires_at = now() - interval '1 second'");
        change("UPDATE identity.sign_ins SET at = at - interval '366 days'");
        PLATFORM.server().part(IdentityUpkeep.class).run();
        assertThat(PLATFORM.server()
                        .database()
                        .database()
                        .jdbc()
                        .sql(
                                "SELECT (SELECT count(*) FROM identity.sessions) + (SELECT count(*) FROM identity.attempts)"
                                        + " + (SELECT count(*) FROM identity.password_links) + (SELECT count(*) FROM identity.sign_ins)")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void theAuditSaysWhoDidWhatInWhichSession() {
        Browser owner = PEOPLE.signedIn(BANK, email, "owner");
        JsonNode session = owner.get("/console/session").is(200);
        long id = session.at("/user/id").longValue();
        String shown =
                owner.get("/console/me/sessions").is(200).at("/items/0/id").stringValue();
        owner.post("/admin/v1/api-keys", "{'account_id':%d,'name':'by a person','scopes':['sms:send']}".formatted(BANK))
                .is(201);
        JsonNode entry = PLATFORM.admin()
                .get("/admin/v1/audit?object=accounts.api_keys&user_id=" + id)
                .is(200)
                .at("/items/0/entry");
        assertThat(entry.at("/actor/kind").stringValue()).isEqualTo("user");
        assertThat(entry.at("/actor/session").stringValue()).isEqualTo(shown);
        assertThat(entry.at("/after/name").stringValue()).isEqualTo("by a person");
        // Signing in is in the audit, too.
        assertThat(PLATFORM.admin()
                        .get("/admin/v1/audit?object=identity.sign_ins")
                        .is(200)
                        .get("items")
                        .toString())
                .contains("\"user_id\":" + id, "signed_in");
    }
}
