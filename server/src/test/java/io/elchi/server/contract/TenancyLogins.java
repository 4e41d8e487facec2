package io.elchi.server.contract;

import io.elchi.server.contract.TenancyTest.Question;
import io.elchi.server.contract.TenancyTest.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

/// SMPP logins for [TenancyTest]: of each target one that stays, and one that may be removed.
final class TenancyLogins {
    private static final String PATH = "/admin/v1/smpp-logins";

    private final Platform platform;
    private final Map<String, String> kept = new HashMap<>();
    private final Map<String, String> removed = new HashMap<>();

    TenancyLogins(Platform platform) {
        this.platform = platform;
    }

    void add(String account) {
        kept.put(account, made(account));
    }

    private String made(String account) {
        return platform.admin()
                .post(PATH, "{'account_id':%s,'system_id':'%s'}".formatted(account, randomSystemId()))
                .is(201)
                .at("/login/id")
                .toString();
    }

    private static String randomSystemId() {
        return UUID.randomUUID().toString().substring(0, 13);
    }

    String kept(String account) {
        return kept.getOrDefault(account, TenancyTest.UNKNOWN);
    }

    String removed(String account) {
        return removed.getOrDefault(account, TenancyTest.UNKNOWN);
    }

    /// One that is still there.
    private String removable(String account) {
        if (!kept.containsKey(account)) {
            return TenancyTest.UNKNOWN;
        }
        String last = removed(account);
        if (platform.admin().get(PATH + "/" + last).status() != 200) {
            removed.put(account, made(account));
        }
        return removed(account);
    }

    void rows(BiConsumer<String, Row> row) {
        row.accept("GET " + PATH, (account, _, _) -> Question.of(PATH + "?account_id=" + account));
        row.accept(
                "POST " + PATH,
                (account, _, _) ->
                        new Question(PATH, "{'account_id':%s,'system_id':'%s'}".formatted(account, randomSystemId())));
        for (String operation : List.of("GET", "PUT")) {
            row.accept(
                    operation + " " + PATH + "/{}",
                    (account, _, _) -> new Question(
                            PATH + "/" + kept(account),
                            operation.equals("PUT") ? "{'system_id':'target" + kept(account) + "'}" : null));
        }
        row.accept("DELETE " + PATH + "/{}", (account, _, _) -> Question.of(PATH + "/" + removable(account)));
        row.accept(
                "POST " + PATH + "/{}/rotate", (account, _, _) -> Question.of(PATH + "/" + kept(account) + "/rotate"));
        row.accept("GET " + PATH + "/{}/binds", (account, _, _) -> Question.of(PATH + "/" + kept(account) + "/binds"));
        row.accept(
                "DELETE " + PATH + "/{}/binds/{}",
                (account, _, _) -> Question.of(PATH + "/" + kept(account) + "/binds/1"));
    }
}
