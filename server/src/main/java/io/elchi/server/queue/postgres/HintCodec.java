package io.elchi.server.queue.postgres;

import io.elchi.server.core.MessageId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Ids in the payload of a notification, which has at most 8,000 octets: 22 characters each.
final class HintCodec {
    /// Ids of one payload.
    static final int MOST = 350;

    private static final int OCTETS = 16;
    private static final int CHARACTERS = 22;

    private HintCodec() {}

    static String encode(List<MessageId> ids) {
        StringBuilder text = new StringBuilder(ids.size() * CHARACTERS);
        byte[] octets = new byte[OCTETS];
        for (MessageId id : ids) {
            ByteBuffer.wrap(octets).putLong(id.high()).putLong(id.low());
            text.append(Base64.getEncoder().withoutPadding().encodeToString(octets));
        }
        return text.toString();
    }

    /// What is no id is left out: another release may have written it.
    static List<MessageId> decode(String payload) {
        List<MessageId> ids = new ArrayList<>(payload.length() / CHARACTERS);
        for (int at = 0; at + CHARACTERS <= payload.length(); at += CHARACTERS) {
            try {
                ByteBuffer octets = ByteBuffer.wrap(Base64.getDecoder().decode(payload.substring(at, at + CHARACTERS)));
                ids.add(new MessageId(octets.getLong(), octets.getLong()));
            } catch (IllegalArgumentException ignored) {
                return ids;
            }
        }
        return ids;
    }
}
