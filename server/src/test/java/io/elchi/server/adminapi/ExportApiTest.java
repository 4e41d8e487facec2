package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.boot.Role;
import io.elchi.server.boot.TestServer;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ExportApiTest {
    private static final Platform PLATFORM = Platform.start(Map.of("exports.kept", "4"));

    /// Another process on the same database.
    private static final TestServer OTHER = PLATFORM.server().join(Set.of(Role.GATEWAY), Map.of("exports.kept", "4"));

    private final Api admin = PLATFORM.admin();

    /// The first one has the database, so it ends last.
    @AfterAll
    static void close() {
        OTHER.close();
        PLATFORM.close();
    }

    private static long client(String name, int refusals) throws SQLException {
        long client = PLATFORM.account("client", PLATFORM.root(), name);
        PLATFORM.server()
                .database()
                .execute("INSERT INTO messages.refusals (at, account_id, api_key_id, code, detail, msisdn, sender)"
                        + " SELECT now(), " + client
                        + ", n, CASE WHEN n % 2 = 0 THEN 'no_route' ELSE 'invalid_number' END,"
                        + " 'd', '+99890', 'Bank' FROM generate_series(1, " + refusals + ") n");
        return client;
    }

    private static JsonNode awaitFinished(Api api, String path) {
        Platform.await(
                "the export ends",
                () -> !api.get(path).is(200).get("state").stringValue().equals("running"));
        return api.get(path).is(200);
    }

    private static HttpResponse<String> download(String key, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(PLATFORM.server().uri(path)).header("Authorization", "Bearer " + key);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return PLATFORM.server().send(request.build());
    }

    /// A range that cannot be given is ignored, and so is one of another file.
    private static void checkConditions(String key, String content, String etag) {
        for (String range : List.of("bytes=99999999-", "bytes=5-2", "lines=1-2", "bytes=0-1,3-4")) {
            assertThat(download(key, content, "Range", range).statusCode()).isEqualTo(200);
        }
        assertThat(download(key, content, "Range", "bytes=1-2", "If-Range", "\"old\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(download(key, content, "If-None-Match", etag).statusCode()).isEqualTo(304);
    }

    @Test
    void aClientExportsItsOwnAndNobodyElseSeesIt() throws SQLException {
        long bank = client("bank", 1_201);
        long other = client("other", 3);
        String key = PLATFORM.key(bank, "'sms:read'");
        Api own = PLATFORM.as(key);
        long id = own.post("/v1/exports", "{'kind':'refusals','filter':{'code':'no_route'}}")
                .is(202)
                .get("id")
                .longValue();
        String path = "/v1/exports/" + id;
        JsonNode done = awaitFinished(own, path);
        assertThat(done.get("state").stringValue()).isEqualTo("finished");
        assertThat(done.get("rows").intValue()).isEqualTo(600);
        HttpResponse<String> whole = download(key, path + "/content");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body().lines()).hasSize(601).anyMatch(line -> line.contains(",'+99890,Bank,"));
        assertThat(whole.body().lines().findFirst().orElseThrow()).doesNotContain("account");
        Platform.await(
                "another process knows the key",
                () -> OTHER.ask("GET", path, key, null).statusCode() == 200);
        assertThat(OTHER.ask("GET", path + "/content", key, null).body()).isEqualTo(whole.body());
        String etag = whole.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> begin = download(key, path + "/content", "Range", "bytes=0-99");
        HttpResponse<String> rest = download(key, path + "/content", "Range", "bytes=100-", "If-Range", etag);
        assertThat(begin.statusCode()).isEqualTo(206);
        assertThat(begin.headers().firstValue("Content-Range"))
                .hasValue("bytes 0-99/" + whole.body().length());
        assertThat(begin.body() + rest.body()).isEqualTo(whole.body());
        assertThat(download(key, path + "/content", "Range", "bytes=-5").body())
                .isEqualTo(whole.body().substring(whole.body().length() - 5));
        checkConditions(key, path + "/content", etag);
        Api stranger = PLATFORM.as(PLATFORM.key(other, "'sms:read'"));
        stranger.get(path).isProblem(404, "not_found");
        stranger.delete(path).isProblem(404, "not_found");
        assertThat(stranger.get("/v1/exports").is(200).get("items")).isEmpty();
        admin.get("/admin/v1/exports/" + id).isProblem(404, "not_found");
        own.delete(path).is(204);
        own.get(path).isProblem(404, "not_found");
        JsonNode entries =
                admin.get("/admin/v1/audit?object=exports.jobs").is(200).get("items");
        assertThat(entries.toString()).contains("\"action\":\"insert\"").contains("\"action\":\"delete\"");
    }

    @Test
    void thePlatformExportsAllAccountsAndItsDownloadsAreRecorded() throws SQLException {
        long bank = client("third", 5);
        long id = admin.post(
                        "/admin/v1/exports",
                        "{'kind':'refusals','format':'xlsx','filter':{'account_id':%d}}".formatted(bank))
                .is(202)
                .get("id")
                .longValue();
        JsonNode done = awaitFinished(admin, "/admin/v1/exports/" + id);
        assertThat(done.get("rows").intValue()).isEqualTo(5);
        assertThat(done.get("complete").booleanValue()).isTrue();
        assertThat(done.get("account_id").longValue()).isEqualTo(PLATFORM.root());
        assertThat(done.get("account").stringValue())
                .isEqualTo(admin.get("/admin/v1/accounts/" + PLATFORM.root())
                        .is(200)
                        .get("name")
                        .stringValue());
        HttpResponse<String> file = download(PLATFORM.adminKey(), "/admin/v1/exports/" + id + "/content");
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).contains("refusals-" + id + ".xlsx");
        assertThat(admin.get("/admin/v1/audit").is(200).get("items").toString())
                .contains("/admin/v1/exports/" + id + "/content");
        for (String kind : List.of("messages", "cdr", "transactions")) {
            long each = admin.post("/admin/v1/exports", "{'kind':'" + kind + "'}")
                    .is(202)
                    .get("id")
                    .longValue();
            assertThat(awaitFinished(admin, "/admin/v1/exports/" + each)
                            .get("state")
                            .stringValue())
                    .as(kind)
                    .isEqualTo("finished");
        }
        admin.post("/admin/v1/exports", "{'kind':'cdr'}").isProblem(409, "conflict");
        assertThat(admin.get("/admin/v1/exports?limit=2").is(200).get("items")).hasSize(2);
    }

    @Test
    void anOwnExportNamesNoAccount() throws SQLException {
        Api own = PLATFORM.as(PLATFORM.key(client("sixth", 1), "'sms:read'"));
        JsonNode added = own.post("/v1/exports", "{'kind':'messages'}").is(202);
        assertThat(added.has("account_id")).isFalse();
        assertThat(added.has("account")).isFalse();
    }

    @Test
    void whatCannotBeIsRefusedBeforeItBegins() throws SQLException {
        Api own = PLATFORM.as(PLATFORM.key(client("fourth", 1), "'sms:read'"));
        own.post("/v1/exports", "{'kind':'everything'}").isProblem(400, "invalid_field", "kind");
        own.post("/v1/exports", "{'kind':'messages','format':'pdf'}").isProblem(400, "invalid_field", "format");
        own.post("/v1/exports", "{'kind':'messages','filter':{'surprise':'1'}}")
                .isProblem(400, "invalid_field", "filter.surprise");
        own.post("/v1/exports", "{'kind':'messages','filter':{'account_id':1}}")
                .isProblem(400, "invalid_field", "filter.account_id");
        own.post("/v1/exports", "{'kind':'messages','filter':{'accepted_from':'yesterday'}}")
                .isProblem(400, "invalid_field", "filter.accepted_from");
        own.post("/v1/exports", "{'kind':'messages','filter':{'state':'gone'}}")
                .isProblem(400, "invalid_field", "filter.state");
        own.post("/v1/exports", "{'kind':'cdr','filter':{'state':'gone'}}")
                .isProblem(400, "invalid_field", "filter.state");
        own.post("/v1/exports", "{'kind':'cdr','filter':{'accepted_from':'1066-10-14T00:00:00Z'}}")
                .isProblem(400, "invalid_field", "filter.accepted_from");
        own.post("/v1/exports", "{'kind':'transactions','filter':{'min_amount':'much'}}")
                .isProblem(400, "invalid_field", "filter.min_amount");
        own.post("/v1/exports", "{'kind':'messages','filter':{'state':[1]}}").isProblem(400, "invalid_field", "filter");
        admin.post("/admin/v1/exports", "{'kind':'refusals','filter':{'operator_id':1}}")
                .isProblem(400, "invalid_field", "filter.operator_id");
        Api sender = PLATFORM.as(PLATFORM.key(client("fifth", 1), "'sms:send'"));
        sender.post("/v1/exports", "{'kind':'messages'}").isProblem(403, "scope_missing");
        own.get("/v1/exports/987654/content").isProblem(404, "not_found");
    }
}
