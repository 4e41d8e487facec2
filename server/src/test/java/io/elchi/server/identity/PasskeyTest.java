package io.elchi.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Browser;
import io.elchi.server.contract.People;
import io.elchi.server.contract.Platform;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PasskeyTest {
    private static final String SITE = "https://console.elchi.example";

    @AutoClose
    private static final Platform PLATFORM = Platform.start(
            Map.of("identity.passkey_domain", "console.elchi.example", "identity.passkey_origins", SITE));

    private static final People PEOPLE = new People(PLATFORM);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String email = "person" + NUMBER.incrementAndGet() + "@passkeys.example";
    private final Authenticator authenticator = new Authenticator(SITE);

    private static Browser browser() {
        return new Browser(PLATFORM.server());
    }

    private static Api.Answer enrol(Browser browser, Authenticator authenticator) {
        JsonNode options = browser.post("/console/me/passkeys/options", null).is(200);
        return browser.post(
                "/console/me/passkeys", "{'label':'laptop','credential':%s}".formatted(authenticator.create(options)));
    }

    private static String signed(Browser browser, Authenticator authenticator) {
        JsonNode options =
                browser.post("/console/session/passkey/options", null).is(200);
        return "{'credential':%s}".formatted(authenticator.get(options));
    }

    /// A member of staff with a passkey and nothing else.
    private Browser enrolled() {
        PEOPLE.person(PLATFORM.root(), email, "noc");
        Browser noc = browser();
        assertThat(noc.signIn(email, People.PASSWORD)).isEqualTo("enrolment");
        assertThat(enrol(noc, authenticator).is(201).get("recovery_codes")).hasSize(10);
        return noc;
    }

    @Test
    void aPasskeyIsASecondFactor() {
        Browser noc = enrolled();
        noc.get("/admin/v1/operators").is(200);
        assertThat(noc.get("/console/me/passkeys").is(200).at("/items/0/label").stringValue())
                .isEqualTo("laptop");
        Browser later = browser();
        assertThat(later.signIn(email, People.PASSWORD)).isEqualTo("second_factor");
        String before = later.cookie();
        later.post("/console/session/passkey", signed(later, authenticator)).is(200);
        later.get("/admin/v1/operators").is(200);
        assertThat(later.cookie()).isNotEqualTo(before);
        // It proves a second time what is dangerous.
        later.post("/console/session/passkey", signed(later, authenticator)).is(200);
        later.get("/admin/v1/operators").is(200);
    }

    @Test
    void anAnswerIsGoodOnceAndInItsSession() {
        enrolled();
        Browser one = browser();
        one.signIn(email, People.PASSWORD);
        String answer = signed(one, authenticator);
        Browser other = browser();
        other.signIn(email, People.PASSWORD);
        other.post("/console/session/passkey", answer).isProblem(409, "conflict");
        other.post("/console/session/passkey/options", null).is(200);
        other.post("/console/session/passkey", answer).isProblem(403, "sign_in_failed", "credential");
        one.post("/console/session/passkey", answer).is(200);
        one.post("/console/session/passkey", answer).isProblem(409, "conflict");
        other.get("/admin/v1/operators").isProblem(401, "unauthorized");
    }

    @Test
    void aPageOfAnotherSiteGetsNothing() {
        enrolled();
        Browser victim = browser();
        victim.signIn(email, People.PASSWORD);
        authenticator.goTo("https://console.elchi.example.evil.example");
        JsonNode options = victim.post("/console/session/passkey/options", null).is(200);
        victim.post("/console/session/passkey", "{'credential':%s}".formatted(authenticator.get(options)))
                .isProblem(403, "sign_in_failed", "credential");
        victim.get("/admin/v1/operators").isProblem(401, "unauthorized");
    }

    @Test
    void somebodyElsesPasskeyIsNone() {
        enrolled();
        Authenticator foreign = new Authenticator(SITE);
        String stranger = "stranger" + email;
        PEOPLE.person(PLATFORM.root(), stranger, "noc");
        Browser other = browser();
        other.signIn(stranger, People.PASSWORD);
        enrol(other, foreign).is(201);
        Browser attacker = browser();
        attacker.signIn(email, People.PASSWORD);
        JsonNode own = other.post("/console/session/passkey/options", null).is(200);
        String challenge = attacker.post("/console/session/passkey/options", null)
                .is(200)
                .get("challenge")
                .stringValue();
        JsonNode mixed = ((tools.jackson.databind.node.ObjectNode) own.deepCopy()).put("challenge", challenge);
        attacker.post("/console/session/passkey", "{'credential':%s}".formatted(foreign.get(mixed)))
                .isProblem(403, "sign_in_failed", "credential");
    }

    /// A double click.
    @Test
    void twoRequestsOfOneSessionAtOnceAreBothAnswered() throws InterruptedException {
        Browser noc = enrolled();
        java.util.Queue<Integer> statuses = new java.util.concurrent.ConcurrentLinkedQueue<>();
        for (int round = 0; round < 10; round++) {
            java.util.List<Thread> threads = new java.util.ArrayList<>();
            for (int i = 0; i < 2; i++) {
                threads.add(Thread.startVirtualThread(() -> statuses.add(noc.at(PLATFORM.server())
                        .post("/console/session/passkey/options", null)
                        .status())));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            noc.post("/console/session/passkey", signed(noc, authenticator)).is(200);
        }
        assertThat(statuses).hasSize(20).containsOnly(200);
    }

    @Test
    void nonsenseIsRefused() {
        enrolled();
        Browser noc = browser();
        noc.signIn(email, People.PASSWORD);
        for (String credential : new String[] {"{}", "{'id':'x'}", "{'id':7,'rawId':[],'response':{}}"}) {
            noc.post("/console/session/passkey/options", null).is(200);
            noc.post("/console/session/passkey", "{'credential':%s}".formatted(credential))
                    .isProblem(403, "sign_in_failed", "credential");
        }
        noc.post("/console/session/passkey", "{'credential':7}").isProblem(400, "invalid_field", "credential");
        browser().post("/console/session/passkey", "{'credential':{}}").isProblem(409, "conflict");
    }

    @Test
    void aPasskeyThatIsRemovedOpensNothing() {
        Browser noc = enrolled();
        String id = noc.get("/console/me/passkeys").is(200).at("/items/0/id").stringValue();
        noc.delete("/console/me/passkeys/" + id).is(204);
        noc.delete("/console/me/passkeys/" + id).isProblem(404, "not_found");
        assertThat(browser().signIn(email, People.PASSWORD)).isEqualTo("enrolment");
    }
}
