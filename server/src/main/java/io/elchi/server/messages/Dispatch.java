package io.elchi.server.messages;

/// Asks an operator's links to send a message, or one part of it again.
///
/// @param hop the index of the operator in the message's hops
/// @param part 0: all that are not sent; else this one
/// @param attempt from 1, at this hop
public record Dispatch(Flight flight, int hop, int part, int attempt) {
    /// The first try of an accepted message.
    public static Dispatch first(Flight flight) {
        return new Dispatch(flight, 0, 0, 1);
    }

    public Message message() {
        return flight.message();
    }

    public long operatorId() {
        return flight.message().hops().get(hop).operatorId();
    }

    /// Whether there is nothing left to do: another operator has it meanwhile, the part is sent, the message is final.
    public boolean isStale() {
        return isStaleFor(flight);
    }

    /// The same, when memory has another flight of the message meanwhile.
    public boolean isStaleFor(Flight now) {
        return now.isFinal() || now.hop() != hop || part != 0 && !now.isPending(part);
    }
}
