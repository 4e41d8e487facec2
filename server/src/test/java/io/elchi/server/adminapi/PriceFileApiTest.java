package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.tariffs.PriceList;
import io.elchi.server.tariffs.PriceLists;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Price lists as files.
class PriceFileApiTest {
    private static final String HEADER = "operator,mcc,mnc,prefix,price_per_sms,currency,priority\n";
    private static final String PATH = "/admin/v1/tariff-routes";

    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static int count;

    private final Api admin = PLATFORM.admin();
    private final long client = PLATFORM.account("client", PLATFORM.root(), "bank" + ++count);

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(PLATFORM.server().uri(path))
                .header("Authorization", "Bearer " + PLATFORM.adminKey());
    }

    private HttpResponse<String> file(String more) {
        return PLATFORM.server()
                .send(request(PATH + "?account_id=" + client + more)
                        .header("Accept", "text/csv")
                        .GET()
                        .build());
    }

    private Api.Answer imported(String csv, String more, String tag) {
        HttpRequest.Builder request = request(PATH + "/import?account_id=" + client + more)
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(csv));
        if (tag != null) {
            request.header("If-Match", '"' + tag + '"');
        }
        HttpResponse<String> answer = PLATFORM.server().send(request.build());
        return new Api.Answer(answer.statusCode(), JsonMapper.shared().readTree(answer.body()), answer);
    }

    private JsonNode replace(String rows, String more) {
        JsonNode preview = imported(HEADER + rows, more, null).is(200);
        return imported(
                        HEADER + rows,
                        more + "&preview=false",
                        preview.get("version").stringValue())
                .is(200);
    }

    @Test
    void aListIsPreviewedPutInForceAndTakenBack() {
        JsonNode preview = imported(HEADER + ",434,,,50,UZS,\n,434,04,,60.5,UZS,10\n", "", null)
                .is(200);
        assertThat(preview.get("added").intValue()).isEqualTo(2);
        assertThat(file("").body()).isEqualTo(HEADER.replace("\n", "\r\n") + "#end,0\r\n");
        String tag = preview.get("version").stringValue();
        JsonNode done = imported(HEADER + ",434,,,50,UZS,\n,434,04,,60.5,UZS,10\n", "&preview=false", tag)
                .is(200);
        Instant first = Instant.parse(done.get("valid_from").stringValue());
        String list = file("").body();
        assertThat(list)
                .isEqualTo(HEADER.replace("\n", "\r\n") + ",434,,,50,UZS,100\r\n,434,04,,60.5,UZS,10\r\n#end,2\r\n");

        JsonNode changed = replace(",434,,,51,UZS,\n,,,*,99,UZS,\n", "");
        assertThat(List.of(
                        changed.get("added").intValue(),
                        changed.get("changed").intValue(),
                        changed.get("removed").intValue(),
                        changed.get("unchanged").intValue()))
                .isEqualTo(List.of(1, 1, 1, 0));
        assertThat(file("&at=" + first).body()).as("what was in force is kept").isEqualTo(list);
        JsonNode restored = replace(list.substring(HEADER.length() + 1), "");
        assertThat(restored.get("changed").intValue()).isEqualTo(1);
        assertThat(file("").body()).isEqualTo(list);
    }

    @Test
    void aListBeginsLater() {
        replace(",434,,,50,UZS,\n", "");
        Instant later = Instant.now().plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
        replace(",434,,,70,UZS,\n", "&valid_from=" + later);
        assertThat(file("").body()).contains(",434,,,50,UZS");
        assertThat(file("&at=" + later).body()).contains(",434,,,70,UZS").doesNotContain("50");
        replace(",434,,,71,UZS,\n", "&valid_from=" + later);
        assertThat(file("&at=" + later).body()).contains(",434,,,71,UZS").doesNotContain("70");
        assertThat(file("&at=" + later.minusSeconds(1)).body()).contains("50");
        imported(HEADER, "&valid_from=" + Instant.now().minusSeconds(5), null)
                .isProblem(400, "invalid_field", "valid_from");
    }

    /// Of two prices for the same thing the file has the one that counts.
    @Test
    void whatIsWrittenCanBeRead() {
        for (String amount : List.of("55", "57.5")) {
            admin.post(
                            PATH,
                            "{'account_id':%d,'mcc':'434','price_per_sms':{'amount':'%s','currency':'UZS'}}"
                                    .formatted(client, amount))
                    .is(201);
        }
        String list = file("").body();
        assertThat(list).contains(",434,,,57.5,UZS").doesNotContain(",55,");
        assertThat(imported(list, "", null).is(200).get("unchanged").intValue()).isEqualTo(1);
    }

    /// A price with an end would leave the list without one.
    @Test
    void whatBeginsOrEndsLaterIsReplacedOnlyWhenThatIsWanted() {
        Instant end = Instant.now().plus(9, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        admin.post(
                        PATH,
                        "{'account_id':%d,'mcc':'434','price_per_sms':{'amount':'10','currency':'UZS'},'valid_to':'%s'}"
                                .formatted(client, end))
                .is(201);
        imported(HEADER + ",434,,,10,UZS,\n", "", null).isProblem(409, "conflict");
        JsonNode done = replace(",434,,,10,UZS,\n", "&replace_later=true");
        assertThat(done.get("changed").intValue()).isEqualTo(1);
        assertThat(done.at("/differences/0/before/valid_to").stringValue()).isEqualTo(end.toString());
        assertThat(file("&at=" + end.plusSeconds(1)).body()).contains(",434,,,10,UZS");
        replace(",434,,,20,UZS,\n", "&valid_from=" + end);
        imported(HEADER + ",434,,,10,UZS,\n", "", null).isProblem(409, "conflict");
        replace(",434,,,11,UZS,\n", "&replace_later=true");
        assertThat(file("&at=" + end.plusSeconds(1)).body())
                .contains(",434,,,11,UZS")
                .doesNotContain("20");
    }

    @Test
    void whatSomebodyElseChangedIsNotOverwritten() {
        String tag = imported(HEADER + ",434,,,50,UZS,\n", "", null)
                .is(200)
                .get("version")
                .stringValue();
        admin.post(
                        PATH,
                        "{'account_id':%d,'mcc':'401','price_per_sms':{'amount':'9','currency':'UZS'}}"
                                .formatted(client))
                .is(201);
        imported(HEADER + ",434,,,50,UZS,\n", "&preview=false", tag).isProblem(412, "precondition_failed", "If-Match");
        imported(HEADER + ",434,,,50,UZS,\n", "&preview=false", null).isProblem(400, "missing_field", "If-Match");
        assertThat(file("").body()).contains(",401,,,9,UZS,100").doesNotContain("434");
    }

    @Test
    void everyProblemIsNamedByItsLine() {
        JsonNode problems = imported(
                        HEADER
                                + "nobody,434,,,50,UZS,\n,,,,50,UZS,\n,434,,,x,UZS,\n,434,,,,UZS,\n,434,,,5,USD,\n"
                                + ",434,,,5,,\n,434,,,5000000000,UZS,\n,4,,,5,UZS,\n,434,,,5,UZS,99999999\n,434\n"
                                + ",434,,,5,UZS,7\n,434,,,6,UZS,7\n",
                        "",
                        null)
                .is(200)
                .get("problems");
        Map<Integer, String> fields = new TreeMap<>();
        problems.forEach(each -> fields.putIfAbsent(
                each.get("line").intValue(), each.path("field").asString("-")));
        assertThat(fields.toString())
                .isEqualTo("{2=operator, 3=prefix, 4=price_per_sms, 5=price_per_sms, 6=currency, 7=currency,"
                        + " 8=price_per_sms, 9=mcc, 10=priority, 11=-, 13=-}");
        imported(HEADER + ",434,,,x,UZS,\n", "&preview=false", "x")
                .isProblem(400, "invalid_field", "lines[2].price_per_sms");
        assertThat(imported("nothing", "", null).is(200).at("/problems/0/line").intValue())
                .isEqualTo(1);
        assertThat(file("&at=x").statusCode()).isEqualTo(400);
        assertThat(PLATFORM.server()
                        .send(request(PATH).header("Accept", "text/csv").GET().build())
                        .statusCode())
                .isEqualTo(400);
    }

    /// Whatever lists follow each other, the one of each time is the one that was put in force.
    @Test
    void theListOfEachTimeIsTheOneThatWasInForce() {
        PriceLists lists = PLATFORM.server().part(PriceLists.class);
        Random random = new Random(3);
        Map<Instant, String> copies = new TreeMap<>();
        for (int i = 0; i < 25; i++) {
            List<String> rows = new ArrayList<>();
            for (int mcc = 400; mcc < 404; mcc++) {
                if (random.nextBoolean()) {
                    rows.add(",%d,,,%d,UZS,100".formatted(mcc, 1 + random.nextInt(3)));
                }
            }
            JsonNode done = replace(String.join("\n", rows) + "\n", "");
            copies.put(Instant.parse(done.get("valid_from").stringValue()), String.join("\r\n", rows));
        }
        copies.forEach((at, rows) -> {
            PriceList list = lists.at(client, at);
            String csv = PriceFile.write(list.prices(), Map.of());
            assertThat(csv.replaceAll("#end.*", "")
                            .strip()
                            .substring(HEADER.length() - 1)
                            .strip())
                    .as("%s", at)
                    .isEqualTo(rows);
        });
    }
}
