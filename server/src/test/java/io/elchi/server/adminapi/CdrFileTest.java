package io.elchi.server.adminapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.core.Clock;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Page;
import io.elchi.server.messages.CdrQuery;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.messages.MessageView;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import tools.jackson.databind.JsonNode;

/// Call detail records as a file: the same as the pages, and never taken for more than it is.
class CdrFileTest {
    private static final int RECORDS = 2_300;
    private static final List<String> NASTY = List.of(
            "=1+1", "+cmd", "-2", "@sum", "\tx", "a,b", "say \"hi\"", "two\r\nlines", " blank ", "", "plain", "сўм");

    @AutoClose
    private static final Platform PLATFORM = Platform.start();

    private static final Api ADMIN = PLATFORM.admin();
    private static long account;
    private static long operator;

    @BeforeAll
    static void records() {
        account = PLATFORM.account("client", PLATFORM.root(), "=Bank, first");
        operator = ADMIN.post(
                        "/admin/v1/operators", "{'name':'beeline','default_cost':{'amount':'30','currency':'UZS'}}")
                .is(201)
                .get("id")
                .longValue();
        SplittableRandom random = new SplittableRandom(7);
        long now = Instant.now().toEpochMilli();
        UUID[] ids = new UUID[RECORDS];
        String[] texts = new String[RECORDS];
        for (int i = 0; i < RECORDS; i++) {
            MessageId first = MessageId.firstAt(Instant.ofEpochMilli(now - random.nextInt(1_000)));
            ids[i] = new MessageId(first.high(), first.low() | i).uuid();
            texts[i] = NASTY.get(random.nextInt(NASTY.size()));
        }
        PLATFORM.server()
                .database()
                .database()
                .jdbc()
                .sql(
                        "INSERT INTO messages.cdr_sms (id, account_id, operator_id, external_message_id, msisdn, sender,"
                                + " accepted_time, status, smsc_status, price, currency, upstream, upstream_prices, cost,"
                                + " cost_currency, submits, parts, parts_charged, mcc, mnc, message_class, api_key_id, extra_meta,"
                                + " created_at) SELECT id, ?, CASE WHEN n % 3 > 0 THEN ? END, text, 998900000000 + n,"
                                + " CASE WHEN n % 2 = 0 THEN 'Bank' ELSE text END, now(), CASE WHEN n % 5 = 0 THEN 'expired' ELSE"
                                + " 'delivered' END, text, n * 0.000001, 'UZS', ARRAY[7, 8], ARRAY[n, 0.5], 3, 'USD', 1, 2, 1,"
                                + " CASE WHEN n % 4 > 0 THEN '434' END, '04', CASE WHEN n % 7 = 0 THEN 'otp' ELSE 'service' END,"
                                + " n % 2, '{\"a\":\"=b\"}', now() FROM unnest(?::uuid[], ?::text[]) WITH ORDINALITY u (id, text, n)")
                .params(account, operator, ids, texts)
                .update();
    }

    private static HttpResponse<String> get(String query, String accept) {
        return PLATFORM.server()
                .send(HttpRequest.newBuilder(PLATFORM.server().uri("/admin/v1/cdr?account_id=" + account + query))
                        .header("Authorization", "Bearer " + PLATFORM.adminKey())
                        .header("Accept", accept)
                        .build());
    }

    private static List<List<String>> file(String query) {
        HttpResponse<String> answer = get(query, "text/csv");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
        return parsed(answer.body());
    }

    /// RFC 4180, to the letter.
    private static List<List<String>> parsed(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            StringBuilder field = new StringBuilder();
            if (text.charAt(at) == '"') {
                for (at++; text.charAt(at) != '"' || text.startsWith("\"\"", at); at++) {
                    at += text.charAt(at) == '"' ? 1 : 0;
                    field.append(text.charAt(at));
                }
                at++;
            } else {
                while (text.charAt(at) != ',' && text.charAt(at) != '\r') {
                    assertThat(text.charAt(at)).isNotIn('"', '\n');
                    field.append(text.charAt(at++));
                }
            }
            line.add(field.toString());
            if (text.charAt(at) == ',') {
                at++;
            } else {
                assertThat(text.substring(at, at + 2)).isEqualTo("\r\n");
                at += 2;
                lines.add(line);
                line = new ArrayList<>();
            }
        }
        return lines;
    }

    private static List<JsonNode> pages(String query) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = ADMIN.get("/admin/v1/cdr?limit=500&account_id=" + account + query + cursor)
                    .is(200);
            page.get("items").forEach(all::add);
            cursor = page.has("next") ? "&cursor=" + page.get("next").stringValue() : null;
        }
        return all;
    }

    private static String shown(JsonNode record, String column) {
        JsonNode value = switch (column) {
            case "price", "cost" -> record.at("/" + column + "/amount");
            case "currency" -> record.at("/price/currency");
            case "cost_currency" -> record.at("/cost/currency");
            default -> record.path(column);
        };
        if (column.equals("upstream")) {
            return value.get(0).get("account_id") + ":"
                    + value.get(0).get("amount").stringValue() + " "
                    + value.get(1).get("account_id") + ":"
                    + value.get(1).get("amount").stringValue();
        }
        if (value.isMissingNode()) {
            return "";
        }
        String text = value.isString() ? value.stringValue() : value.toString();
        if (column.equals("to")) {
            return text.substring(1);
        }
        return !text.isEmpty() && "=+-@\t".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    @Test
    void theFileHasWhatThePagesHave() {
        List<JsonNode> records = pages("");
        assertThat(records).hasSize(RECORDS);
        List<List<String>> lines = file("");
        List<String> header = lines.getFirst();
        assertThat(lines).hasSize(RECORDS + 2);
        assertThat(lines.getLast()).containsExactly("#end", Integer.toString(RECORDS), "");
        Map<String, Integer> filled = new HashMap<>();
        for (int i = 0; i < RECORDS; i++) {
            JsonNode record = records.get(i);
            List<String> line = lines.get(i + 1);
            assertThat(line)
                    .isEqualTo(header.stream().map(name -> shown(record, name)).toList())
                    .noneMatch(field -> !field.isEmpty() && "=+-@".indexOf(field.charAt(0)) >= 0);
            for (int column = 0; column < header.size(); column++) {
                filled.merge(header.get(column), line.get(column).isEmpty() ? 0 : 1, Integer::sum);
            }
        }
        // Every field of the pages is a column, and the other way round: of these rows they are not empty.
        records.getFirst().propertyNames().forEach(name -> assertThat(header).contains(name));
        assertThat(filled.get("operator")).isBetween(1_000, RECORDS - 1);
        assertThat(filled.get("account")).isEqualTo(RECORDS);
    }

    @Test
    void aFileThatEndsBeforeTheEndSaysWhereTheNextOneBegins() {
        List<List<String>> all = file("");
        List<List<String>> joined = new ArrayList<>();
        String cursor = "";
        int files = 0;
        while (cursor != null) {
            List<List<String>> part = file("&limit=1100" + cursor);
            joined.addAll(part.subList(1, part.size() - 1));
            List<String> end = part.getLast();
            assertThat(end.subList(0, 2)).containsExactly("#end", Integer.toString(part.size() - 2));
            cursor = end.get(2).isEmpty() ? null : "&cursor=" + end.get(2);
            files++;
        }
        assertThat(files).isEqualTo(3);
        assertThat(joined).isEqualTo(all.subList(1, all.size() - 1));
    }

    @ParameterizedTest
    @CsvSource({
        "state=expired, state, expired",
        "class=otp, class, otp",
        "from=Bank, from, Bank",
        "mcc=434&mnc=04, mcc, 434",
        "reference=plain, reference, plain",
        "api_key_id=1, api_key_id, 1",
        "operator_id=OPERATOR, operator, beeline",
        "to=998900000017, to, 998900000017"
    })
    void bothAreFiltered(String filter, String column, String value) {
        String query = "&" + filter.replace("OPERATOR", Long.toString(operator));
        List<List<String>> lines = file(query);
        int at = lines.getFirst().indexOf(column);
        assertThat(lines.subList(1, lines.size() - 1))
                .hasSizeBetween(1, RECORDS - 1)
                .hasSameSizeAs(pages(query))
                .allSatisfy(line -> assertThat(line.get(at)).isEqualTo(value));
    }

    @Test
    void whatIsAskedForDecidesTheForm() {
        for (String accept : List.of("*/*", "application/json", "application/json, text/csv;q=0.5")) {
            assertThat(get("&limit=1", accept).headers().firstValue("Content-Type"))
                    .as(accept)
                    .contains("application/json");
        }
        HttpResponse<String> refused = get("&limit=1", "text/html");
        assertThat(refused.statusCode()).isEqualTo(406);
        for (String wrong : List.of("&limit=0", "&limit=1000001", "&cursor=x", "&state=accepted", "&colour=red")) {
            HttpResponse<String> answer = get(wrong, "text/csv");
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .as(wrong)
                    .startsWith("application/problem+json");
        }
    }

    @Test
    void anExportIsRecorded() {
        file("&limit=1&state=expired");
        List<JsonNode> entries = ADMIN.get("/admin/v1/audit?object=GET%20/admin/v1/cdr")
                .is(200)
                .get("items")
                .valueStream()
                .toList();
        assertThat(entries).isNotEmpty();
        assertThat(entries.getLast().at("/entry/action").stringValue()).isEqualTo("read");
    }

    /// A search that fails at its third page.
    private static final class Failing implements MessageSearch {
        private int asked;

        @Override
        public Page<CdrRow> cdrs(CdrFilter filter, String cursor, int limit) {
            if (++asked == 3) {
                throw new DataAccessResourceFailureException("away");
            }
            return new Page<>(List.of(), "next");
        }

        @Override
        public Page<ChargedMessage> charged(long batch, long accountId, String cursor, int limit) {
            throw new AssertionError();
        }

        @Override
        public Optional<Long> charged(MessageId id, long accountId) {
            throw new AssertionError();
        }

        @Override
        public Optional<MessageView> message(MessageId id) {
            throw new AssertionError();
        }
    }

    @Test
    void aFileThatIsBrokenOffDoesNotLookComplete() {
        CdrQuery all = new CdrQuery(null, null, null, null, null, null, null, null, null, null, null, null);
        CdrFile file = new CdrFile(new Failing(), all.filter(), null, Clock.SYSTEM);
        file.begin(null, CdrFile.MOST_ROWS);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> file.write(out)).isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("id,").doesNotContain("#end");
    }
}
