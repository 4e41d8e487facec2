package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Routes for messages on which a rule puts a tag.
class TaggedRoutesTest {
    @AutoClose
    private final Platform platform = Platform.start();

    private final Api admin = platform.admin();
    private long client;
    private Api bank;
    private long other;

    @BeforeEach
    void open() {
        client = TestBank.open(platform);
        bank = platform.as(platform.key(client, "'sms:send','sms:read'"));
        TestBank.awaitAcceptance(bank);
        other = admin.post("/admin/v1/operators", "{'name':'ucell','default_cost':{'amount':'20','currency':'UZS'}}")
                .is(201)
                .get("id")
                .longValue();
    }

    private long route(String members) {
        return admin.post("/admin/v1/routes", "{'operator_id':%d,%s}".formatted(other, members))
                .is(201)
                .get("id")
                .longValue();
    }

    private JsonNode decision(String members) {
        return admin.post(
                        "/admin/v1/route/decision",
                        "{'account_id':%d,'to':'+998901234567'%s}".formatted(client, members))
                .is(200);
    }

    private static List<String> operators(JsonNode candidates) {
        return candidates
                .valueStream()
                .map(each -> each.get("operator").stringValue())
                .toList();
    }

    private JsonNode explained(String messageClass) {
        JsonNode accepted = bank.post(
                        "/v1/sms/send",
                        "{'to':'+998901234567','from':'Bank','text':'x','class':'%s'}".formatted(messageClass))
                .is(202);
        return admin.get("/admin/v1/messages/" + accepted.get("id").stringValue() + "/explain")
                .is(200);
    }

    @Test
    void aMessageWithTheTagTakesTheRoute() {
        long tagged = route("'country':'UZ','priority':1,'tag':'wholesale'");
        assertThat(admin.get("/admin/v1/routes/" + tagged).is(200).get("tag").stringValue())
                .isEqualTo("wholesale");
        admin.post("/admin/v1/rules", "{'name':'r','match':{'classes':['promotional']},'action':{'tag':'wholesale'}}")
                .is(201);
        Platform.await(
                "the route is used",
                () -> operators(decision(",'tag':'wholesale'").get("candidates"))
                        .equals(List.of("ucell", "beeline")));
        assertThat(operators(decision("").get("candidates"))).containsExactly("beeline");
        assertThat(operators(decision(",'tag':'another'").get("candidates"))).containsExactly("beeline");
        JsonNode promotional = explained("promotional");
        assertThat(promotional.get("tag").stringValue()).isEqualTo("wholesale");
        assertThat(operators(promotional.at("/decision/candidates"))).containsExactly("ucell", "beeline");
        assertThat(promotional.at("/now/same").booleanValue()).isTrue();
        JsonNode service = explained("service");
        assertThat(service.has("tag")).isFalse();
        assertThat(operators(service.at("/decision/candidates"))).containsExactly("beeline");
        JsonNode dry = bank.post(
                        "/v1/sms/send",
                        "{'to':'+998901234567','from':'Bank','text':'x','class':'promotional','dry_run':true}")
                .is(200);
        assertThat(dry.toString()).doesNotContain("no_route");
    }

    /// A route without a tag that is tried earlier and leads to the same operator counts for tagged messages, too.
    @Test
    void aTaggedRouteIsSearchedForMistakesAmongThoseOfItsMessages() {
        long wide = route("'country':'UZ','priority':1");
        long first = route("'country':'UZ','priority':0,'tag':'night'");
        long tagged = route("'country':'UZ','priority':2,'tag':'wholesale'");
        Platform.await("the routes are known", () -> !kinds(tagged).isEmpty());
        assertThat(kinds(tagged)).containsExactly("shadowed " + wide);
        assertThat(kinds(wide)).noneMatch(each -> each.startsWith("shadowed"));
        assertThat(kinds(first)).noneMatch(each -> each.startsWith("shadowed"));
    }

    private List<String> kinds(long route) {
        return admin.get("/admin/v1/routes/lint")
                .is(200)
                .get("items")
                .valueStream()
                .filter(each -> each.at("/routes/0/id").longValue() == route)
                .map(each -> each.get("kind").stringValue() + " "
                        + each.at("/routes/1/id").longValue(0))
                .toList();
    }

    @Test
    void aVersionKeepsTheTags() {
        long tagged = route("'country':'UZ','tag':'wholesale'");
        String before = version();
        assertThat(admin.delete("/admin/v1/routes/" + tagged).status()).isEqualTo(204);
        HttpRequest restore = HttpRequest.newBuilder(
                        platform.server().uri("/admin/v1/routes/versions/" + before.replace("\"", "") + "/restore"))
                .header("Authorization", "Bearer " + platform.adminKey())
                .header("If-Match", version())
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(platform.server().send(restore).statusCode()).isEqualTo(200);
        assertThat(admin.get("/admin/v1/routes/" + tagged).is(200).get("tag").stringValue())
                .isEqualTo("wholesale");
        JsonNode details = admin.get("/admin/v1/routes/versions/" + before.replace("\"", ""))
                .is(200);
        assertThat(details.get("restoration")).isEmpty();
        assertThat(details.at("/changes/0/after/tag").stringValue()).isEqualTo("wholesale");
    }

    private String version() {
        return admin.get("/admin/v1/routes").http().headers().firstValue("ETag").orElseThrow();
    }

    @Test
    void aTagIsChecked() {
        admin.post("/admin/v1/routes", "{'operator_id':%d,'country':'UZ','tag':'A b'}".formatted(other))
                .isProblem(400, "invalid_field", "tag");
        for (int i = 0; i < 20; i++) {
            route("'country':'UZ','tag':'t%d'".formatted(i));
        }
        admin.post("/admin/v1/routes", "{'operator_id':%d,'country':'UZ','tag':'more'}".formatted(other))
                .isProblem(409, "conflict", "tag");
        route("'country':'UZ','tag':'t3'");
    }
}
