package io.elchi.server.boot.cli;

import io.elchi.server.boot.cli.JasminConfig.JasminConnector;
import io.elchi.server.boot.cli.JasminConfig.JasminGroup;
import io.elchi.server.boot.cli.JasminConfig.JasminHttp;
import io.elchi.server.boot.cli.JasminConfig.JasminRoute;
import io.elchi.server.boot.cli.JasminConfig.JasminScript;
import io.elchi.server.boot.cli.JasminConfig.JasminUser;
import io.elchi.server.boot.cli.JasminFile.JasminRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A folder with the output of jcli, a file for each command. Jasmin's own store has Python pickles, which are
/// programs: they are not read.
final class JasminFolder {
    private static final String QUOTA = "\\s+(\\S+(?: \\(!\\))?)";
    private static final String CONNECTORS = "\\s+(\\w+\\([^()\\s,]+\\)(?:, \\w+\\([^()\\s,]+\\)){0,49})";
    private static final String ORDER = "#([0-9]{1,9})\\s+(\\w+)";
    private static final Pattern GROUP = Pattern.compile("#(!?)([^\\s!]\\S*)");
    private static final Pattern USER =
            Pattern.compile("#(!?)([^\\s!]\\S*)\\s+!?([^\\s!]\\S*)\\s+(\\S+)" + QUOTA + QUOTA + "\\s+(\\S+)");
    private static final Pattern CONNECTOR = Pattern.compile("#(\\S+)\\s+(\\S+)\\s+(\\S+)\\s+[0-9]+\\s+[0-9]+");
    private static final Pattern HTTP = Pattern.compile("#(\\S+)\\s+\\S+\\s+(GET|POST)\\s+(\\S+)");
    private static final Pattern FILTER = Pattern.compile("#(\\S+)\\s+(\\w+)\\s+(?:MO MT|MO|MT)\\s+(\\S.*)");
    private static final Pattern MT_ROUTE = Pattern.compile(ORDER + QUOTA + CONNECTORS + "(?:\\s+(<.*>))?");
    private static final Pattern MO_ROUTE = Pattern.compile(ORDER + CONNECTORS + "(?:\\s+(<.*>))?");
    private static final Pattern INTERCEPTOR = Pattern.compile("#([0-9]{1,9})\\s+(\\S.*)");
    private static final Pattern FILE_PART = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Path folder;
    private int files;

    private JasminFolder(Path folder) {
        this.folder = folder;
    }

    /// @throws CliException with file and line, when it cannot be read
    static JasminConfig read(Path path) {
        if (!Files.isDirectory(path)) {
            throw new CliException(path + " is no folder");
        }
        JasminFolder folder = new JasminFolder(path);
        List<JasminScript> scripts = folder.pythonFilters();
        scripts.addAll(folder.interceptors("mtinterceptors.txt"));
        scripts.addAll(folder.interceptors("mointerceptors.txt"));
        JasminConfig config = new JasminConfig(
                folder.groups(),
                folder.users(),
                folder.connectors(),
                folder.https(),
                folder.routes("mtroutes.txt", MT_ROUTE, true),
                folder.routes("moroutes.txt", MO_ROUTE, false),
                scripts);
        if (folder.files == 0) {
            throw new CliException(path + " has no file as docs/guides/jasmin.md names them, such as users.txt");
        }
        return config;
    }

    private List<JasminRow> rows(String name, String head, Pattern row) {
        JasminFile file = JasminFile.read(folder, name);
        if (file == null) {
            return List.of();
        }
        files++;
        return file.rows(head, row);
    }

    /// @param key the group of the row's pattern that no other row may have
    private List<JasminRow> unique(String name, String head, Pattern row, int key) {
        List<JasminRow> rows = rows(name, head, row);
        Set<String> seen = new HashSet<>();
        for (JasminRow each : rows) {
            if (!seen.add(each.column(key))) {
                throw new CliException(name + ":" + each.line() + ": is there twice");
            }
        }
        return rows;
    }

    private Map<String, String> shown(String prefix, String id, String key) {
        if (!FILE_PART.matcher(id).matches()) {
            return null;
        }
        JasminFile file = JasminFile.read(folder, prefix + id + ".txt");
        return file == null ? null : file.shown(key, id);
    }

    private List<JasminGroup> groups() {
        return unique("groups.txt", "Group id", GROUP, 2).stream()
                .map(row -> new JasminGroup(row.column(2), row.column(1).isEmpty()))
                .toList();
    }

    private List<JasminUser> users() {
        return unique("users.txt", "User id", USER, 2).stream()
                .map(row -> new JasminUser(
                        row.column(2),
                        row.column(3),
                        row.column(4),
                        row.column(1).isEmpty(),
                        List.of(row.column(5), row.column(6), row.column(7)),
                        shown("user-", row.column(2), "uid")))
                .toList();
    }

    private List<JasminConnector> connectors() {
        return unique("smppccms.txt", "Connector id", CONNECTOR, 1).stream()
                .map(row -> new JasminConnector(
                        row.column(1), row.column(2).equals("started"), shown("smppccm-", row.column(1), "cid")))
                .toList();
    }

    private List<JasminHttp> https() {
        return unique("httpccms.txt", "Httpcc id", HTTP, 1).stream()
                .map(row -> new JasminHttp(row.column(1), row.column(2).toLowerCase(), row.column(3)))
                .toList();
    }

    private List<JasminRoute> routes(String name, Pattern pattern, boolean rated) {
        int connectors = rated ? 4 : 3;
        return unique(name, "Order", pattern, 1).stream()
                .map(row -> new JasminRoute(
                        Integer.parseInt(row.column(1)),
                        row.column(2),
                        rated ? row.column(3) : null,
                        List.of(row.column(connectors).split(", ")),
                        filters(row.column(connectors + 1))))
                .toList();
    }

    private static List<String> filters(String printed) {
        if (printed == null) {
            return List.of();
        }
        return List.of(printed.substring(1, printed.length() - 1).split(">, <", -1));
    }

    private List<JasminScript> pythonFilters() {
        List<JasminScript> filters = new ArrayList<>();
        for (JasminRow row : unique("filters.txt", "Filter id", FILTER, 1)) {
            if (row.column(2).equals("EvalPyFilter")) {
                filters.add(new JasminScript("filters.txt", row.column(1), row.column(3)));
            }
        }
        return filters;
    }

    private List<JasminScript> interceptors(String name) {
        return unique(name, "Order", INTERCEPTOR, 1).stream()
                .map(row -> new JasminScript(name, row.column(1), row.column(2).replaceAll(" {2,}", " ")))
                .toList();
    }
}
