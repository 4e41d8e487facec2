package io.elchi.smpp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.pdu.CommandId;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.PduCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// tshark reads sessions of ours, with all 33 commands of SMPP 5.0 in them, and has nothing to complain of.
class TsharkTest {
    private static final int SECONDS = 60;
    private static final Path CAPTURE = Path.of("target/smpp.pcap").toAbsolutePath();

    @Test
    void readsEveryCommandWithoutAComplaint() throws Exception {
        if (run("tshark", "--version") == null) {
            String line = "SKIPPED: tshark reading what we write. To run it: install tshark (Debian: apt-get install"
                    + " tshark), then ./elchi test -pl smpp -am -Dtest=TsharkTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false";
            System.out.println(line);
            Assumptions.abort(line);
        }
        List<Tap.Chunk> chunks = EveryCommand.played();
        Files.write(CAPTURE, Pcap.of(chunks));

        List<String> ours = headers(chunks);
        assertThat(commands(ours)).isEqualTo(new TreeSet<>(CommandId.all().values()));
        assertThat(complaints()).isEmpty();
        List<String> theirs = new ArrayList<>();
        for (String line : fields("smpp", "smpp.command_id", "smpp.command_status", "smpp.sequence_number")) {
            theirs.addAll(transposed(line));
        }
        assertThat(theirs).containsExactlyInAnyOrderElementsOf(ours);
    }

    /// What tshark's experts find wrong, of any severity, and everything it calls malformed. That a TCP connection
    /// begins is worth a note to it, too.
    private static List<String> complaints() throws Exception {
        return fields("_ws.malformed || _ws.expert", "frame.number", "_ws.expert.message", "_ws.malformed", "smpp")
                .stream()
                .filter(line -> !line.matches("\\d+\tConnection establish.*\t\t"))
                .toList();
    }

    /// A line for each packet that the filter lets through, with these fields, separated by tabs.
    private static List<String> fields(String filter, String... names) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("tshark", "-n", "-r", CAPTURE.toString(), "-Y", filter, "-T", "fields"));
        for (String name : names) {
            command.addAll(List.of("-e", name));
        }
        List<String> lines = run(command.toArray(new String[0]));
        assertThat(lines).as("tshark reads the capture").isNotNull();
        return lines;
    }

    /// What the program prints; null when it cannot be run or fails.
    private static List<String> run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0 ? lines : null;
        } catch (IOException e) {
            return null;
        }
    }

    /// A frame of several PDUs has a list in each column.
    private static List<String> transposed(String line) {
        String[] columns = line.split("\t", -1);
        String[] ids = columns[0].split(",");
        String[] statuses = columns[1].split(",");
        String[] sequences = columns[2].split(",");
        List<String> headers = new ArrayList<>();
        int responses = 0;
        for (int i = 0; i < ids.length; i++) {
            long id = Long.decode(ids[i]);
            // tshark shows command_status of responses only.
            long status = id >= 0x80000000L ? Long.decode(statuses[responses++]) : 0;
            headers.add("%08x %x %s".formatted(id, status, sequences[i]));
        }
        return headers;
    }

    /// The headers of all PDUs as our own decoder reads them, which also finds no defect.
    private static List<String> headers(List<Tap.Chunk> chunks) {
        Map<String, ByteArrayOutputStream> streams = new TreeMap<>();
        for (Tap.Chunk chunk : chunks) {
            streams.computeIfAbsent(chunk.connection() + " " + chunk.fromClient(), _ -> new ByteArrayOutputStream())
                    .writeBytes(chunk.octets());
        }
        List<String> headers = new ArrayList<>();
        for (ByteArrayOutputStream stream : streams.values()) {
            byte[] all = stream.toByteArray();
            for (int at = 0; at < all.length; ) {
                int length = (all[at + 2] & 0xFF) << 8 | all[at + 3] & 0xFF;
                Frame frame = PduCodec.decode(all, at, length);
                assertThat(frame.defects()).isEmpty();
                headers.add("%08x %x %d".formatted(frame.commandId(), frame.status(), frame.sequence()));
                at += length;
            }
        }
        return headers;
    }

    private static Set<String> commands(List<String> headers) {
        Set<String> names = new TreeSet<>();
        headers.forEach(header -> names.add(CommandId.describe(Integer.parseUnsignedInt(header.substring(0, 8), 16))));
        return names;
    }
}
