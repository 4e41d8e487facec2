package io.elchi.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.contract.Api;
import io.elchi.server.contract.Platform;
import io.elchi.server.http.EntrancePort;
import io.elchi.simulator.Simulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/// `elchi import jasmin` against a whole server: dry run, run, run again, and a message of an imported user.
class JasminImportTest {
    private static final Path FIXTURE = Path.of("src/test/resources/jasmin");

    @TempDir
    private Path folder;

    private Platform platform;
    private int code;

    private void copy(int port) throws IOException {
        try (Stream<Path> files = Files.list(FIXTURE)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        change("smppccm-beeline.txt", "port 2775", "port " + port);
    }

    private void change(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    private String run(String... more) {
        List<String> arguments = new ArrayList<>(List.of("import", "jasmin", folder.toString()));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of(
                "--new-passwords",
                folder.resolve("made.txt").toString(),
                "--inbound",
                "shop_mo=shop-login",
                "--key",
                platform.adminKey(),
                "--url",
                platform.server().uri("").toString()));
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine(arguments.toArray(String[]::new))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true));
        code = line.execute(arguments.toArray(String[]::new));
        return out.toString().replaceAll(" {2,}", "  ");
    }

    private String state() {
        return Stream.of("accounts", "operators", "smpp-links", "routes", "inbound-routes")
                .map(list -> platform.admin().get("/admin/v1/" + list).is(200).get("items"))
                .map(items -> items.valueStream()
                        .map(item -> item.get("id") + "=" + item.path("priority") + item.path("status"))
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("|"));
    }

    private JsonNode named(String list, String name) {
        return platform.admin()
                .get("/admin/v1/" + list)
                .is(200)
                .get("items")
                .valueStream()
                .filter(each -> each.path("name").asString("").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode login(String group) {
        long account = named("accounts", group).get("id").longValue();
        return platform.admin()
                .get("/admin/v1/smpp-logins?account_id=" + account)
                .is(200)
                .get("items");
    }

    private Map<String, String> passwords() throws IOException {
        return Files.readAllLines(folder.resolve("made.txt")).stream()
                .collect(Collectors.toMap(line -> line.split(" ")[0], line -> line.split(" ")[1]));
    }

    @Test
    void aConfigurationIsTakenOver() throws Exception {
        try (Simulator simulator = Simulator.of(1, "name: beeline\nresponses: {latency: {fixed: 1ms}}\n");
                Platform started = Platform.start(Map.of("entrances.enabled", "true", "entrances.port", "0"))) {
            platform = started;
            copy(simulator.ports().get("beeline"));
            dryRunChangesNothing();
            itIsMade();
            aSecondRunMakesNothing();
            aMessageReachesTheOperator(simulator);
            whatDiffersIsReported();
            whatIsGoneIsMadeAgain();
        }
    }

    private void dryRunChangesNothing() {
        String before = state();
        String plan = run("--dry-run");
        assertThat(code).as(plan).isZero();
        assertThat(plan)
                .contains("new  group  marketing")
                .contains("new  user  promo")
                .contains("new  operator  beeline")
                .contains("new  mt route  60 to beeline for 99890 of marketing")
                .contains("new  mt route  60 to beeline for 99891 of marketing")
                .contains("new  mt route  40 to ucell of old")
                .contains("new  mo route  10 to shop")
                .contains("work  mt route  60  rate 0.05000: no price is made")
                .contains("work  mt route  50  StaticMTRoute smppc(ucell) <SM (msg=(?i)casino)>: no route has")
                .contains("work  mt route  30  StaticMTRoute smppc(Demo) <T>: connector smppc(Demo) is not there")
                .contains("work  mt route  20  StaticMTRoute smppc(beeline) <U (uid=promo)>: user promo is not alone")
                .contains("work  mo route  30  ")
                .contains("work  smpp connector  Demo  no name here")
                .contains("work  smpp connector  lost  there is no file smppccm-lost.txt")
                .contains("work  smpp connector  ucell  submit_throughput 0.5 becomes 1")
                .contains("work  smpp connector  ucell  src_ton 5")
                .contains("work  http connector  other_mo  get https://other.example/mo?key=1: --inbound other_mo=")
                .contains("work  user  promo  quota balance 44.2: it is not booked")
                .contains("work  user  promo  priority is not allowed")
                .contains("work  user  long  username sixteen-letters- is no system_id")
                .contains("work  user  news  throughput 10 (HTTP) and 4.5 (SMPP): the login gets 10")
                .contains("work  filter  filters.txt night  <Ev (pyCode=import tim ..)>: Python")
                .contains("work  interceptor  mtinterceptors.txt 10  StaticMTInterceptor <MTIS")
                .contains("nothing is changed")
                .doesNotContain("secret");
        assertThat(state()).isEqualTo(before);
        assertThat(folder.resolve("made.txt")).doesNotExist();
    }

    private void itIsMade() throws IOException {
        Files.writeString(folder.resolve("given.txt"), "shop-login from-jasmin-123\n");
        String out = run("--start", "--passwords", folder.resolve("given.txt").toString());
        assertThat(code).as(out).isZero();
        assertThat(out).contains("failed 0").contains("3 passwords are in ").doesNotContain("secret");
        assertThat(passwords()).containsOnlyKeys("promo", "news", "gone");
        passwords().values().forEach(password -> assertThat(out).doesNotContain(password));
        assertThat(Files.getPosixFilePermissions(folder.resolve("made.txt")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(named("accounts", "marketing").get("parent_id").longValue()).isEqualTo(platform.root());
        assertThat(named("accounts", "marketing").get("external_ref").stringValue())
                .isEqualTo("jasmin:marketing");
        JsonNode gone = login("old").get(0);
        assertThat(gone.at("/binds/allowed").booleanValue()).isFalse();
        assertThat(gone.at("/submits/allowed").booleanValue()).isFalse();
        JsonNode shop = login("shop").get(0);
        assertThat(shop.at("/deliveries/inbound_url").stringValue()).isEqualTo("http://127.0.0.1:8000/mo");
        assertThat(shop.at("/deliveries/inbound_method").stringValue()).isEqualTo("post");
        assertThat(named("smpp-links", "beeline").get("status").stringValue()).isEqualTo("started");
        assertThat(named("smpp-links", "beeline").get("throughput").intValue()).isEqualTo(100);
        assertThat(named("smpp-links", "ucell").get("status").stringValue()).isEqualTo("stopped");
        rightsOfPromo();
    }

    private void rightsOfPromo() {
        JsonNode promo = login("marketing")
                .valueStream()
                .filter(each -> each.get("system_id").stringValue().equals("promo"))
                .findFirst()
                .orElseThrow();
        assertThat(promo.at("/binds/allowed").booleanValue()).isFalse();
        assertThat(promo.at("/binds/max").intValue()).isEqualTo(2);
        assertThat(promo.at("/submits/http").booleanValue()).isTrue();
    }

    private void aSecondRunMakesNothing() throws IOException {
        String before = state();
        String made = Files.readString(folder.resolve("made.txt"));
        String out = run("--start");
        assertThat(code).as(out).isZero();
        assertThat(out).contains("0 new, ", ", 0 different, ", "; nothing to make");
        assertThat(state()).isEqualTo(before);
        assertThat(Files.readString(folder.resolve("made.txt"))).isEqualTo(made);
    }

    private void aMessageReachesTheOperator(Simulator simulator) throws Exception {
        Api admin = platform.admin();
        long account = named("accounts", "shop").get("id").longValue();
        admin.post(
                        "/admin/v1/tariff-routes",
                        "{'price_per_sms':{'amount':'50','currency':'UZS'},'any_destination':true}")
                .is(201);
        admin.post("/admin/v1/senders", "{'account_id':%d,'sender':'Shop'}".formatted(account))
                .is(201);
        admin.post(
                        "/admin/v1/accounts/" + account + "/topups",
                        "{'amount':{'amount':'1000','currency':'UZS'},'reference':'x'}")
                .is(201);
        SmppDirectory logins = platform.server().part(SmppDirectory.class);
        Platform.await("the login is known", () -> logins.find("shop-login").isPresent());
        int port = platform.server().part(EntrancePort.class).port();
        String query = "username=shop-login&password=from-jasmin-123&to=998901234567&from=Shop&content=Imported";
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/send?" + query))
                    .build();
            List<String> answers = new ArrayList<>();
            Platform.await("the message is accepted: " + answers, () -> {
                try {
                    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                    answers.add(answer.body());
                    return answer.statusCode() == 200;
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
        Platform.await(
                "the message is with the operator",
                () -> !simulator.operator("beeline").received().isEmpty());
    }

    private void whatDiffersIsReported() throws IOException {
        change("smppccm-beeline.txt", "submit_throughput 100", "submit_throughput 70");
        change("user-promo.txt", "max_bindings 2", "max_bindings 3");
        String before = state();
        String out = run("--start");
        assertThat(code).isZero();
        assertThat(out)
                .contains("different  link  beeline  throughput is 100, in Jasmin 70")
                .contains("different  user  promo  binds.max is 2, in Jasmin 3")
                .contains("0 new, ", ", 2 different, ");
        assertThat(state()).isEqualTo(before);
        assertThat(named("smpp-links", "beeline").get("throughput").intValue()).isEqualTo(100);
    }

    /// As after a run that failed in the middle.
    private void whatIsGoneIsMadeAgain() throws IOException {
        Set<String> made = passwords().keySet();
        platform.admin()
                .delete("/admin/v1/smpp-logins/" + login("old").get(0).get("id"))
                .is(204);
        String out = run("--start");
        assertThat(code).as(out).isZero();
        assertThat(out).contains("made 1, failed 0");
        assertThat(login("old")).hasSize(1);
        assertThat(Files.readAllLines(folder.resolve("made.txt"))).hasSize(made.size() + 1);
    }

    @Test
    void whatTheServerRefusesDoesNotEndTheRun() throws Exception {
        try (Platform started = Platform.start()) {
            platform = started;
            copy(2775);
            long other = platform.account("client", platform.root(), "other");
            platform.admin()
                    .post("/admin/v1/smpp-logins", "{'account_id':%d,'system_id':'news'}".formatted(other))
                    .is(201);
            String out = run();
            assertThat(code).as(out).isEqualTo(1);
            assertThat(out).contains("failed 1").contains("user  news");
            assertThat(login("shop")).hasSize(1);
            assertThat(named("smpp-links", "beeline").get("status").stringValue())
                    .as("without --start")
                    .isEqualTo("stopped");
            Files.setPosixFilePermissions(folder.resolve("made.txt"), PosixFilePermissions.fromString("rw-r--r--"));
            assertThat(run()).contains("not for its owner alone");
            assertThat(code).isEqualTo(1);
        }
    }
}
