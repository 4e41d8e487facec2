package io.elchi.server.adminapi;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Needs;
import io.elchi.server.messages.Content;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.numbers.Network;
import io.elchi.server.routing.OperatorStore;
import io.elchi.server.routing.RouteDecision;
import io.elchi.server.routing.RouteHistory;
import io.elchi.server.routing.RouteQuery;
import io.elchi.server.routing.RouteService;
import io.elchi.server.routing.StoredDecision;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The decision about a message as it was stored, beside the one that would be made now, and the one by a version of
/// the routes.
@RestController
final class ExplanationController {
    private final MessageSearch messages;
    private final Accounts accounts;
    private final OperatorStore operators;
    private final RouteService routes;
    private final RouteHistory history;

    ExplanationController(
            MessageSearch messages,
            Accounts accounts,
            OperatorStore operators,
            RouteService routes,
            RouteHistory history) {
        this.history = history;
        this.messages = messages;
        this.accounts = accounts;
        this.operators = operators;
        this.routes = routes;
    }

    /// @param decision as it was stored; null when none decided (a test), or a later release wrote it
    /// @param now the decision for the same message, network and account now; null when it cannot be made, since
    ///     the text or the account is gone
    /// @param rules ids of the rules that matched the message, in order
    /// @param tag that they put on it; null: none
    /// @param routesVersion of the routes when the message was accepted; null: before versions began
    /// @param then the decision by the version that was asked for, and by the prices of the time of
    ///     acceptance; null as for `now`, and when none was asked for
    record ExplanationView(
            String id,
            long accountId,
            List<Long> rules,
            String tag,
            StoredDecisionView decision,
            NowView now,
            Long routesVersion,
            NowView then) {}

    /// @param outcome `routed`, or the code of the error
    /// @param same whether it has the rows of the stored decision, whatever their version
    /// @param decision null when nobody would carry it
    record NowView(String outcome, boolean same, StoredDecisionView decision) {}

    @GetMapping("/admin/v1/messages/{id}/explain")
    @Needs(Permission.MESSAGES_READ)
    ExplanationView explain(
            @PathVariable("id") String id, @RequestParam(name = "version", required = false) Long version) {
        Message message = MessageId.parse(id)
                .flatMap(messages::message)
                .orElseThrow(() -> ReferenceChecks.missing("message", id))
                .message();
        if (version != null && history.version(version).isEmpty()) {
            throw Refusal.ofField(Failure.INVALID_FIELD, "version", "there is no version " + version)
                    .exception();
        }
        String tag = message.quote().tag();
        List<Long> rules = Arrays.stream(message.quote().rules()).boxed().toList();
        if (message.isTest()) {
            return new ExplanationView(
                    message.id().toString(), message.accountId(), rules, tag, null, null, null, null);
        }
        Map<Long, String> names = operators.namesInMessages();
        OptionalLong then = history.versionAt(message.acceptedAt());
        return new ExplanationView(
                message.id().toString(),
                message.accountId(),
                rules,
                tag,
                StoredDecisionView.of(message, names),
                again(message, names, routes::decide),
                then.isPresent() ? then.getAsLong() : null,
                version == null
                        ? null
                        : again(
                                message,
                                names,
                                query -> routes.decide(query, history.routes(version), message.acceptedAt())));
    }

    /// Decides again.
    private NowView again(Message message, Map<Long, String> names, Function<RouteQuery, RouteDecision> decide) {
        Account account = accounts.account(message.accountId()).orElse(null);
        if (account == null || !(message.content() instanceof Content.Text text) || text.text() == null) {
            return null;
        }
        Message.Recipient to = message.recipient();
        Network network = new Network(to.mcc(), to.mnc(), null, to.country(), to.ported());
        RouteQuery query = new RouteQuery(
                account.payers(),
                to.to(),
                network,
                text.text(),
                message.parts(),
                message.id().low(),
                message.quote().tag());
        return switch (decide.apply(query)) {
            case RouteDecision.NoRoute none -> new NowView(none.failure().code(), false, null);
            case RouteDecision.NoPrice none -> new NowView(none.failure().code(), false, null);
            case RouteDecision.Routed routed -> {
                StoredDecision again = StoredDecision.parse(routed.stored());
                yield new NowView("routed", isSame(again, message), StoredDecisionView.of(again, message, names));
            }
        };
    }

    private static boolean isSame(StoredDecision again, Message message) {
        try {
            StoredDecision stored = StoredDecision.parse(message.quote().decision());
            return again.equals(
                    new StoredDecision(again.version(), stored.routesOf(), stored.candidates(), stored.excluded()));
        } catch (IllegalArgumentException ignored) {
            return false; // in the format of a later release
        }
    }
}
