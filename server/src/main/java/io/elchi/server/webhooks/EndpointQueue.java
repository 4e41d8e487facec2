package io.elchi.server.webhooks;

import io.elchi.server.core.MessageId;
import io.elchi.server.events.EventFeed;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// An endpoint with its feed of events, its messages that wait for a retry, and its stored cursor.
final class EndpointQueue {
    private static final long NEVER = -1;

    private final Map<MessageId, Integer> waiting;
    private final int mostWaiting;
    private final FailoverSwitch addresses;
    private volatile Endpoint endpoint;
    private volatile EventFeed feed;
    private volatile long storedCursor = NEVER;

    /// @param waiting messages with events that wait for a retry, and how many each has; kept
    /// @param mostWaiting beyond so many, order within a message is not kept for further ones
    EndpointQueue(Endpoint endpoint, Map<MessageId, Integer> waiting, int mostWaiting, FailoverSwitch addresses) {
        this.addresses = addresses;
        this.endpoint = endpoint;
        this.waiting = waiting;
        this.mostWaiting = mostWaiting;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    void update(Endpoint current) {
        Endpoint former = endpoint;
        endpoint = current;
        if (!current.url().equals(former.url()) || !Objects.equals(current.failoverUrl(), former.failoverUrl())) {
            addresses.reset();
        }
    }

    /// Whether an attempt goes to the second address.
    ///
    /// @param at the endpoint as it is for this attempt
    /// @param number of the attempt, from 1
    boolean usesFailover(Endpoint at, int number) {
        return at.failoverUrl() != null && addresses.choose(number);
    }

    void ended(WebhookAttempt.Result attempt) {
        if (!attempt.failover()) {
            addresses.ended(attempt.accepted());
        }
    }

    EventFeed feed() {
        return feed;
    }

    void feed(EventFeed opened) {
        feed = opened;
    }

    /// An event of the message waits for a retry.
    synchronized void waits(MessageId message) {
        if (message != null && (waiting.size() < mostWaiting || waiting.containsKey(message))) {
            waiting.merge(message, 1, Integer::sum);
        }
    }

    /// One of them was accepted or given up.
    synchronized void waitsNoMore(MessageId message) {
        if (message != null) {
            waiting.computeIfPresent(message, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    synchronized boolean isWaiting(MessageId message) {
        return message != null && waiting.containsKey(message);
    }

    /// The cursors that are not stored yet, by subscriber.
    static Map<String, Long> movedCursors(Collection<EndpointQueue> queues) {
        Map<String, Long> moved = new HashMap<>();
        for (EndpointQueue queue : queues) {
            EventFeed feed = queue.feed;
            if (feed != null && feed.cursor() != queue.storedCursor) {
                moved.put(feed.subscriber(), feed.cursor());
            }
        }
        return moved;
    }

    static void cursorsStored(Collection<EndpointQueue> queues, Map<String, Long> cursors) {
        for (EndpointQueue queue : queues) {
            Long stored = queue.feed == null ? null : cursors.get(queue.feed.subscriber());
            if (stored != null) {
                queue.storedCursor = stored;
            }
        }
    }
}
