package io.elchi.server.routing;

import io.elchi.server.routing.RouteExplanation.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// The rows by which a message was routed and priced, as they are stored with it. Its candidates are in the order
/// of their rank; the message has them in the order in which they were tried, which differs when an operator could
/// not be reached, and by weight.
///
/// In the table they are octets, each number in groups of 7 bits, the lowest first, with the bit 0x80 set before
/// another group: the number of the format (1), `version`, `routesOf`, the number of payers, the number of
/// candidates, for each its operator, route, cost and the tariff of each payer, then to the end for each excluded
/// operator its id and the number of the reason.
///
/// @param version of operators, routes, links and prices: see [RouteVersions]
/// @param routesOf the account whose routes were used; 0: the common ones
public record StoredDecision(long version, long routesOf, List<Candidate> candidates, List<Excluded> excluded) {
    private static final int FORMAT = 1;
    private static final int GROUP = 7;
    private static final int MORE = 0x80;

    /// The rows of one candidate.
    ///
    /// @param costId the row of its cost; 0: the operator's default cost
    /// @param tariffIds the row of each payer's price
    public record Candidate(long operatorId, long routeId, long costId, List<Long> tariffIds) {}

    /// An operator that has a route and may not carry the message.
    ///
    /// @param reason null: one that this release does not know
    public record Excluded(long operatorId, Reason reason) {}

    byte[] octets() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        put(out, FORMAT);
        put(out, version);
        put(out, routesOf);
        put(out, candidates.getFirst().tariffIds.size());
        put(out, candidates.size());
        for (Candidate candidate : candidates) {
            put(out, candidate.operatorId);
            put(out, candidate.routeId);
            put(out, candidate.costId);
            candidate.tariffIds.forEach(tariff -> put(out, tariff));
        }
        for (Excluded each : excluded) {
            put(out, each.operatorId);
            put(out, each.reason.number());
        }
        return out.toByteArray();
    }

    /// Reads what is stored with a message.
    ///
    /// @throws IllegalArgumentException if it is something else
    public static StoredDecision parse(byte[] octets) {
        ByteBuffer in = ByteBuffer.wrap(octets);
        try {
            long format = get(in);
            if (format != FORMAT) {
                throw new IllegalArgumentException("a decision in the unknown format " + format);
            }
            long version = get(in);
            long routesOf = get(in);
            int payers = (int) get(in);
            if (payers < 1) {
                throw new IllegalArgumentException("a decision with " + payers + " payers");
            }
            List<Candidate> candidates = new ArrayList<>();
            for (long left = get(in); left > 0; left--) {
                candidates.add(new Candidate(get(in), get(in), get(in), tariffs(in, payers)));
            }
            List<Excluded> excluded = new ArrayList<>();
            while (in.hasRemaining()) {
                excluded.add(new Excluded(get(in), Reason.of((int) get(in))));
            }
            return new StoredDecision(version, routesOf, List.copyOf(candidates), List.copyOf(excluded));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a decision of " + octets.length + " octets ends too early", e);
        }
    }

    private static List<Long> tariffs(ByteBuffer in, int payers) {
        return LongStream.generate(() -> get(in)).limit(payers).boxed().toList();
    }

    private static void put(ByteArrayOutputStream out, long number) {
        long left = number;
        while (left >= MORE) {
            out.write((int) (left & MORE - 1 | MORE));
            left >>>= GROUP;
        }
        out.write((int) left);
    }

    private static long get(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += GROUP) {
            byte group = in.get();
            number |= (long) (group & MORE - 1) << shift;
            if (group >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number of a decision has too many octets");
    }
}
