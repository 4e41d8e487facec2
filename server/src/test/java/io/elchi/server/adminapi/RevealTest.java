package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Browser;
import io.elchi.server.contract.People;
import io.elchi.server.contract.Platform;
import io.elchi.server.gatewayapi.TestBank;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A person of the staff reads the whole text of a message.
class RevealTest {
    @AutoClose
    private static final Platform PLATFORM =
            Platform.start(Map.of("content.key", Base64.getEncoder().encodeToString(new byte[32])));

    private static final People PEOPLE = new People(PLATFORM);
    private static final String TICKET = "{'ticket':'SUP-4711'}";
    private static final String REASON = "the client asks what we sent";

    private static Api bank;
    private static Browser support;
    private static Browser approver;

    @BeforeAll
    static void people() {
        bank = PLATFORM.as(PLATFORM.key(TestBank.open(PLATFORM), "'sms:send','sms:read'"));
        TestBank.awaitAcceptance(bank);
        support = PEOPLE.signedIn(PLATFORM.root(), "support@elchi.example", "support");
        approver = PEOPLE.signedIn(PLATFORM.root(), "approver@elchi.example", "super_admin");
    }

    private static String send(String text, String messageClass) {
        return bank.post(
                        "/v1/sms/send",
                        "{'to':'+998901234567','from':'Bank','text':'%s','class':'%s'}".formatted(text, messageClass))
                .is(202)
                .get("id")
                .stringValue();
    }

    private static String path(String message, String rest) {
        return "/admin/v1/messages/" + message + rest;
    }

    @Test
    void itIsReadByTheOneWhoAskedAfterAnotherOneApprovedIt() {
        String message = send("Order 4711 is paid", "transactional");
        assertThat(support.get(path(message, "")).is(200).get("text").stringValue())
                .isEqualTo("Order **** is paid");
        support.get(path(message, "/text")).isProblem(409, "conflict");
        JsonNode draft =
                support.because(REASON).post(path(message, "/reveals"), TICKET).is(202);
        support.get(path(message, "/text")).isProblem(409, "conflict");
        JsonNode approved = approver.post("/admin/v1/drafts/" + draft.get("id") + "/approve", null)
                .is(200);
        assertThat(approved.at("/draft/state").stringValue()).isEqualTo("executed");
        assertThat(support.get(path(message, "/text")).is(200).get("text").stringValue())
                .isEqualTo("Order 4711 is paid");
        approver.get(path(message, "/text")).isProblem(409, "conflict");
        JsonNode seen = bank.get("/v1/reveals").is(200).at("/items/0");
        assertThat(seen.get("message_id").stringValue()).isEqualTo(message);
        assertThat(seen.get("ticket").stringValue()).isEqualTo("SUP-4711");
        assertThat(seen.get("reason").stringValue()).isEqualTo(REASON);
        assertThat(PLATFORM.admin().get("/admin/v1/audit").is(200).toString())
                .as("who may read it, and that it was read")
                .contains("messages.reveals", "GET /admin/v1/messages/{id}/text");
    }

    @Test
    void aOneTimePasswordIsShownToNobody() {
        String message = send("Your code is 4711", "otp");
        support.because(REASON).post(path(message, "/reveals"), TICKET).isProblem(409, "conflict");
        support.get(path(message, "/text")).isProblem(409, "conflict");
    }

    @Test
    void whoeverAsksSaysWhyAndIsAPersonWithThePermission() {
        String message = send("Order 4711 is paid", "transactional");
        Browser silent = PEOPLE.signedIn(PLATFORM.root(), "silent@elchi.example", "support");
        silent.post(path(message, "/reveals"), TICKET).isProblem(400, "missing_field");
        support.because(REASON).post(path(message, "/reveals"), "{}").isProblem(400, "missing_field");
        PLATFORM.admin().post(path(message, "/reveals"), TICKET).isProblem(409, "conflict");
        PLATFORM.admin().get(path(message, "/text")).isProblem(409, "conflict");
        Browser noc = PEOPLE.signedIn(PLATFORM.root(), "night@elchi.example", "noc");
        noc.because(REASON).post(path(message, "/reveals"), TICKET).isProblem(403, "scope_missing");
        noc.get(path(message, "/text")).isProblem(403, "scope_missing");
        String none = path("019a9b1c-7c00-7000-8000-0123456789ab", "");
        support.because(REASON).post(none + "/reveals", TICKET).isProblem(404, "not_found");
        support.get(none + "/text").isProblem(404, "not_found");
        support.get(path(UUID.randomUUID().toString(), "/text")).isProblem(404, "not_found");
    }

    @Test
    void aClientSeesItsOwnAlone() {
        long other = PLATFORM.account("client", PLATFORM.root(), "other");
        JsonNode page = PLATFORM.as(PLATFORM.key(other, "'sms:read'"))
                .get("/v1/reveals")
                .is(200);
        assertThat(page.get("items")).isEmpty();
    }
}
