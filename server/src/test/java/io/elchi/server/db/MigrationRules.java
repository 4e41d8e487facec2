package io.elchi.server.db;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a file with a migration has to fulfil: once recorded it stays as it is, and a server of the release before
/// works on the migrated schema.
final class MigrationRules {
    /// Files before this one made the first schemas.
    private static final int FIRST_EXPANSION = 100;

    private static final Pattern VERSION = Pattern.compile(".*/V(\\d+)__[a-z0-9_]+\\.sql");
    private static final Pattern CONTRACT = Pattern.compile("-- contract: \\S.*");
    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*");
    private static final Pattern LITERAL = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern MADE = Pattern.compile("CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?([a-z0-9_.]+)");
    private static final Pattern ALTERED = Pattern.compile("ALTER TABLE (?:IF EXISTS )?(?:ONLY )?([a-z0-9_.]+) (.*)");
    private static final Pattern UNIQUE = Pattern.compile("CREATE UNIQUE INDEX .*? ON (?:ONLY )?([a-z0-9_.]+).*");
    /// By the pattern of a statement, why the release before may fail by it.
    private static final Map<Pattern, String> FORBIDDEN = Map.of(
            Pattern.compile("\\bDROP\\b"), "drops something",
            Pattern.compile("\\bRENAME\\b"), "renames something",
            Pattern.compile("\\bTRUNCATE (?:TABLE )?[a-z]"), "empties a table",
            Pattern.compile("\\bALTER (?:COLUMN )?[a-z0-9_]+ (?:SET DATA )?TYPE\\b"), "changes the type of a column",
            Pattern.compile("\\bSET NOT NULL\\b"), "refuses NULL in a column that allowed it");

    private MigrationRules() {}

    /// Compares the files with the record of releases.
    ///
    /// @param recorded SHA-256 in hexadecimal digits by the file's path
    /// @param files their octets by path
    /// @return a sentence for each fault
    static List<String> recorded(Map<String, String> recorded, Map<String, byte[]> files) {
        List<String> faults = new ArrayList<>();
        Set<String> all = new TreeSet<>(recorded.keySet());
        all.addAll(files.keySet());
        for (String path : all) {
            String hash = files.containsKey(path) ? sha256(files.get(path)) : null;
            if (hash == null) {
                faults.add(
                        path + " is missing. A migration that was recorded stays: databases have it in their history.");
            } else if (!recorded.containsKey(path)) {
                faults.add(path + " is not recorded. When its text is final, add the line \"" + hash + "  " + path
                        + "\" to src/test/resources/migrations.sha256. From then on it must not change.");
            } else if (!recorded.get(path).equals(hash)) {
                faults.add(path + " differs from its record. Undo the change, and write a new migration that makes it:"
                        + " databases that have the old one never run it again.");
            }
        }
        return faults;
    }

    private static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Reads roughly whether a migration only expands what is there.
    ///
    /// @return a sentence for each fault
    static List<String> expands(String path, String sql) {
        Matcher version = VERSION.matcher(path);
        if (!version.matches()) {
            return List.of(path + " is not named as a migration: V123__what_it_brings.sql");
        }
        boolean contracts = CONTRACT.matcher(sql.lines().findFirst().orElse("")).matches();
        if (contracts || Integer.parseInt(version.group(1)) < FIRST_EXPANSION) {
            return List.of();
        }
        String bare = LITERAL.matcher(COMMENT.matcher(sql).replaceAll(" ")).replaceAll("''");
        Set<String> made = new HashSet<>();
        Matcher tables = MADE.matcher(spaced(bare));
        while (tables.find()) {
            made.add(tables.group(1));
        }
        List<String> faults = new ArrayList<>();
        for (String each : bare.split(";")) {
            for (String fault : faults(spaced(each), made)) {
                faults.add(path + " " + fault + ": a server of the release before cannot work beside it. Do it one"
                        + " release after nothing needs it any more, in a file that begins with"
                        + " \"-- contract: <why>\".");
            }
        }
        return faults;
    }

    private static String spaced(String sql) {
        return sql.strip().replaceAll("\\s+", " ");
    }

    private static List<String> faults(String statement, Set<String> made) {
        List<String> faults = new ArrayList<>();
        FORBIDDEN.forEach((pattern, fault) -> {
            if (pattern.matcher(statement).find()) {
                faults.add(fault);
            }
        });
        Matcher unique = UNIQUE.matcher(statement);
        if (unique.matches() && !made.contains(unique.group(1))) {
            faults.add("makes values unique that were not");
        }
        Matcher altered = ALTERED.matcher(statement);
        if (altered.matches() && !made.contains(altered.group(1))) {
            clauses(altered.group(2)).forEach(clause -> clause(clause, faults));
        }
        return faults;
    }

    /// What is separated by commas outside of parentheses.
    private static List<String> clauses(String text) {
        List<String> clauses = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char at = text.charAt(i);
            depth += at == '(' ? 1 : at == ')' ? -1 : 0;
            if (at == ',' && depth == 0) {
                clauses.add(text.substring(from, i));
                from = i + 1;
            }
        }
        clauses.add(text.substring(from));
        return clauses;
    }

    private static void clause(String clause, List<String> faults) {
        String text = clause.strip().toUpperCase(Locale.ROOT);
        if (text.matches("ADD (CONSTRAINT|CHECK|UNIQUE|PRIMARY|FOREIGN|EXCLUDE)\\b.*")) {
            faults.add("adds a condition to a table that is there");
        } else if (text.matches("ADD\\b.*\\bNOT NULL\\b.*") && !text.matches(".*\\b(DEFAULT|GENERATED)\\b.*")) {
            faults.add("adds a column that is NOT NULL and has no DEFAULT");
        }
    }
}
