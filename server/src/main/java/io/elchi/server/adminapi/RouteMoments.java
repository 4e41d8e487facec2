package io.elchi.server.adminapi;

import io.elchi.server.accounts.Caller;
import io.elchi.server.approvals.DraftRecord;
import io.elchi.server.approvals.Drafts;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.PathAliases;
import io.elchi.server.routing.OperatorStore;
import io.elchi.server.routing.Route;
import io.elchi.server.routing.RouteHistory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The routes of an earlier version, of a time, or of a draft, with the time whose prices go with them.
final class RouteMoments {
    private static final Pattern RESTORE = Pattern.compile("POST /admin/v1/routes/versions/([0-9]{1,18})/restore");
    private static final Pattern REMOVE = Pattern.compile("DELETE /admin/v1/routes/([0-9]{1,18})");
    private static final String IMPORT = "POST /admin/v1/routes/import";

    private final RouteHistory history;
    private final OperatorStore operators;
    private final Drafts drafts;
    private final Clock clock;

    RouteMoments(RouteHistory history, OperatorStore operators, Drafts drafts, Clock clock) {
        this.history = history;
        this.operators = operators;
        this.drafts = drafts;
        this.clock = clock;
    }

    /// What a decision is asked for.
    ///
    /// @param version of the routes; null: the current one at the time, or a draft's
    /// @param draft null: none
    /// @param at null: now
    record Question(Long version, Long draft, Instant at) {
        boolean isNow() {
            return version == null && draft == null && at == null;
        }
    }

    /// @param version null: the routes are a draft's
    record Moment(Long version, Long draft, Instant at, List<Route> routes) {}

    /// @throws io.elchi.server.core.RefusedException when there is no such version or draft, the draft changes no
    ///     routes, or the routes of that time are not known
    Moment of(Caller caller, Question question) {
        Instant at = question.at == null ? clock.now() : question.at;
        if (question.draft != null) {
            if (question.version != null) {
                throw invalid("version", "a draft has no version; leave out one of both");
            }
            return new Moment(null, question.draft, at, drafted(caller, question.draft));
        }
        long version = question.version == null
                ? history.versionAt(at).orElseThrow(() -> invalid("at", "the routes of that time are not known"))
                : question.version;
        if (history.version(version).isEmpty()) {
            throw invalid("version", "there is no version " + version);
        }
        return new Moment(version, null, at, history.routes(version));
    }

    private List<Route> drafted(Caller caller, long id) {
        DraftRecord draft = drafts.find(caller, id);
        String path = PathAliases.canonical(draft.request().path());
        String operation = draft.request().method() + " " + path;
        Matcher restore = RESTORE.matcher(operation);
        if (restore.matches()) {
            return history.routes(Long.parseLong(restore.group(1)));
        }
        Matcher remove = REMOVE.matcher(operation);
        if (remove.matches()) {
            long removed = Long.parseLong(remove.group(1));
            return operators.routes().stream()
                    .filter(route -> route.id() != removed)
                    .toList();
        }
        if (operation.equals(IMPORT)) {
            return imported(draft.request().body().path("csv").asString(""));
        }
        throw invalid("draft", "this draft changes no routes");
    }

    /// A route that the file adds has no id yet: it gets one that no route has.
    private List<Route> imported(String csv) {
        List<Route> now = operators.routes();
        RoutePlan plan = new RouteFile(now, operators.names(), _ -> true).read(csv);
        if (plan.problemCount() > 0) {
            throw invalid("draft", "its file can no longer be imported");
        }
        Map<Long, Route> routes = new LinkedHashMap<>();
        now.forEach(route -> routes.put(route.id(), route));
        Set<Long> removed = new HashSet<>(plan.removed());
        routes.keySet().removeAll(removed);
        plan.changed().forEach(route -> routes.put(route.id(), route));
        List<Route> all = new ArrayList<>(routes.values());
        long id = Long.MAX_VALUE;
        for (Route added : plan.added()) {
            all.add(added.withId(id--));
        }
        return all;
    }

    private static RuntimeException invalid(String field, String detail) {
        return Refusal.ofField(Failure.INVALID_FIELD, field, detail).exception();
    }
}
