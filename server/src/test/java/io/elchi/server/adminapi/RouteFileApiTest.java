package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Contract;
import io.elchi.server.contract.Platform;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// All routes as a file, and back.
class RouteFileApiTest {
    private static final String FORMER = "id,account_id,operator,mcc,mnc,prefix,priority,weight,status,allow_loss\r\n";
    private static final String HEADER = FORMER.replace("\r\n", ",tag\r\n");

    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static long bank;

    private final Api admin = PLATFORM.admin();

    @BeforeEach
    void begin() {
        if (bank == 0) {
            bank = PLATFORM.account("client", PLATFORM.root(), "bank");
            admin.post("/admin/v1/operators", "{'name':'beeline','default_cost':{'amount':'1','currency':'UZS'}}")
                    .is(201);
            admin.post("/admin/v1/operators", "{'name':'ucell','default_cost':{'amount':'1','currency':'UZS'}}")
                    .is(201);
        }
        // Each test begins with these two.
        change(FORMER + ",,beeline,434,04,,,,,\n,%d,ucell,,,*,900,5,suspended,true\n".formatted(bank));
    }

    private static HttpResponse<String> file() {
        return PLATFORM.server()
                .send(request("/admin/v1/routes")
                        .header("Accept", "text/csv")
                        .GET()
                        .build());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(PLATFORM.server().uri(path))
                .header("Authorization", "Bearer " + PLATFORM.adminKey());
    }

    /// @param match null: without
    private static Api.Answer post(String query, String match, String file) {
        HttpRequest.Builder request = request("/admin/v1/routes/import" + query)
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(file));
        HttpResponse<String> response =
                PLATFORM.server().send((match == null ? request : request.header("If-Match", match)).build());
        JsonNode json = JsonMapper.shared().readTree(response.body());
        assertThat(Contract.violations(
                        "POST",
                        "/admin/v1/routes/import",
                        null,
                        response.statusCode(),
                        response.headers().firstValue("Content-Type").orElse(null),
                        json))
                .isEmpty();
        return new Api.Answer(response.statusCode(), json, response);
    }

    private static String tag() {
        return file().headers().firstValue("ETag").orElseThrow();
    }

    private static JsonNode preview(String file) {
        return post("", null, file).is(200);
    }

    private static JsonNode change(String file) {
        return post("?preview=false", tag(), file).is(200);
    }

    @Test
    void whatIsExportedIsImportedWithoutAChange() {
        HttpResponse<String> exported = file();
        assertThat(exported.statusCode()).isEqualTo(200);
        assertThat(exported.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        String[] lines = exported.body().split("\r\n");
        assertThat(lines).hasSize(4);
        assertThat(lines[0] + "\r\n").isEqualTo(HEADER);
        assertThat(lines[1]).matches("[0-9]+,,beeline,434,04,,100,100,active,false,");
        assertThat(lines[2]).matches("[0-9]+," + bank + ",ucell,,,\\*,900,5,suspended,true,");
        assertThat(lines[3]).isEqualTo("#end,2");
        JsonNode plan = change(exported.body());
        assertThat(plan.get("unchanged").intValue()).isEqualTo(2);
        assertThat(plan.get("differences")).isEmpty();
        assertThat(file().body()).isEqualTo(exported.body());
        assertThat(tag())
                .as("nothing changed")
                .isEqualTo(exported.headers().firstValue("ETag").orElseThrow());
    }

    @Test
    void aPreviewSaysWhatAnImportDoes() {
        String before = file().body();
        String first = before.split("\r\n")[1].replace("100,100,active", "10,20,suspended");
        String file = HEADER + first + "\r\n,,\"ucell\",,,99893,,,,,\r\n";
        JsonNode plan = preview(file);
        assertThat(plan.get("preview").booleanValue()).isTrue();
        assertThat(plan.get("added").intValue()).isEqualTo(1);
        assertThat(plan.get("changed").intValue()).isEqualTo(1);
        assertThat(plan.get("removed").intValue()).isEqualTo(1);
        assertThat(plan.at("/differences/0/before/operator").stringValue()).isEqualTo("ucell");
        assertThat(plan.at("/differences/1/after/priority").intValue()).isEqualTo(10);
        assertThat(plan.at("/differences/2/after/prefix").stringValue()).isEqualTo("99893");
        assertThat(file().body()).as("a preview changes nothing").isEqualTo(before);
        String tag = tag();
        JsonNode done = post("?preview=false", tag, file).is(200);
        assertThat(done.get("version").longValue())
                .isEqualTo(plan.get("version").longValue() + 1);
        assertThat(done.get("differences")).isEqualTo(plan.get("differences"));
        String[] lines = file().body().split("\r\n");
        assertThat(lines[1]).isEqualTo(first);
        assertThat(lines[2]).matches("[0-9]+,,ucell,,,99893,100,100,active,false,");
        assertThat(lines[3]).isEqualTo("#end,2");
        post("?preview=false", tag, file).isProblem(412, "precondition_failed", "If-Match");
        assertThat(admin.get("/admin/v1/routes/versions/" + done.get("version"))
                        .is(200)
                        .at("/version/removed")
                        .intValue())
                .isEqualTo(1);
    }

    @Test
    void problemsAreNamedByTheirLines() {
        String id = file().body().split("\r\n")[1].replaceFirst(",.*", "");
        String file = FORMER + """
                %s,,ucell,434,04,,100,100,active,false
                999999,,beeline,434,04,,,,,
                ,999999,nobody,,,,,,,
                ,,beeline,,04,998,1000001,x,on,yes
                ,,beeline,434,,*,,,,
                ,,beeline
                #end,5
                """.formatted(id);
        JsonNode plan = preview(file);
        assertThat(plan.get("problems")
                        .valueStream()
                        .map(each -> each.get("line") + " " + each.path("field").asString("")))
                .containsExactlyInAnyOrder(
                        "8 ",
                        "2 id",
                        "3 id",
                        "4 account_id",
                        "4 operator",
                        "4 prefix",
                        "5 mcc",
                        "5 priority",
                        "5 weight",
                        "5 status",
                        "5 allow_loss",
                        "6 prefix",
                        "7 ");
        post("?preview=false", tag(), file).isProblem(400, "invalid_field", "lines[8]");
        assertThat(file().body()).endsWith("#end,2\r\n");
    }

    @Test
    void aFileThatIsNoneIsRefused() {
        assertThat(preview("id;account\n").at("/problems/0/line").intValue()).isEqualTo(1);
        assertThat(preview(HEADER + "1,\"\n").at("/problems/0/detail").stringValue())
                .isEqualTo("a quotation mark has no end");
        assertThat(preview(HEADER + ",,beeline,,,998,,,,\n".repeat(10_001))
                        .at("/problems/0/detail")
                        .stringValue())
                .contains("more than 10000 rows");
        post("?preview=false", null, HEADER).isProblem(400, "missing_field", "If-Match");
        post("?preview=false", "17", HEADER).isProblem(400, "invalid_field", "If-Match");
        post("?preview=maybe", null, HEADER).isProblem(400, "invalid_field", "preview");
        post("", null, "").isProblem(400, "malformed_body");
        admin.post("/admin/v1/routes/import", "{'csv':'x','rows':1}").isProblem(400, "unknown_field", "rows");
        assertThat(admin.post("/admin/v1/routes/import", "{'csv':'x'}").is(200).get("problems"))
                .hasSize(1);
        HttpResponse<String> filtered = PLATFORM.server()
                .send(request("/admin/v1/routes?operator_id=1")
                        .header("Accept", "text/csv")
                        .GET()
                        .build());
        assertThat(filtered.statusCode()).isEqualTo(400);
    }

    @Test
    void aTagIsAPartOfTheRoute() {
        change(HEADER + ",,beeline,434,04,,,,,,night\n,,ucell,434,04,,,,,,\n");
        String exported = file().body();
        assertThat(exported).contains("active,false,night\r\n");
        assertThat(change(exported).get("unchanged").intValue()).isEqualTo(2);
        assertThat(preview(exported.replace(",night", ",day"))
                        .at("/problems/0/field")
                        .stringValue())
                .isEqualTo("id");
        assertThat(preview(exported.replace(",night", ",Night"))
                        .at("/problems/0/field")
                        .stringValue())
                .isEqualTo("tag");
        StringBuilder many = new StringBuilder(HEADER);
        for (int i = 0; i < 21; i++) {
            many.append(",,beeline,434,04,,,,,,t").append(i).append('\n');
        }
        JsonNode plan = preview(many.toString());
        assertThat(plan.get("problems")).hasSize(1);
        assertThat(plan.at("/problems/0/line").intValue()).isEqualTo(22);
    }
}
