package io.elchi.server.contract;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// A message of each target, for [TenancyTest]: a test message, which needs no operator and no price.
final class TenancyMessages {
    private static final String SEND = "{'to':'+998901234567','from':'Tenancy','text':'Salom'}";

    private final Platform platform;
    private final Map<String, String> sent = new HashMap<>();

    TenancyMessages(Platform platform) {
        this.platform = platform;
    }

    void add(long account) {
        platform.admin()
                .post("/admin/v1/senders", "{'account_id':%d,'sender':'Tenancy'}".formatted(account))
                .is(201);
        Api client = platform.as(platform.key(account, "'sms:test'"));
        AtomicReference<Api.Answer> answer = new AtomicReference<>();
        Platform.await("the sender is known", () -> {
            answer.set(client.post("/v1/sms/send", SEND));
            return answer.get().status() == 202;
        });
        sent.put(Long.toString(account), answer.get().json().get("id").stringValue());
    }

    /// Its id.
    String of(String account) {
        return sent.getOrDefault(account, TenancyTest.UNKNOWN);
    }
}
