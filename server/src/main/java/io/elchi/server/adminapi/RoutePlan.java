package io.elchi.server.adminapi;

import io.elchi.server.adminapi.RouteFile.LineProblem;
import io.elchi.server.routing.Route;
import io.elchi.server.routing.RouteHistory.RouteDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What a file with all routes changes.
final class RoutePlan {
    private final List<Route> added = new ArrayList<>();
    private final List<RouteDifference> changed = new ArrayList<>();
    private final List<Route> removed = new ArrayList<>();
    private final List<LineProblem> problems = new ArrayList<>();
    private int unchanged;
    private int problemCount;

    static boolean sameNumbers(Route one, Route other) {
        return Objects.equals(one.mcc(), other.mcc())
                && Objects.equals(one.mnc(), other.mnc())
                && Objects.equals(one.prefix(), other.prefix())
                && Objects.equals(one.tag(), other.tag());
    }

    void add(Route route) {
        added.add(route);
    }

    void change(Route before, Route after) {
        if (before.equals(after)) {
            unchanged++;
        } else {
            changed.add(new RouteDifference(before.id(), before, after));
        }
    }

    void remove(Route route) {
        removed.add(route);
    }

    /// @param field null: the line itself
    void problem(int line, String field, String detail) {
        problemCount++;
        if (problems.size() < RouteFile.MOST_PROBLEMS) {
            problems.add(new LineProblem(line, field, detail));
        }
    }

    /// All of them.
    int problemCount() {
        return problemCount;
    }

    /// The first of them.
    List<LineProblem> problems() {
        return List.copyOf(problems);
    }

    List<Route> added() {
        return List.copyOf(added);
    }

    /// As they are wanted.
    List<Route> changed() {
        return changed.stream().map(RouteDifference::after).toList();
    }

    List<Long> removed() {
        return removed.stream().map(Route::id).toList();
    }

    int unchanged() {
        return unchanged;
    }

    /// What is removed first, then what is changed, then what is added.
    Stream<RouteDifference> differences() {
        return Stream.concat(
                Stream.concat(
                        removed.stream().map(route -> new RouteDifference(route.id(), route, null)), changed.stream()),
                added.stream().map(route -> new RouteDifference(0, null, route)));
    }
}
