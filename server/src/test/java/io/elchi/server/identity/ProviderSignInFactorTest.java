package io.elchi.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Browser;
import io.elchi.server.contract.Platform;
import io.elchi.testkit.peers.FreePort;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Second factors, and a provider that is away: with people that are invited, and keep the roles that they have
/// here.
class ProviderSignInFactorTest {
    private static final String VERIFIED =
            "{'people':{'%1$s':{'email':'%1$s@platform.example','email_verified':true}}}";

    private static Map<String, String> settings(String issuer) {
        Map<String, String> settings = ProviderSignInTest.settings(issuer);
        settings.put("identity.staff_second_factor", "true");
        settings.put("identity.oidc.create_people", "false");
        settings.put("identity.oidc.roles", "");
        return settings;
    }

    private static void invite(Platform platform, String name) {
        platform.admin()
                .post(
                        "/admin/v1/users",
                        "{'account_id':%d,'email':'%s@platform.example','name':'x','role':'noc'}"
                                .formatted(platform.root(), name))
                .is(201);
    }

    private static Browser signedIn(Platform platform, OidcProcess provider, String name) {
        Browser browser = new Browser(platform.server());
        browser.comeBack(provider.visit().go(ProviderSignInTest.begin(browser, ""), name))
                .is(303);
        return browser;
    }

    /// As a page does after the way back.
    private static String stage(Browser browser) {
        JsonNode state = browser.get("/console/sign-in").is(200);
        assertThat(state.get("csrf_token").stringValue()).isNotEmpty();
        return state.get("stage").stringValue();
    }

    @Test
    void ourSecondFactorIsAskedForAsAfterAPassword() {
        try (OidcProcess provider = OidcProcess.start(0);
                Platform platform = Platform.start(settings(provider.issuer()))) {
            invite(platform, "noc");
            provider.set(VERIFIED.formatted("noc"));
            provider.set("{'amr':{'noc':['pwd','mfa']}}");
            Browser noc = signedIn(platform, provider, "noc");
            assertThat(stage(noc)).isEqualTo("enrolment");
            noc.get("/admin/v1/operators").isProblem(403, "scope_missing");
            noc.enrol();
            noc.get("/admin/v1/operators").is(200);
            Browser later = signedIn(platform, provider, "noc");
            assertThat(stage(later)).isEqualTo("second_factor");
            later.get("/admin/v1/operators").isProblem(401, "unauthorized");
            later.useApp(noc.appSecret(), noc.lastStep());
            later.post("/console/session/second-factor", "{'code':'%s'}".formatted(later.code()))
                    .is(200);
            later.get("/admin/v1/operators").is(200);
            // Nobody is made, and an address that has to wait waits here, too.
            provider.set(VERIFIED.formatted("stranger"));
            Browser stranger = new Browser(platform.server());
            stranger.comeBack(provider.visit().go(ProviderSignInTest.begin(stranger, ""), "stranger"))
                    .isProblem(403, "identity_provider_refused");
            addressWaits(platform, provider);
        }
    }

    private static void addressWaits(Platform platform, OidcProcess provider) {
        Browser browser = new Browser(platform.server());
        String back = provider.visit().go(ProviderSignInTest.begin(browser, ""), "stranger");
        int changed = platform.server()
                .database()
                .database()
                .jdbc()
                .sql("UPDATE identity.attempts SET failures = 200, locked_until = now() + interval '1 minute'"
                        + " WHERE kind = 'address' AND failures = 1")
                .update();
        assertThat(changed).as("the stranger's attempt is counted").isEqualTo(1);
        browser.comeBack(back).isProblem(429, "rate_limited");
        Api.Answer refused = browser.get("/console/session/oidc").isProblem(429, "rate_limited");
        assertThat(refused.http().headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void theProvidersSecondFactorCountsWhereTheSettingsSaySo() {
        try (OidcProcess provider = OidcProcess.start(0)) {
            Map<String, String> settings = settings(provider.issuer());
            settings.put("identity.oidc.second_factor", "provider");
            try (Platform platform = Platform.start(settings)) {
                invite(platform, "noc");
                provider.set(VERIFIED.formatted("noc"));
                provider.set("{'amr':{'noc':['pwd','mfa']}}");
                Browser noc = signedIn(platform, provider, "noc");
                assertThat(stage(noc)).isEqualTo("signed_in");
                noc.get("/admin/v1/operators").is(200);
                provider.set("{'amr':{'noc':['pwd']}}");
                assertThat(stage(signedIn(platform, provider, "noc"))).isEqualTo("enrolment");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "content.key, '', identity.oidc.issuer: needs content.key",
        "identity.oidc.roles, all=owner, identity.oidc.roles: people of the platform have no role 'owner'",
        "identity.oidc.roles, all=nock, identity.oidc.roles: people of the platform have no role 'nock'"
    })
    void settingsThatCannotBeStopTheStart(String setting, String value, String problem) {
        Map<String, String> settings = settings("https://login.example");
        settings.put(setting, value);
        assertThatThrownBy(() -> TestServer.start(settings).close()).hasMessageContaining(problem);
    }

    @Test
    void aProviderThatIsAwayKeepsNoServerFromStarting() {
        int port = FreePort.find();
        try (Platform platform = Platform.start(settings("http://127.0.0.1:" + port))) {
            Browser noc = new Browser(platform.server());
            assertThat(noc.get("/console/sign-in").is(200).get("provider").stringValue())
                    .isEqualTo("Platform login");
            Api.Answer away = noc.get("/console/session/oidc").isProblem(503, "identity_provider_unavailable");
            assertThat(away.http().headers().firstValue("Retry-After")).isPresent();
            String back;
            try (OidcProcess provider = OidcProcess.start(port)) {
                invite(platform, "noc");
                provider.set(VERIFIED.formatted("noc"));
                Platform.await(
                        "the provider is asked again",
                        () -> noc.get("/console/session/oidc").status() == 303);
                back = provider.visit().go(ProviderSignInTest.begin(noc, ""), "noc");
            }
            noc.comeBack(back).isProblem(503, "identity_provider_unavailable");
            try (OidcProcess provider = OidcProcess.start(port)) {
                provider.set(VERIFIED.formatted("noc"));
                assertThat(stage(signedIn(platform, provider, "noc"))).isEqualTo("enrolment");
            }
        }
    }
}
