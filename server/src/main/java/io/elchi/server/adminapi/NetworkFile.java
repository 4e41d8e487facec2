package io.elchi.server.adminapi;

import io.elchi.server.adminapi.RouteFile.LineProblem;
import io.elchi.server.core.CsvLines;
import io.elchi.server.numbers.Network;
import io.elchi.server.numbers.NumberStore.ListedNetwork;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// All networks with their prefixes as CSV, one a line. What is written can be read.
final class NetworkFile {
    /// Of a file that is read.
    static final int MOST_ROWS = 10_000;
    /// Of all networks in a file.
    static final int MOST_PREFIXES = 100_000;

    static final List<String> HEADER = List.of("mcc", "mnc", "name", "country", "prefixes");
    private static final int NAME = 200;
    private static final int TAG_OCTETS = 16;

    private final List<LineProblem> problems = new ArrayList<>();
    private final Set<String> networks = new HashSet<>();
    private final Set<String> prefixes = new HashSet<>();
    private int problemCount;

    static String write(List<ListedNetwork> networks) {
        CsvLines lines = new CsvLines();
        lines.add(HEADER);
        for (ListedNetwork each : networks) {
            Network network = each.network();
            lines.add(Arrays.asList(
                    network.mcc(),
                    network.mnc(),
                    network.name(),
                    network.country(),
                    String.join(" ", each.prefixes())));
        }
        lines.add(List.of(FileRow.END, networks.size()));
        return lines.take();
    }

    /// Equal for equal networks.
    static String tag(List<ListedNetwork> networks) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(write(networks).getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(digest, 0, TAG_OCTETS) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Takes the rows; what cannot be in a file is in [#problems].
    List<ListedNetwork> read(String text) {
        List<CsvRecords.CsvRecord> rows = FileRow.rows(text, HEADER, MOST_ROWS, this::problem);
        List<ListedNetwork> wanted = new ArrayList<>();
        for (CsvRecords.CsvRecord row : rows == null ? List.<CsvRecords.CsvRecord>of() : rows) {
            wanted.add(network(new FileRow(HEADER, row, this::problem)));
        }
        return wanted;
    }

    private ListedNetwork network(FileRow row) {
        String mcc = row.text("mcc", "[0-9]{3}", "three digits");
        String mnc = row.text("mnc", "[0-9]{2,3}", "two or three digits");
        String country = row.text("country", "[A-Z]{2}", "a country of ISO 3166, two capital letters");
        for (String name : HEADER.subList(0, 4)) {
            if (row.value(name).isEmpty()) {
                row.problem(name, "is missing");
            }
        }
        if (row.value("name").length() > NAME) {
            row.problem("name", "has at most " + NAME + " characters");
        }
        if (!networks.add(mcc + "-" + mnc)) {
            row.problem("mnc", "the network is in a line before");
        }
        return new ListedNetwork(new Network(mcc, mnc, row.value("name"), country), prefixes(row));
    }

    /// In the order of the table.
    private List<String> prefixes(FileRow row) {
        List<String> own = new ArrayList<>();
        for (String prefix : row.value("prefixes").strip().split(" +")) {
            if (prefix.isEmpty()) {
                continue;
            }
            if (!prefix.matches(TrafficSelector.PREFIX)) {
                row.problem("prefixes", "must be " + TrafficSelector.PREFIX_WORDS + ", with a space between them");
            } else if (prefixes.size() == MOST_PREFIXES) {
                row.problem("prefixes", "there are more than " + MOST_PREFIXES);
                break;
            } else if (prefixes.add(prefix)) {
                own.add(prefix);
            } else {
                row.problem("prefixes", prefix + " stands twice");
            }
        }
        own.sort(null);
        return List.copyOf(own);
    }

    private void problem(int line, String field, String detail) {
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
}
