package io.elchi.server.intake;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Caller;
import io.elchi.server.billing.Ledger;
import io.elchi.server.compliance.Compliance;
import io.elchi.server.core.Clock;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.Money;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Payer;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.core.RouteCandidate;
import io.elchi.server.limits.RateLimits;
import io.elchi.server.messages.ActiveMessages;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.Outbound;
import io.elchi.server.messages.PartReferences;
import io.elchi.server.numbers.Network;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.routing.RouteDecision;
import io.elchi.server.routing.RouteQuery;
import io.elchi.server.routing.Routing;
import io.elchi.server.rules.MessageRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// The acceptance of a message, from top to bottom. Everything up to the commit runs in the caller's thread, from
/// memory; the commit is shared with other requests of the same moment.
public final class Intake {
    static final Refusal OVERLOADED = Refusal.after(Failure.OVERLOADED, Duration.ofSeconds(1));
    /// Not 503, with which HTTP servers end the connection: many small refusals must cost little.
    private static final Refusal BUSY = Refusal.after(Failure.BUSY, Duration.ofSeconds(1));

    private final Modules modules;
    private final IntakeProperties properties;
    private final Clock clock;
    private final MessageIds ids;
    private final Committer committer;
    private final IntakeMetrics metrics;
    private final PartReferences partReferences;

    /// Commits submissions; the caller waits for its results.
    interface Committer {
        void commit(Submission submission) throws InterruptedException;

        /// Whether a message of this class may come in after so many others.
        boolean admits(MessageClass messageClass, int coming);
    }

    /// The modules that a message passes.
    public record Modules(
            Numbers numbers,
            RateLimits limits,
            MessageRules rules,
            Compliance compliance,
            Routing routing,
            ActiveMessages activeMessages,
            Outbound outbound) {}

    Intake(
            Modules modules,
            IntakeProperties properties,
            Clock clock,
            MessageIds ids,
            Committer committer,
            IntakeMetrics metrics) {
        this.modules = modules;
        this.properties = properties;
        this.clock = clock;
        this.ids = ids;
        this.committer = committer;
        this.metrics = metrics;
        partReferences = new PartReferences(new SplittableRandom());
    }

    /// Sends messages: each is accepted or refused on its own, those that are accepted in one transaction.
    ///
    /// @param correlationId kept with the messages
    /// @param keep stores the answer with them; null when the client gave no Idempotency-Key
    /// @return a result for each request, in order
    /// @throws InterruptedException nothing is known of what was asked
    public List<SendResult> send(
            Caller caller, List<SendRequest> requests, String correlationId, IdempotencyRecord keep)
            throws InterruptedException {
        Submission submission = submission(caller, requests, correlationId, keep);
        if (submission.wanted() > 0) {
            committer.commit(submission);
        }
        metrics.answered(submission);
        return submission.results();
    }

    /// The refusal that this message would get for there being too many, found by a look: nothing is counted
    /// against a limit, nothing waits. Null when there is none, or when it may be refused for another reason.
    ///
    /// @param coming how many messages will be sent before it
    public Refusal refusal(Caller caller, SendRequest request, int coming) {
        boolean admitted = committer.admits(request.messageClass(), coming);
        if (request.text().isEmpty() || !admitted && request.messageClass() == MessageClass.OTP) {
            return null;
        }
        Refusal refusal =
                admitted ? limited(modules.limits.look(caller.rateAccount(), caller.ratePerSecond(), 1)) : BUSY;
        if (refusal != null) {
            metrics.refused(refusal);
        }
        return refusal;
    }

    private static Refusal limited(RateLimits.Verdict verdict) {
        return verdict.allowed() ? null : Refusal.after(Failure.RATE_LIMITED, verdict.retryAfter());
    }

    /// Everything up to the commit.
    Submission submission(Caller caller, List<SendRequest> requests, String correlationId, IdempotencyRecord keep) {
        return modules.rules.inOneSubmission(() -> checked(caller, requests, correlationId, keep));
    }

    private Submission checked(
            Caller caller, List<SendRequest> requests, String correlationId, IdempotencyRecord keep) {
        List<PricedMessage> priced = new ArrayList<>(requests.size());
        Coming coming = new Coming();
        for (SendRequest request : requests) {
            PricedMessage each = prepare(caller, request, correlationId, coming);
            if (requests.size() > 1) {
                coming.add(each);
            }
            priced.add(each);
        }
        return new Submission(caller.account().id(), priced, keep);
    }

    /// Sends one message without an Idempotency-Key.
    public SendResult send(Caller caller, SendRequest request, String correlationId) throws InterruptedException {
        return send(caller, List.of(request), correlationId, null).getFirst();
    }

    /// A submission is counted whole: its first messages are in no queue yet when the last one is looked at.
    private static final class Coming {
        private int all;
        /// Null while there is none.
        private Map<Long, Integer> byOperator;

        void add(PricedMessage priced) {
            if (priced.refusal() == null) {
                all++;
                byOperator = byOperator == null ? new HashMap<>() : byOperator;
                byOperator.merge(operator(priced.message()), 1, Integer::sum);
            }
        }

        int to(long operator) {
            return byOperator == null ? 0 : byOperator.getOrDefault(operator, 0);
        }
    }

    private static long operator(Message message) {
        return message.candidates().getFirst().operatorId();
    }

    /// @param coming those of the same submission before it
    private PricedMessage prepare(Caller caller, SendRequest request, String correlationId, Coming coming) {
        if (!committer.admits(request.messageClass(), coming.all)) {
            return PricedMessage.refused(request.messageClass() == MessageClass.OTP ? OVERLOADED : BUSY);
        }
        JoinedMessage joined = request.extras().joined();
        PricedMessage priced = priced(caller, request, correlationId, coming.all, joined == null ? null : joined.id());
        if (priced.refusal() != null) {
            return priced;
        }
        if (priced.message().times().notBefore() == null && !hasCapacity(priced.message(), coming)) {
            return PricedMessage.refused(OVERLOADED);
        }
        SendExtras extras = request.extras();
        if (extras.callback() != null) {
            return priced.with(extras.callback());
        }
        return extras.statusEndpoint() == null ? priced : withStatusEndpoint(priced, request);
    }

    /// Checks, routes and prices what takes the place of a scheduled message.
    PricedMessage replacement(Caller caller, SendRequest request, Message replaced) {
        return priced(caller, request, replaced.clientData().correlationId(), 0, replaced.id());
    }

    /// Last: a refused message adds no endpoint.
    private static PricedMessage withStatusEndpoint(PricedMessage priced, SendRequest request) {
        try {
            long endpoint = request.extras().statusEndpoint().getAsLong();
            return priced.named(endpoint);
        } catch (RefusedException e) {
            return PricedMessage.refused(e.refusal());
        }
    }

    private boolean hasCapacity(Message message, Coming coming) {
        long operator = operator(message);
        return modules.activeMessages.hasCapacity(coming.all)
                && modules.outbound.hasCapacity(
                        operator, message.messageClass(), message.accountId(), coming.to(operator));
    }

    /// Checks, routes and prices one request.
    ///
    /// @param coming how many of the same submission are sent before it
    /// @param id null: it gets one
    private PricedMessage priced(Caller caller, SendRequest asked, String correlationId, int coming, MessageId id) {
        Account account = caller.account();
        Refusal refusal = asked.extras().refusal(caller, modules.routing);
        if (refusal != null) {
            return PricedMessage.refused(refusal);
        }
        Ruled ruled = modules.rules.isEmpty() ? null : ruled(caller, asked, coming);
        if (ruled != null && ruled.refusal() != null) {
            return PricedMessage.refused(ruled.refusal());
        }
        SendRequest request = ruled == null ? asked : ruled.request();
        Text text = Text.of(request, account.maxParts());
        refusal = text.refusal(request.options());
        if (refusal != null) {
            return PricedMessage.refused(request.extras().blamed(refusal));
        }
        refusal = limited(modules.limits.take(caller.rateAccount(), caller.ratePerSecond(), text.parts()));
        if (refusal != null) {
            return PricedMessage.refused(refusal);
        }
        SendTimes schedule = SendTimes.of(request, properties, clock.now());
        if (schedule.refusal() != null) {
            return PricedMessage.refused(schedule.refusal());
        }
        return switch (TestMessages.destination(caller, request.to(), modules.numbers)) {
            case Numbers.Parsed.Invalid(String why) -> PricedMessage.refused(Failure.INVALID_DESTINATION, "to", why);
            case Numbers.Parsed.Valid(Msisdn to) -> {
                Refusal violation = modules.compliance.violation(new Compliance.Question(
                        account.id(),
                        request.from(),
                        to,
                        readable(request, text),
                        text.parts(),
                        account.maxParts(),
                        request.needsConsent()));
                yield violation != null
                        ? PricedMessage.refused(request.extras().blamed(violation))
                        : route(new Checked(id, caller, request, correlationId, text, to, schedule.times(), ruled));
            }
        };
    }

    /// Not beyond the account's rate: a refused message counts as one part, another one by its parts later.
    private Ruled ruled(Caller caller, SendRequest asked, int coming) {
        Refusal refusal = limited(modules.limits.look(caller.rateAccount(), caller.ratePerSecond(), 1));
        if (refusal != null) {
            return Ruled.refused(asked, refusal);
        }
        Ruled ruled = Ruled.of(modules, caller, asked, clock.now());
        if (ruled.refusal() != null) {
            refusal = limited(modules.limits.take(caller.rateAccount(), caller.ratePerSecond(), 1));
            return refusal == null ? ruled : Ruled.refused(asked, refusal);
        }
        // A message that is less urgent than its client says has less capacity.
        return ruled.request().messageClass() == asked.messageClass()
                        || committer.admits(ruled.request().messageClass(), coming)
                ? ruled
                : Ruled.refused(asked, BUSY);
    }

    /// What the rules for texts look at.
    static String readable(SendRequest request, Text text) {
        BinaryData data = request.extras().data();
        return data == null ? text.written() : data.text();
    }

    /// A request that may be sent, if somebody carries it.
    ///
    /// @param id null: it gets one
    /// @param ruled null: there are no rules
    private record Checked(
            MessageId id,
            Caller caller,
            SendRequest request,
            String correlationId,
            Text text,
            Msisdn to,
            Message.Times times,
            Ruled ruled) {
        long[] rules() {
            return ruled == null ? RouteCandidate.NONE : ruled.rules();
        }

        /// null: none.
        String tag() {
            return ruled == null ? null : ruled.tag();
        }
    }

    private PricedMessage route(Checked checked) {
        MessageId id = checked.id == null ? ids.next() : checked.id;
        Network network = modules.numbers.network(checked.to);
        if (checked.caller.isTest()) {
            Refusal refusal = TestMessages.refusal(checked.to);
            return refusal == null
                    ? priced(message(id, checked, network, TestMessages.route(checked.caller)), checked)
                    : PricedMessage.refused(refusal);
        }
        RouteDecision decision = modules.routing.decide(new RouteQuery(
                checked.caller.account().payers(),
                checked.to,
                network,
                checked.text.written(),
                checked.text.parts(),
                id.low(),
                checked.tag()));
        return switch (decision) {
            case RouteDecision.NoRoute(Failure failure) -> PricedMessage.refused(failure, "to", null);
            case RouteDecision.NoPrice(Failure failure) -> PricedMessage.refused(failure, "to", null);
            case RouteDecision.Routed routed -> priced(message(id, checked, network, routed), checked);
        };
    }

    private Message message(MessageId id, Checked checked, Network network, RouteDecision.Routed routed) {
        Account account = checked.caller.account();
        SendRequest request = checked.request;
        Text text = checked.text;
        int partReference = partReferences.next(checked.to);
        BinaryData data = request.extras().data();
        return new Message(
                id,
                new Message.Owner(
                        account.id(),
                        checked.caller.apiKeyId(),
                        checked.caller.credential().smppLoginId(),
                        account.weight()),
                new Message.Recipient(checked.to, network.mcc(), network.mnc(), network.country(), network.ported()),
                request.from(),
                data == null
                        ? new Content.Text(text.written(), text.encoding(), text.parts())
                        : data.content(partReference),
                request.messageClass(),
                new Message.Quote(
                        account.currency(),
                        upstream(TestMessages.payers(checked.caller)),
                        routed.candidates(),
                        routed.stored(),
                        checked.rules(),
                        checked.tag()),
                new Message.ClientData(
                        request.reference(),
                        checked.correlationId,
                        request.meta(),
                        request.extras().templateId(),
                        0),
                checked.times,
                partReference,
                request.extras().delivery());
    }

    private static long[] upstream(List<Payer> payers) {
        if (payers.size() == 1) {
            return RouteCandidate.NONE;
        }
        long[] upstream = new long[payers.size() - 1];
        for (int i = 0; i < upstream.length; i++) {
            upstream[i] = payers.get(i + 1).account();
        }
        return upstream;
    }

    /// The reservation: for each payer the highest price among the candidates, for every part.
    private static PricedMessage priced(Message message, Checked checked) {
        long[] accounts = new long[message.payers()];
        long[] micros = new long[accounts.length];
        for (int level = 0; level < accounts.length; level++) {
            accounts[level] = message.payer(level);
            micros[level] = Math.multiplyExact(message.reservedMicros(level), (long) message.parts());
        }
        SendOptions options = checked.request.options();
        Refusal refusal = options.maxPrice() == null
                ? null
                : PricedMessage.tooDear(options, new Money(message.currency(), micros[0]));
        return refusal == null
                ? PricedMessage.ready(
                        message, new Ledger.Claim(accounts, micros), checked.text.hint(), checked.request.extras())
                : PricedMessage.refused(refusal);
    }
}
