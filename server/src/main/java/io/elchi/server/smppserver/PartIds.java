package io.elchi.server.smppserver;

import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;

/// Ids of the parts of a message that is joined. The last octet of the message's id is 0, and that of a part's id is
/// its number: no table says which part belongs to which message.
final class PartIds {
    private static final long NUMBER = 0xff;

    private PartIds() {}

    static MessageId nextSet(MessageIds ids) {
        return set(ids.next());
    }

    /// The message of a part.
    static MessageId set(MessageId part) {
        return new MessageId(part.high(), part.low() & ~NUMBER);
    }

    /// 0: it is no part.
    static int number(MessageId part) {
        return (int) (part.low() & NUMBER);
    }

    /// @param number from 1
    static MessageId part(MessageId set, int number) {
        return new MessageId(set.high(), set.low() | number);
    }
}
