package io.elchi.server.gatewayapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.ApiKey;
import io.elchi.server.accounts.ApiKeys;
import io.elchi.server.accounts.Scope;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.events.EventRetention;
import io.elchi.server.events.EventType;
import io.elchi.server.events.Subscriptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EventPullTest {
    private static final String KEYS = "/v1/events?types=key.created,key.revoked";

    @AutoClose
    private final Platform platform = Platform.start(Map.of("events.pulls_per_account", "2"));

    private final long bank = platform.account("client", platform.root(), "bank");
    private final Api client = platform.as(platform.key(bank, "'sms:read'"));
    private final ApiKeys keys = platform.server().part(ApiKeys.class);
    private final Subscriptions subscriptions = platform.server().part(Subscriptions.class);

    private long issue() {
        return keys.issue(new ApiKey.NewKey(bank, "k", List.of(), Set.of(Scope.SEND), null))
                .key()
                .id();
    }

    private String subscribe() {
        String next = client.get(KEYS).json().get("next").stringValue();
        Platform.await("the account is subscribed", () -> subscriptions.wants(bank, EventType.KEY_CREATED));
        return next;
    }

    private static List<String> types(JsonNode answer) {
        List<String> types = new ArrayList<>();
        answer.get("items").forEach(item -> types.add(item.get("type").stringValue()));
        return types;
    }

    @Test
    void aClientGoesOnWhereItWas() {
        String start = subscribe();
        keys.revoke(issue());
        issue();
        List<String> seen = new ArrayList<>();
        String[] next = {start};
        Platform.await("all are there", () -> {
            JsonNode answer = client.get(KEYS + "&limit=2&after=" + next[0]).json();
            seen.addAll(types(answer));
            next[0] = answer.get("next").stringValue();
            return seen.size() >= 3;
        });
        assertThat(seen).containsExactly("key.created", "key.revoked", "key.created");
        assertThat(types(client.get(KEYS + "&after=" + next[0]).json())).isEmpty();
        // The id of an event is a cursor, too; and without one everything comes again.
        JsonNode all = client.get(KEYS).json();
        assertThat(types(all)).hasSize(3);
        String first = all.get("items").get(0).get("id").stringValue();
        assertThat(types(client.get(KEYS + "&after=" + first).json())).containsExactly("key.revoked", "key.created");
        assertThat(types(client.get("/v1/events?types=key.revoked").json())).containsExactly("key.revoked");
        Api other = platform.as(platform.key(platform.account("client", platform.root(), "other"), "'sms:read'"));
        assertThat(types(other.get(KEYS).json())).isEmpty();
    }

    @Test
    void aRequestWaitsForTheFirstEvent() {
        String next = subscribe();
        try (ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<JsonNode> answer = CompletableFuture.supplyAsync(
                    () -> client.get(KEYS + "&wait=30&after=" + next).json(), waiting);
            issue();
            assertThat(types(answer.join())).containsExactly("key.created");
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        for (String query : List.of("after=evt_1", "types=key.stolen", "types=", "limit=0", "limit=501", "wait=31")) {
            assertThat(client.get("/v1/events?" + query).status()).as(query).isEqualTo(400);
        }
        assertThat(platform.as(platform.key(bank, "'sms:send'"))
                        .get("/v1/events")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void onlySoManyOfAnAccountWait() {
        String next = subscribe();
        try (ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                answers.add(CompletableFuture.supplyAsync(
                        () -> client.get(KEYS + "&wait=30&after=" + next).status(), waiting));
            }
            CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)).join();
            issue();
            assertThat(answers.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(200, 200, 429);
        }
    }

    @Test
    void aSubscriptionThatNobodyUsesEnds() throws Exception {
        subscribe();
        platform.server().database().execute("UPDATE events.pulls SET pulled_at = now() - INTERVAL '8 days'");
        platform.server().part(EventRetention.class).maintain();
        Platform.await("it ended", () -> !subscriptions.wants(bank, EventType.KEY_CREATED));
    }
}
