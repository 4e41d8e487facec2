package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Contract;
import io.elchi.server.contract.Platform;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nobody but an administrator gets in, whatever the operation.
class GuardTest {
    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final String BANK =
            PLATFORM.key(PLATFORM.account("client", PLATFORM.root(), "bank"), "'sms:send','sms:read','webhooks'");

    static Stream<Contract.Operation> operations() {
        return Contract.ALL.get(1).operations().values().stream()
                .filter(operation -> !operation.json().has("security"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyAdminOperationNeedsTheScope(Contract.Operation operation) {
        PLATFORM.as(BANK);
        String path = operation.path().replaceAll("\\{[^}]*}", "1");
        HttpResponse<String> without = PLATFORM.server().ask(operation.method(), path, null, null);
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(without.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        HttpResponse<String> bank = PLATFORM.server().ask(operation.method(), path, BANK, null);
        assertThat(bank.statusCode()).isEqualTo(403);
        assertThat(bank.body()).contains("\"code\":\"scope_missing\"");
    }

    @Test
    void aKeyOfASuspendedAccountOpensNothing() {
        long client = PLATFORM.account("client", PLATFORM.root(), "suspended");
        Api bank = PLATFORM.as(PLATFORM.key(client, "'sms:read'"));
        bank.get("/v1/account/profile").is(200);
        PLATFORM.admin()
                .patch("/admin/v1/accounts/" + client, "{'status':'suspended'}")
                .is(200);
        Platform.await(
                "the account is suspended",
                () -> bank.get("/v1/account/profile").status() == 403);
        bank.get("/v1/account/profile").isProblem(403, "account_suspended");
    }
}
