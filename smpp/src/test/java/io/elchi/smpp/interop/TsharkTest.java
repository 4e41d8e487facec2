package io.elchi.smpp.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.smpp.pdu.CommandId;
import io.elchi.smpp.pdu.Frame;
import io.elchi.smpp.pdu.PduCodec;
import io.elchi.testkit.peers.Tap;
import io.elchi.testkit.peers.Tshark;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// tshark reads sessions of ours, with all 33 commands of SMPP 5.0 in them, and has nothing to complain of.
class TsharkTest {
    private static final Path CAPTURE = Path.of("target/smpp.pcap").toAbsolutePath();

    @Test
    void readsEveryCommandWithoutAComplaint() throws Exception {
        List<Tap.Chunk> chunks = EveryCommand.played();
        Tshark tshark = Tshark.reads(chunks, CAPTURE);

        List<String> ours = headers(chunks);
        assertThat(commands(ours)).isEqualTo(new TreeSet<>(CommandId.all().values()));
        assertThat(tshark.complaints()).isEmpty();
        List<String> theirs = new ArrayList<>();
        for (String line : tshark.fields("smpp", "smpp.command_id", "smpp.command_status", "smpp.sequence_number")) {
            theirs.addAll(transposed(line));
        }
        assertThat(theirs).containsExactlyInAnyOrderElementsOf(ours);
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
