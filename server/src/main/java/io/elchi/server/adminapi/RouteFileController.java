package io.elchi.server.adminapi;

import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.adminapi.RouteFile.LineProblem;
import io.elchi.server.adminapi.RouteVersionController.DifferenceView;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Approval;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.routing.OperatorStore;
import io.elchi.server.routing.RouteHistory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// All routes as a file, to be changed and read back.
@RestController
final class RouteFileController {
    private static final String TEXT = "(?s).{1,1048576}";

    private final OperatorStore operators;
    private final RouteHistory history;
    private final Accounts accounts;
    private final AccountRegister register;

    RouteFileController(OperatorStore operators, RouteHistory history, Accounts accounts, AccountRegister register) {
        this.operators = operators;
        this.history = history;
        this.accounts = accounts;
        this.register = register;
    }

    /// What a file changes, or would change.
    ///
    /// @param preview whether nothing was changed
    /// @param version the current one
    /// @param differences the first of them; what is removed comes first
    /// @param problems the first of them; with any, nothing can be changed
    record ImportView(
            boolean preview,
            long version,
            int added,
            int changed,
            int removed,
            int unchanged,
            List<DifferenceView> differences,
            List<LineProblem> problems) {}

    @GetMapping(path = "/admin/v1/routes", produces = RouteFile.TYPE)
    @Needs(Permission.ROUTES_READ)
    ResponseEntity<byte[]> export() {
        // Read first: who changes this version changes these rows, or is refused.
        long version = history.current();
        byte[] file = RouteFile.write(operators.routes(), operators.names()).getBytes(StandardCharsets.UTF_8);
        return ResponseEntity.ok()
                .eTag(RouteVersionController.tag(version))
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header("Content-Disposition", "attachment; filename=\"routes.csv\"")
                .header("Cache-Control", "no-store")
                .body(file);
    }

    @PostMapping(path = "/admin/v1/routes/import", consumes = RouteFile.TYPE)
    @Needs(value = Permission.ROUTES_WRITE, draft = true)
    ResponseEntity<ImportView> importFile(
            @RequestParam(name = "preview", defaultValue = "true") boolean preview,
            @RequestHeader(name = "If-Match", required = false) String match,
            @RequestBody byte[] file,
            Approval approval) {
        return read(new Wanted(text(file), preview, match, null), approval);
    }

    /// The same as JSON, in which a draft keeps it.
    @PostMapping(path = "/admin/v1/routes/import", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Needs(value = Permission.ROUTES_WRITE, draft = true)
    ResponseEntity<ImportView> importJson(
            @RequestHeader(name = "If-Match", required = false) String match,
            @RequestBody JsonNode json,
            Approval approval) {
        JsonBody body = JsonBody.of(json);
        Wanted wanted = new Wanted(
                body.text("csv", TEXT, "a file of up to 1048576 characters"),
                body.optionalFlag("preview").orElse(true),
                match,
                body.optionalNumber("if_match", 1, Long.MAX_VALUE).orElse(null));
        body.end();
        return read(wanted, approval);
    }

    /// @param inBody the version; null: it is in the header, or there is none
    private record Wanted(String text, boolean preview, String match, Long inBody) {}

    static String text(byte[] file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.of(Failure.MALFORMED_BODY, "is not UTF-8").exception();
        }
    }

    private ResponseEntity<ImportView> read(Wanted wanted, Approval approval) {
        long version = history.current();
        Map<Long, String> names = operators.names();
        RoutePlan plan = new RouteFile(operators.routes(), names, this::isAccount).read(wanted.text);
        if (!wanted.preview) {
            long expected = RouteVersionController.expected(wanted.match, wanted.inBody);
            if (expected != version) {
                throw RouteVersionController.changed(version);
            }
            refuse(plan.problems(), plan.problemCount());
            if (!plan.removed().isEmpty()) {
                approval.ask(JsonMapper.shared()
                        .createObjectNode()
                        .put("csv", wanted.text)
                        .put("preview", false)
                        .put("if_match", expected));
            }
            version = history.apply(plan.added(), plan.changed(), plan.removed(), expected);
        }
        ImportView view = new ImportView(
                wanted.preview,
                version,
                plan.added().size(),
                plan.changed().size(),
                plan.removed().size(),
                plan.unchanged(),
                plan.differences()
                        .limit(RouteVersionController.MOST_DIFFERENCES)
                        .map(each -> DifferenceView.of(each, names))
                        .toList(),
                plan.problems());
        return ResponseEntity.ok().eTag(RouteVersionController.tag(version)).body(view);
    }

    /// Memory may lack the newest.
    private boolean isAccount(long id) {
        return accounts.account(id).isPresent() || register.find(id).isPresent();
    }

    /// @param problems the first of all
    static void refuse(List<LineProblem> problems, int count) {
        if (count > 0) {
            LineProblem first = problems.getFirst();
            throw Refusal.ofField(
                            Failure.INVALID_FIELD,
                            "lines[" + first.line() + "]" + (first.field() == null ? "" : "." + first.field()),
                            first.detail() + (count > 1 ? "; " + (count - 1) + " more problems" : ""))
                    .exception();
        }
    }
}
