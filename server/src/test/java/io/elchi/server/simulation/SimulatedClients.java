package io.elchi.server.simulation;

import io.elchi.server.accounts.Caller;
import io.elchi.server.billing.Ledger;
import io.elchi.server.billing.MemoryLedger;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.db.MemoryTransactions;
import io.elchi.server.events.EventType;
import io.elchi.server.events.LoggedEvent;
import io.elchi.server.events.MemoryEventLog;
import io.elchi.server.intake.IdempotencyRecord;
import io.elchi.server.intake.IntakeHarness;
import io.elchi.server.intake.SendRequest;
import io.elchi.server.intake.SendResult;
import io.elchi.server.limits.Idempotency.Begun;
import io.elchi.server.limits.MemoryIdempotency;
import io.elchi.server.messages.MemoryMessageStore;
import io.elchi.server.messages.MessageEvents;
import io.elchi.server.messages.MessageView;
import io.elchi.server.observe.Metrics;
import io.elchi.testkit.history.History;
import io.elchi.testkit.history.Model;
import io.elchi.testkit.history.Operation;
import io.elchi.testkit.history.Operation.Answer;
import io.elchi.testkit.history.Operation.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// Clients that send, repeat, look at states, balances and lists, and read events; and what they were answered.
final class SimulatedClients {
    private static final List<Long> ACCOUNTS = List.of(World.BANK, World.SHOP);
    private static final String SUBSCRIBER = "reader";
    private static final int SEPTETS = 160;
    private static final int SEPTETS_OF_PART = 153;
    /// Of a part, at the dearer operator.
    private static final long MOST_MICROS = 60_000_000;

    final Set<MessageId> accepted = new HashSet<>();
    final MemoryIdempotency idempotency;
    final MessageEvents events;
    private final Map<MessageId, Sequence> sequences = new HashMap<>();
    private final SplittableRandom random;
    private final MemoryMessageStore store;
    private final MemoryLedger ledger;
    private final MemoryEventLog log = new MemoryEventLog();
    private final List<Asked> asked = new ArrayList<>();
    private final List<MessageId> ids = new ArrayList<>();
    private long time;
    private final History history = new History(() -> ++time);
    private long cursor;
    int repeated;

    /// What one client asks at once.
    private record Asked(Caller caller, List<SendRequest> requests, String key) {
        String account() {
            return Long.toString(caller.account().id());
        }

        long most() {
            return requests.stream().mapToLong(Asked::most).sum();
        }

        private static long most(SendRequest request) {
            int length = request.text().length();
            long parts = length <= SEPTETS ? 1 : (length + SEPTETS_OF_PART - 1) / SEPTETS_OF_PART;
            return MOST_MICROS * parts;
        }

        /// A repetition has the same.
        byte[] hash() {
            return Integer.toHexString(System.identityHashCode(requests)).getBytes();
        }

        IdempotencyRecord keep() {
            return key == null ? null : new IdempotencyRecord(key, hash(), Asked::answer);
        }

        private static String answer(List<SendResult> results) {
            return results.stream()
                    .filter(SendResult.Accepted.class::isInstance)
                    .map(each -> {
                        var message = ((SendResult.Accepted) each).message();
                        return message.id() + "=" + message.reservedMicros(0) * message.parts();
                    })
                    .collect(Collectors.joining(","));
        }
    }

    SimulatedClients(SplittableRandom random, MemoryMessageStore store, MemoryLedger ledger, Clock clock) {
        this.random = random;
        this.store = store;
        this.ledger = ledger;
        idempotency = new MemoryIdempotency(clock);
        events = new MessageEvents(log, (_, _) -> true, new Metrics());
        for (long account : ACCOUNTS) {
            Ledger.Balance balance = ledger.balance(account).orElseThrow();
            history.add(new Operation.TopUp(
                    history.since(history.now()),
                    Long.toString(account),
                    balance.balance().micros()));
            history.add(new Operation.Subscribe(
                    history.since(history.now()), SUBSCRIBER, Long.toString(account), Set.copyOf(EventType.FINAL)));
        }
    }

    /// Sends something new, or again what was sent with a key.
    ///
    /// @param now some are scheduled from then on; null: none
    void send(IntakeHarness intake, Instant now) {
        if (!asked.isEmpty() && random.nextInt(4) == 0) {
            Asked again = asked.get(random.nextInt(asked.size()));
            if (idempotency.begin(again.caller.account().id(), again.key, again.hash())
                    instanceof Begun.Answered(String answer)) {
                repeated++;
                long begin = history.now();
                add(again, begin, Answer.OK, parsed(answer));
            } else {
                send(intake, List.of(again));
            }
            return;
        }
        Requests requests = Requests.drawn(random, now);
        List<Asked> fresh = new ArrayList<>();
        for (int i = 0; i < requests.callers().size(); i++) {
            String key = random.nextBoolean() ? null : "key-" + asked.size() + "-" + i;
            fresh.add(new Asked(requests.callers().get(i), requests.requests().get(i), key));
        }
        fresh.stream().filter(each -> each.key != null).forEach(asked::add);
        send(intake, fresh);
    }

    private void send(IntakeHarness intake, List<Asked> group) {
        long begin = history.now();
        List<List<SendResult>> results;
        try {
            results = intake.send(
                    group.stream().map(Asked::caller).toList(),
                    group.stream().map(Asked::requests).toList(),
                    Arrays.asList(group.stream().map(Asked::keep).toArray(IdempotencyRecord[]::new)));
        } catch (MemoryTransactions.Crash e) {
            group.forEach(each -> add(each, begin, Answer.UNKNOWN, Map.of()));
            throw e;
        }
        for (int i = 0; i < results.size(); i++) {
            Map<String, Long> messages = parsed(Asked.answer(results.get(i)));
            add(group.get(i), begin, messages.isEmpty() ? refusal(results.get(i)) : Answer.OK, messages);
        }
    }

    private static Answer refusal(List<SendResult> results) {
        return results.stream()
                        .anyMatch(each -> each instanceof SendResult.Refused(var refusal)
                                && refusal.failure() == Failure.OUTCOME_UNKNOWN)
                ? Answer.UNKNOWN
                : Answer.REFUSED;
    }

    private void add(Asked one, long begin, Answer answer, Map<String, Long> messages) {
        history.add(new Operation.Accept(
                history.since(begin),
                one.account(),
                one.key,
                answer,
                messages,
                new Operation.Asked(one.requests.size(), one.most())));
        for (String id : messages.keySet()) {
            MessageId message = MessageId.parse(id).orElseThrow();
            if (accepted.add(message)) {
                ids.add(message);
            }
        }
    }

    private static Map<String, Long> parsed(String answer) {
        Map<String, Long> messages = new LinkedHashMap<>();
        for (String each : answer.isEmpty() ? new String[0] : answer.split(",")) {
            String[] parts = each.split("=");
            messages.put(parts[0], Long.parseLong(parts[1]));
        }
        return messages;
    }

    /// Looks at something.
    void look() {
        long account = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
        switch (random.nextInt(4)) {
            case 0 -> balance(account);
            case 1 -> list(account);
            case 2 -> readEvents();
            default -> {
                if (!ids.isEmpty()) {
                    read(ids.get(random.nextInt(ids.size())));
                }
            }
        }
    }

    private void balance(long account) {
        long begin = history.now();
        Ledger.Balance balance = ledger.balance(account).orElseThrow();
        history.add(new Operation.BalanceRead(
                history.since(begin),
                Long.toString(account),
                balance.balance().micros(),
                balance.reserved().micros()));
    }

    private record Sequence(long event, int number) {}

    private void list(long account) {
        long begin = history.now();
        Set<String> all = store.messages().stream()
                .filter(each -> each.accountId() == account)
                .map(each -> each.id().toString())
                .collect(Collectors.toSet());
        history.add(new Operation.Listing(history.since(begin), Long.toString(account), Promise.ACCEPTED, all));
    }

    private void readEvents() {
        for (LoggedEvent event :
                log.read(cursor, log.horizon(), random.nextInt(1, 50)).events()) {
            long begin = history.now();
            history.add(new Operation.Received(
                    history.since(begin),
                    SUBSCRIBER,
                    Long.toString(event.accountId()),
                    Long.toString(event.id()),
                    event.messageId().toString(),
                    event.type()));
            checkSequence(event);
            // Now and then the cursor is lost, and the event comes again.
            cursor = random.nextInt(20) == 0 ? cursor : event.id();
            if (cursor != event.id()) {
                return;
            }
        }
    }

    /// The events of a message are in the log by their numbers, whichever process wrote them.
    private void checkSequence(LoggedEvent event) {
        int sequence = JsonMapper.shared()
                .readTree(event.json(log.publicId(event.id())))
                .at("/data/sequence")
                .intValue();
        Sequence last = sequences.put(event.messageId(), new Sequence(event.id(), sequence));
        if (last != null && (last.event < event.id() ? last.number >= sequence : last.number != sequence)) {
            throw new AssertionError("event " + event.id() + " of message " + event.messageId() + " has the number "
                    + sequence + " behind " + last);
        }
    }

    private void read(MessageId id) {
        for (long account : ACCOUNTS) {
            long begin = history.now();
            MessageView view = store.view(account, id).orElse(null);
            if (view != null) {
                history.add(new Operation.StateRead(
                        history.since(begin),
                        Long.toString(account),
                        id.toString(),
                        Answer.OK,
                        view.state().text(),
                        view.priceMicros()));
                return;
            }
        }
        history.add(new Operation.StateRead(
                history.since(history.now()), "nobody", id.toString(), Answer.REFUSED, null, 0));
    }

    /// Looks at everything once more, and judges.
    ///
    /// @return what is impossible
    List<String> judge() {
        ids.forEach(this::read);
        ACCOUNTS.forEach(this::balance);
        ACCOUNTS.forEach(this::list);
        while (cursor < log.horizon()) {
            readEvents();
        }
        return Model.judge(history.operations(), true);
    }
}
