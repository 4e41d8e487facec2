package io.elchi.testkit;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The dependencies that a tree of packages may have, as one table, and what breaks them.
///
/// A row reads `from ... -> to ... | library ...`: each feature left of the dependency may use the root package of
/// each feature right of it, and each of our libraries after the bar. `*` on the left makes a feature open to all,
/// `all` on the right lets it use everything. A feature is a package directly below the root; its sub-packages are
/// private. A class in a package that the table does not know is a violation, so that nothing is skipped in
/// silence.
public final class Dependencies {
    private static final String OURS = "io.elchi.";

    private final String root;
    private final Map<String, Set<String>> allowed = new LinkedHashMap<>();
    private final Map<String, Set<String>> libraries = new LinkedHashMap<>();
    private final Set<String> open = new LinkedHashSet<>();
    private final Set<String> unlimited = new LinkedHashSet<>();
    private final Map<String, List<String>> homes = new LinkedHashMap<>();
    /// `from -> to`, and `from | library`, of the classes that were looked at.
    private final Set<String> used = new TreeSet<>();

    private Dependencies(String root) {
        this.root = root;
    }

    /// Reads the table; `root` is the package that holds the features.
    public static Dependencies of(String root, String table) {
        Dependencies dependencies = new Dependencies(root);
        table.lines().map(String::strip).filter(row -> !row.isEmpty()).forEach(dependencies::row);
        dependencies.allowed.forEach((from, targets) -> targets.forEach(to -> {
            if (!dependencies.allowed.containsKey(to)) {
                throw new IllegalArgumentException("the row of " + from + " names " + to + ", which has no row");
            }
        }));
        return dependencies;
    }

    private void row(String row) {
        String[] sides = row.split("->", 2);
        String[] right = sides[1].split("\\|", 2);
        Set<String> targets = words(right[0]);
        Set<String> ours = right.length == 2 ? words(right[1]) : Set.of();
        for (String from : words(sides[0])) {
            if (from.endsWith("*")) {
                from = from.substring(0, from.length() - 1);
                open.add(from);
            }
            if (allowed.containsKey(from)) {
                throw new IllegalArgumentException(from + " has two rows");
            }
            if (targets.remove("all")) {
                unlimited.add(from);
            }
            allowed.put(from, new LinkedHashSet<>(targets));
            libraries.put(from, ours);
        }
    }

    /// Only these packages (relative to the root, with what is below them) may use types whose name starts so.
    public Dependencies home(String thirdParty, String... packages) {
        homes.put(thirdParty, List.of(packages));
        return this;
    }

    /// Imports the compiled classes below the root and lists what the table forbids, sorted.
    public List<String> violations() {
        Set<String> found = new TreeSet<>();
        cycle().ifPresent(path -> found.add("the table has a cycle: " + path));
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(root)
                .forEach(type -> check(type, found));
        return List.copyOf(found);
    }

    /// Dependencies that the table allows and no class uses.
    public List<String> unused() {
        violations();
        Set<String> found = new TreeSet<>();
        allowed.forEach((from, targets) -> targets.forEach(to -> found.add(from + " -> " + to)));
        libraries.forEach((from, names) -> names.forEach(name -> found.add(from + " | " + name)));
        found.removeAll(used);
        return List.copyOf(found);
    }

    /// As [#violations()], of test classes too: for classes planted to prove that the check catches them.
    public List<String> violationsWithTests() {
        Set<String> found = new TreeSet<>();
        cycle().ifPresent(path -> found.add("the table has a cycle: " + path));
        new ClassFileImporter().importPackages(root).forEach(type -> check(type, found));
        return List.copyOf(found);
    }

    private void check(JavaClass type, Set<String> found) {
        String from = feature(type.getPackageName());
        if (from != null && !allowed.containsKey(from)) {
            found.add(type.getName() + " is in '" + from + "', which has no row in the table");
            return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            String problem = problem(from, type, target);
            if (problem != null) {
                found.add(type.getName() + " -> " + target.getName() + ": " + problem);
            }
        }
    }

    private String problem(String from, JavaClass type, JavaClass target) {
        String name = target.getPackageName();
        if (!within(name, root)) {
            return foreign(from, type, target);
        }
        String to = feature(name);
        if (to == null || to.equals(from)) {
            return null;
        }
        used.add(from + " -> " + to);
        if (!name.equals(root + "." + to)) {
            return "a sub-package is private to its feature";
        }
        if (open.contains(to) || unlimited.contains(from)) {
            return null;
        }
        return from != null && allowed.get(from).contains(to) ? null : "no such dependency in the table";
    }

    private String foreign(String from, JavaClass type, JavaClass target) {
        for (Map.Entry<String, List<String>> home : homes.entrySet()) {
            if (target.getName().startsWith(home.getKey())) {
                boolean atHome = home.getValue().stream()
                        .anyMatch(place -> within(type.getPackageName(), place.isEmpty() ? root : root + "." + place));
                return atHome ? null : home.getKey() + " may be used only in " + home.getValue();
            }
        }
        if (target.getName().startsWith(OURS) && !unlimited.contains(from)) {
            String library = target.getName().substring(OURS.length()).split("\\.", 2)[0];
            used.add(from + " | " + library);
            boolean known = from != null && libraries.get(from).contains(library);
            return known ? null : "the library " + library + " is not in its row";
        }
        return null;
    }

    /// A path from a feature back to itself, when the table has one.
    private Optional<String> cycle() {
        for (String start : allowed.keySet()) {
            Map<String, String> cameFrom = new LinkedHashMap<>();
            ArrayDeque<String> next = new ArrayDeque<>(List.of(start));
            while (!next.isEmpty()) {
                String at = next.poll();
                for (String to : allowed.get(at)) {
                    if (to.equals(start)) {
                        return Optional.of(path(start, at, cameFrom));
                    }
                    if (cameFrom.putIfAbsent(to, at) == null) {
                        next.add(to);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static String path(String start, String end, Map<String, String> cameFrom) {
        List<String> steps = new ArrayList<>(List.of(start));
        for (String at = end; !at.equals(start); at = cameFrom.get(at)) {
            steps.add(1, at);
        }
        steps.add(start);
        return String.join(" -> ", steps);
    }

    /// The feature that a package belongs to; null for the root package itself.
    private String feature(String name) {
        return name.length() <= root.length()
                ? null
                : name.substring(root.length() + 1).split("\\.", 2)[0];
    }

    private static boolean within(String name, String place) {
        return name.equals(place) || name.startsWith(place + ".");
    }

    private static Set<String> words(String text) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : text.strip().split("\\s+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
