package io.elchi.server.messages;

/// Asks an operator's links to send a message, or one part of it again.
///
/// @param candidate the index of the operator in the message's candidates
/// @param part 0: all that are not sent; else this one
/// @param attempt from 1, at this candidate
public record SubmitTask(MessageProgress progress, int candidate, int part, int attempt) {
    /// The first try of an accepted message.
    public static SubmitTask first(MessageProgress progress) {
        return new SubmitTask(progress, 0, 0, 1);
    }

    public Message message() {
        return progress.message();
    }

    public long operatorId() {
        return progress.message().candidates().get(candidate).operatorId();
    }

    /// Whether there is nothing left to do: another operator has it meanwhile, the part is sent, the message is
    /// final.
    public boolean isStale() {
        return isStaleFor(progress);
    }

    /// The same, when memory has another progress of the message meanwhile.
    public boolean isStaleFor(MessageProgress now) {
        return now.isFinal() || now.candidate() != candidate || part != 0 && !now.isPending(part);
    }
}
