package io.elchi.server.messages;

import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageState;
import io.elchi.server.core.Msisdn;
import java.time.Instant;
import java.util.List;

/// Lists of messages, those that are under way included.
public interface MessageList {
    /// Which messages are wanted; 0 and null are for all.
    ///
    /// @param operatorId that took it or refused it last; of one that is under way, that has its turn
    /// @param from accepted then or later
    /// @param to accepted before
    /// @param reference the client's own
    /// @param templateId that the text was made of
    record MessageFilter(
            long accountId,
            long operatorId,
            Instant from,
            Instant to,
            MessageState state,
            MessageClass messageClass,
            Msisdn msisdn,
            String sender,
            String reference,
            long templateId) {}

    /// Some of the messages. A search looks through so many rows and no more, so that a page may have fewer items
    /// than were asked for, or none, and still not be the last one.
    ///
    /// @param items without what happened to them, those accepted last first
    /// @param next the cursor that asks for what follows; null at the end
    /// @param scannedTo the time of acceptance down to which it looked; null when the page is full, or the last
    ///     one
    record MessagePage(List<Listed> items, String next, Instant scannedTo) {
        public MessagePage {
            items = List.copyOf(items);
        }
    }

    /// A message of a list.
    ///
    /// @param view its events are left out
    /// @param operatorId that took it or refused it last; of one that is under way, that has its turn; 0: none
    record Listed(MessageView view, long operatorId) {}

    /// @param cursor of the page before; null: from the newest
    /// @throws io.elchi.server.core.RefusedException when the cursor is none
    MessagePage messages(MessageFilter filter, String cursor, int limit);
}
