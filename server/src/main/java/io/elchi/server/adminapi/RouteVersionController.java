package io.elchi.server.adminapi;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.http.Approval;
import io.elchi.server.http.JsonBody;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.routing.OperatorStore;
import io.elchi.server.routing.RouteHistory;
import io.elchi.server.routing.RouteHistory.RouteDifference;
import io.elchi.server.routing.RouteHistory.RouteVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The versions of the routes.
@RestController
@RequestMapping("/admin/v1/routes/versions")
final class RouteVersionController {
    /// Routes in one answer.
    static final int MOST_DIFFERENCES = 1_000;

    private final RouteHistory history;
    private final OperatorStore operators;

    RouteVersionController(RouteHistory history, OperatorStore operators) {
        this.history = history;
        this.operators = operators;
    }

    /// A version.
    ///
    /// @param actor who made it, and why
    /// @param restored the version that it is equal to; null: it was another change
    record VersionView(
            long version, Instant at, @JsonRawValue String actor, Long restored, int added, int changed, int removed) {
        static VersionView of(RouteVersion version) {
            return new VersionView(
                    version.n(),
                    version.at(),
                    version.actor(),
                    version.restored(),
                    version.added(),
                    version.changed(),
                    version.removed());
        }
    }

    /// A version with its routes, as far as they differ.
    ///
    /// @param changes that made it
    /// @param restoration changes that would make it the current version again
    record VersionDetails(VersionView version, List<DifferenceView> changes, List<DifferenceView> restoration) {}

    /// A route that differs.
    ///
    /// @param routeId null: it is not there yet
    /// @param before null: it was not there
    /// @param after null: it is not there
    record DifferenceView(Long routeId, RouteContent before, RouteContent after) {
        static DifferenceView of(RouteDifference difference, Map<Long, String> operators) {
            return new DifferenceView(
                    CdrController.orNull(difference.routeId()),
                    RouteContent.of(difference.before(), operators),
                    RouteContent.of(difference.after(), operators));
        }
    }

    /// @param version the current one now
    record RestoredView(long version) {}

    @GetMapping
    @Needs(Permission.ROUTES_READ)
    Page<VersionView> list(PageQuery page) {
        return history.versions(page.cursor(), page.limit()).map(VersionView::of);
    }

    @GetMapping("/{n}")
    @Needs(Permission.ROUTES_READ)
    ResponseEntity<VersionDetails> get(@PathVariable("n") long n) {
        RouteVersion version = history.version(n).orElseThrow(() -> ReferenceChecks.missing("version", n));
        Map<Long, String> names = operators.names();
        long current = history.current();
        VersionDetails details = new VersionDetails(
                VersionView.of(version),
                views(history.changes(n, MOST_DIFFERENCES), names),
                views(history.restoration(n, MOST_DIFFERENCES), names));
        return ResponseEntity.ok().eTag(tag(current)).body(details);
    }

    private static List<DifferenceView> views(List<RouteDifference> differences, Map<Long, String> names) {
        return differences.stream().map(each -> DifferenceView.of(each, names)).toList();
    }

    /// Makes the version the current one again. A draft keeps the version that it is for in its body.
    @PostMapping("/{n}/restore")
    @Needs(value = Permission.ROUTES_WRITE, draft = true)
    ResponseEntity<RestoredView> restore(
            @PathVariable("n") long n,
            @RequestHeader(name = "If-Match", required = false) String match,
            @RequestBody(required = false) JsonNode json,
            Approval approval) {
        JsonBody body = JsonBody.of(json == null ? JsonMapper.shared().createObjectNode() : json);
        Long inBody = body.optionalNumber("if_match", 1, Long.MAX_VALUE).orElse(null);
        body.end();
        long expected = expected(match, inBody);
        ReferenceChecks.found(history.version(n).isPresent(), "version", n);
        check(expected);
        ObjectNode stored = JsonMapper.shared().createObjectNode();
        approval.ask(stored.put("if_match", expected));
        long now = history.restore(n, expected);
        return ResponseEntity.ok().eTag(tag(now)).body(new RestoredView(now));
    }

    private void check(long expected) {
        long current = history.current();
        if (current != expected) {
            throw changed(current);
        }
    }

    static RefusedException changed(long current) {
        return Refusal.ofField(Failure.PRECONDITION_FAILED, "If-Match", "the routes are in version " + current)
                .exception();
    }

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /// The version that a change is for.
    ///
    /// @param header `If-Match`; null: there is none
    /// @param inBody null: there is none
    static long expected(String header, Long inBody) {
        if (header == null && inBody == null) {
            throw Refusal.ofField(
                            Failure.MISSING_FIELD,
                            "If-Match",
                            "name the current version, which is the ETag of GET /admin/v1/routes")
                    .exception();
        }
        if (header == null) {
            return inBody;
        }
        if (inBody != null && !tag(inBody).equals(header)) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "if_match", "names another version than If-Match")
                    .exception();
        }
        if (!header.matches("\"[0-9]{1,18}\"")) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "If-Match", "a version in quotation marks, like \"17\"")
                    .exception();
        }
        return Long.parseLong(header.substring(1, header.length() - 1));
    }
}
