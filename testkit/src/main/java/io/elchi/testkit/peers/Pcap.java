package io.elchi.testkit.peers;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes connections as a capture file (libpcap 2.4, raw IPv4): a handshake each, then the chunks as TCP segments from
/// and to port 2775, where a reader expects SMPP.
public final class Pcap {
    private static final int LINKTYPE_RAW = 101;
    private static final int IP_HEADER = 20;
    private static final int TCP_HEADER = 20;
    private static final int SMPP_PORT = 2775;
    private static final int FIRST_CLIENT_PORT = 40_000;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int PUSH_ACK = 0x18;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(octets);
    private final Map<Integer, int[]> next = new HashMap<>();
    private int packets;

    public static byte[] of(List<Tap.Chunk> chunks) {
        try {
            Pcap pcap = new Pcap();
            pcap.fileHeader();
            for (Tap.Chunk chunk : chunks) {
                pcap.chunk(chunk);
            }
            return pcap.octets.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fileHeader() throws IOException {
        out.writeInt(0xA1B2C3D4);
        out.writeShort(2);
        out.writeShort(4);
        out.writeLong(0);
        out.writeInt(0xFFFF);
        out.writeInt(LINKTYPE_RAW);
    }

    private void chunk(Tap.Chunk chunk) throws IOException {
        int connection = chunk.connection();
        if (!next.containsKey(connection)) {
            // Sequence numbers of the client's side and the server's.
            next.put(connection, new int[] {1000, 5000});
            packet(connection, true, SYN, new byte[0]);
            next.get(connection)[0]++;
            packet(connection, false, SYN | ACK, new byte[0]);
            next.get(connection)[1]++;
            packet(connection, true, ACK, new byte[0]);
        }
        packet(connection, chunk.fromClient(), PUSH_ACK, chunk.octets());
        next.get(connection)[chunk.fromClient() ? 0 : 1] += chunk.octets().length;
    }

    private void packet(int connection, boolean fromClient, int flags, byte[] payload) throws IOException {
        int length = IP_HEADER + TCP_HEADER + payload.length;
        out.writeInt(1_700_000_000 + packets / 1000);
        out.writeInt(packets % 1000 * 1000);
        out.writeInt(length);
        out.writeInt(length);
        ipHeader(fromClient, length);
        int client = FIRST_CLIENT_PORT + connection;
        int[] numbers = next.get(connection);
        out.writeShort(fromClient ? client : SMPP_PORT);
        out.writeShort(fromClient ? SMPP_PORT : client);
        out.writeInt(numbers[fromClient ? 0 : 1]);
        out.writeInt((flags & ACK) == 0 ? 0 : numbers[fromClient ? 1 : 0]);
        out.writeByte(TCP_HEADER / 4 << 4);
        out.writeByte(flags);
        out.writeShort(0xFFFF);
        out.writeInt(0); // Checksum, which readers do not check unless they are told to, and urgent pointer.
        out.write(payload);
        packets++;
    }

    private void ipHeader(boolean fromClient, int length) throws IOException {
        int[] words = {
            0x4500, length, packets, 0x4000, 0x4006, 0, 0x7F00, fromClient ? 2 : 1, 0x7F00, fromClient ? 1 : 2
        };
        int sum = 0;
        for (int word : words) {
            sum += word & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        words[5] = ~(sum + (sum >>> 16));
        for (int word : words) {
            out.writeShort(word);
        }
    }
}
