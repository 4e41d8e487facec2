package io.elchi.server.gatewayapi;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;

/// An account that may send: a route and a price of 50, a sender id, 1,000 on its balance, and no link.
public final class TestBank {
    private TestBank() {}

    /// @return the account's id
    public static long open(Platform platform) {
        Api admin = platform.admin();
        long client = platform.account("client", platform.root(), "bank");
        long operator = admin.post(
                        "/admin/v1/operators", "{'name':'beeline','default_cost':{'amount':'30','currency':'UZS'}}")
                .is(201)
                .get("id")
                .longValue();
        admin.post("/admin/v1/routes", "{'operator_id':%d,'any_destination':true}".formatted(operator))
                .is(201);
        admin.post(
                        "/admin/v1/tariff-routes",
                        "{'price_per_sms':{'amount':'50','currency':'UZS'},'any_destination':true}")
                .is(201);
        admin.post("/admin/v1/senders", "{'account_id':%d,'sender':'Bank'}".formatted(client))
                .is(201);
        admin.post("/admin/v1/blocklist", "{'kind':'number','pattern':'99899*'}")
                .is(201);
        admin.post(
                        "/admin/v1/accounts/" + client + "/topups",
                        "{'amount':{'amount':'1000','currency':'UZS'},'reference':'x'}")
                .is(201);
        return client;
    }

    public static void awaitAcceptance(Api bank) {
        Platform.await(
                "messages are accepted",
                () -> bank.post("/v1/sms/send", "{'to':'+998901234567','from':'Bank','text':'Salom'}")
                                .status()
                        == 202);
    }
}
