package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// All networks as a file.
class NetworkFileApiTest {
    private static final String HEADER = "mcc,mnc,name,country,prefixes\n";
    private static final String PATH = "/admin/v1/mccmnc";

    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private final Api admin = PLATFORM.admin();

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(PLATFORM.server().uri(path))
                .header("Authorization", "Bearer " + PLATFORM.adminKey());
    }

    private static HttpResponse<String> export() {
        return PLATFORM.server()
                .send(request(PATH).header("Accept", "text/csv").GET().build());
    }

    private static Api.Answer imported(String csv, String query, String tag) {
        HttpRequest.Builder request = request(PATH + "/import" + query)
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(csv));
        if (tag != null) {
            request.header("If-Match", tag);
        }
        HttpResponse<String> answer = PLATFORM.server().send(request.build());
        return new Api.Answer(answer.statusCode(), JsonMapper.shared().readTree(answer.body()), answer);
    }

    private static JsonNode replace(String csv) {
        String tag = imported(csv, "", null).http().headers().firstValue("ETag").orElseThrow();
        return imported(csv, "?preview=false", tag).is(200);
    }

    @Test
    void networksAreReplacedAndPutBack() {
        replace(HEADER + "001,01,one,XX,8881 8882\n001,02,two,XX,8883\n");
        String first = export().body();
        assertThat(first).endsWith("001,01,one,XX,8881 8882\r\n001,02,two,XX,8883\r\n#end,2\r\n");
        JsonNode preview = imported(HEADER + "001,01,one,XX,8881\n001,03,three,XX,8882 8884\n", "", null)
                .is(200);
        assertThat(preview.toString())
                .contains("\"added\":1")
                .contains("\"changed\":1")
                .contains("\"removed\":1")
                .contains("\"unchanged\":0");
        assertThat(export().body()).isEqualTo(first);
        replace(HEADER + "001,01,one,XX,8881\n001,03,three,XX,8882 8884\n");
        assertThat(admin.get(PATH + "?limit=500").is(200).get("items").toString())
                .contains("three")
                .doesNotContain("two");
        replace(first);
        assertThat(export().body()).isEqualTo(first);
        assertThat(imported(first, "", null).is(200).get("unchanged").intValue())
                .isEqualTo(2);
    }

    @Test
    void aNameThatLooksLikeAFormulaStaysItself() {
        replace(HEADER + "001,01,+Tel,XX,8881\n");
        String file = export().body();
        assertThat(file).contains("001,01,'+Tel,XX,8881");
        assertThat(imported(file, "", null).is(200).get("unchanged").intValue()).isEqualTo(1);
        assertThat(imported(HEADER + "001,01,a\0b,XX,8881\n", "", null)
                        .is(200)
                        .at("/problems/0/line")
                        .intValue())
                .isEqualTo(2);
    }

    @Test
    void whatCannotBeIsRefused() {
        replace(HEADER + "001,01,one,XX,8881\n001,02,two,XX,8883\n");
        String tag =
                imported(HEADER, "", null).http().headers().firstValue("ETag").orElseThrow();
        admin.post("/admin/v1/ported-numbers", "{'numbers':[{'msisdn':'+88831234567','mcc':'001','mnc':'01'}]}")
                .is(200);
        imported(HEADER, "?preview=false", tag).isProblem(409, "conflict");
        imported(HEADER, "?preview=false", null).isProblem(400, "missing_field", "If-Match");
        admin.delete("/admin/v1/ported-numbers/88831234567");
        admin.post(PATH, "{'mcc':'001','mnc':'04','name':'four','country':'XX','prefixes':['8889']}")
                .is(201);
        imported(HEADER, "?preview=false", tag).isProblem(412, "precondition_failed", "If-Match");
        JsonNode problems = imported(
                        HEADER + "01,1,,x,8 8\n001,01,a,XX,8881\n001,01,b,XX,\n001,09,c,XX,8881 0\n", "", null)
                .is(200)
                .get("problems");
        assertThat(problems.valueStream()
                        .map(each -> each.get("line") + ":" + each.path("field").asString(""))
                        .toList())
                .containsExactlyInAnyOrder(
                        "2:mcc", "2:mnc", "2:name", "2:country", "2:prefixes", "4:mnc", "5:prefixes", "5:prefixes");
        imported(HEADER + "001,01,a,XX,0\n", "?preview=false", tag)
                .isProblem(400, "invalid_field", "lines[2].prefixes");
    }
}
