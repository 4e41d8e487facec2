package io.elchi.server.boot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines of one file that jcli printed. It is text of somebody else: octets, lines and rows have limits, and
/// what cannot be read is an error with the file and the line.
final class JasminFile {
    static final int MAX_OCTETS = 4 << 20;
    static final int MAX_LINE = 10_000;
    static final int MAX_ROWS = 20_000;
    private static final Pattern TOTAL = Pattern.compile("Total [A-Za-z ]{1,40}: ([0-9]{1,9})");

    private static final String PROMPT = "jcli :";

    private final String name;
    private final List<String> lines;

    private JasminFile(String name, List<String> lines) {
        this.name = name;
        this.lines = lines;
    }

    /// @return null when there is no such file
    static JasminFile read(Path folder, String name) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return null;
        }
        if (!Files.isRegularFile(file)) {
            throw new CliException(name + " is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(MAX_OCTETS + 1);
            if (octets.length > MAX_OCTETS) {
                throw new CliException(name + " has more than " + MAX_OCTETS + " octets");
            }
            return new JasminFile(name, lines(name, octets));
        } catch (IOException e) {
            throw new CliException(name + " cannot be read: " + e.getMessage());
        }
    }

    private static List<String> lines(String name, byte[] octets) {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < octets.length; ) {
            int end = from;
            while (end < octets.length && octets[end] != '\n') {
                end++;
            }
            int until = end > from && octets[end - 1] == '\r' ? end - 1 : end;
            lines.add(line(name, lines.size() + 1, Arrays.copyOfRange(octets, from, until)));
            from = end + 1;
        }
        return lines;
    }

    private static String line(String name, int number, byte[] octets) {
        try {
            String line = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
            if (line.length() > MAX_LINE) {
                throw error(name, number, "has more than " + MAX_LINE + " characters");
            }
            if (line.chars().anyMatch(Character::isISOControl)) {
                throw error(name, number, "has a control character");
            }
            return line.stripTrailing();
        } catch (CharacterCodingException ignored) {
            throw error(name, number, "is not UTF-8");
        }
    }

    private static CliException error(String name, int number, String what) {
        return new CliException(name + ":" + number + ": " + what);
    }

    CliException error(int number, String what) {
        return error(name, number, what);
    }

    /// A row of a table, with the number of its line.
    record JasminRow(int line, Matcher columns) {
        String column(int group) {
            return columns.group(group);
        }
    }

    /// The rows between the head and `Total ...: N`.
    ///
    /// @param head how the first line with `#` begins
    List<JasminRow> rows(String head, Pattern row) {
        List<JasminRow> rows = new ArrayList<>();
        boolean begun = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher total = TOTAL.matcher(line);
            if (total.matches()) {
                if (Integer.parseInt(total.group(1)) != rows.size()) {
                    throw error(i + 1, "says another number than the " + rows.size() + " rows before it");
                }
                return rows;
            }
            if (!begun) {
                begun = line.startsWith("#" + head);
                if (!begun && line.startsWith("#")) {
                    throw error(i + 1, "is not the head of this table: #" + head);
                }
            } else if (!line.isEmpty()) {
                rows.add(new JasminRow(i + 1, match(row, line, i + 1)));
                if (rows.size() > MAX_ROWS) {
                    throw error(i + 1, "is beyond " + MAX_ROWS + " rows");
                }
            }
        }
        throw error(Math.max(1, lines.size()), "ends without a line such as 'Total: 1': the output is not complete");
    }

    private Matcher match(Pattern row, String line, int number) {
        Matcher matcher = row.matcher(line);
        if (!matcher.matches()) {
            throw error(number, "is not a row as jcli prints it");
        }
        return matcher;
    }

    /// A word and another one in each line.
    ///
    /// @param to says whether the first one is new
    void pairs(BiPredicate<String, String> to) {
        for (int i = 0; i < lines.size(); i++) {
            String[] pair = lines.get(i).split(" ");
            if (lines.get(i).isEmpty()) {
                continue;
            }
            if (pair.length != 2) {
                throw error(i + 1, "is no username and a password with one space between them");
            }
            if (!to.test(pair[0], pair[1])) {
                throw error(i + 1, "has a username that was there before");
            }
        }
    }

    /// What `-s` prints: a name of one word, or of three for credentials, and a value.
    ///
    /// @param id the name whose value has to be `wanted`
    Map<String, String> shown(String id, String wanted) {
        Map<String, String> shown = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int words = line.startsWith("mt_messaging_cred ") || line.startsWith("smpps_cred ") ? 3 : 1;
            String[] parts = line.split(" ", words + 1);
            if (parts.length < words || line.isEmpty() || line.startsWith(PROMPT)) {
                continue;
            }
            String key = String.join(" ", Arrays.copyOf(parts, words));
            if (shown.put(key, parts.length > words ? parts[words] : "") != null) {
                throw error(i + 1, "has a name that was there before");
            }
        }
        if (!wanted.equals(shown.get(id))) {
            throw error(1, "the file has no line '" + id + " " + wanted + "'");
        }
        return shown;
    }
}
