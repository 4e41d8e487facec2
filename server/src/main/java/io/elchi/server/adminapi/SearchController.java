package io.elchi.server.adminapi;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.AccountSearch;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.Reach;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.StorableText;
import io.elchi.server.http.Needs;
import io.elchi.server.identity.UserSearch;
import io.elchi.server.messages.MessageList;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.messages.MessageView;
import io.elchi.server.routing.Operator;
import io.elchi.server.routing.OperatorStore;
import io.elchi.server.routing.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// One search for everything that has an id, a name or a number: each kind for who may read it, each look-up by an
/// index.
@RestController
final class SearchController {
    /// Of one kind.
    private static final int MOST_EACH = 5;
    private static final int SHORTEST = 2;
    private static final int LONGEST = 100;
    /// The last messages of a number, among which a reseller's people find those of its accounts.
    private static final int LAST_MESSAGES = 50;
    private static final String DIGITS = "[1-9][0-9]{0,14}";

    private final Registers registers;
    private final MessageSearch messages;
    private final MessageList list;
    private final Accounts accounts;
    private final Reach reach;

    /// Where is looked for what.
    record Registers(AccountSearch accounts, UserSearch users, OperatorStore operators) {}

    SearchController(Registers registers, MessageSearch messages, MessageList list, Accounts accounts, Reach reach) {
        this.registers = registers;
        this.messages = messages;
        this.list = list;
        this.accounts = accounts;
        this.reach = reach;
    }

    /// Something that was found.
    ///
    /// @param kind `account`, `user`, `key`, `operator`, `route`, `message`
    /// @param name of a message: the number that it is for
    /// @param detail an account's type, a person's e-mail, the visible part of a key, the operator of a route
    /// @param status a message's state
    /// @param accountId whose it is; null: nobody's
    record FoundView(
            String kind, String id, String name, String detail, String status, Long accountId, String account) {}

    record FoundList(List<FoundView> items) {}

    @GetMapping("/admin/v1/search")
    @Needs(value = Permission.ACCOUNTS_READ, tenant = true)
    FoundList search(@AuthenticationPrincipal Caller caller, @RequestParam(name = "q") String asked) {
        String text = asked.strip();
        // One digit may be an id.
        boolean isShort = text.length() < SHORTEST && !text.matches("[0-9]");
        if (isShort || text.length() > LONGEST || !StorableText.is(text)) {
            throw Refusal.ofField(
                            Failure.INVALID_FIELD,
                            "q",
                            SHORTEST + " to " + LONGEST + " characters; " + StorableText.RULE)
                    .exception();
        }
        Long under = caller.isStaff() ? null : caller.account().id();
        List<FoundView> found = new ArrayList<>();
        registers.accounts.accounts(text, under, MOST_EACH).forEach(each -> found.add(view(each)));
        // Digits alone are ids and numbers.
        if (caller.may(Permission.USERS_READ) && !text.chars().allMatch(Character::isDigit)) {
            List<Long> within = caller.isStaff() ? null : registers.accounts.withAllBelow(under);
            registers.users.users(text, within, MOST_EACH).forEach(each -> found.add(view(each)));
        }
        if (caller.may(Permission.KEYS_READ)) {
            registers.accounts.keys(text, under, MOST_EACH).forEach(each -> found.add(view(each)));
        }
        if (caller.isStaff()) {
            addOperators(caller, text, found);
        }
        if (caller.may(Permission.MESSAGES_READ)) {
            messages(caller, text).limit(MOST_EACH).forEach(each -> found.add(view(each)));
        }
        return new FoundList(found);
    }

    private FoundView view(AccountSearch.FoundAccount found) {
        return new FoundView(
                "account", Long.toString(found.id()), found.name(), found.type(), found.status(), null, null);
    }

    private FoundView view(UserSearch.FoundUser found) {
        return owned("user", found.id(), found.name(), found.email(), found.status(), found.accountId());
    }

    private FoundView view(AccountSearch.FoundKey found) {
        return owned("key", found.id(), found.name(), found.prefix(), found.status(), found.accountId());
    }

    private FoundView view(MessageView found) {
        return owned(
                "message",
                found.message().id(),
                found.message().to().toString(),
                found.message().sender(),
                found.state().text(),
                found.message().accountId());
    }

    private FoundView owned(String kind, Object id, String name, String detail, String status, long account) {
        return new FoundView(
                kind,
                id.toString(),
                name,
                detail,
                status,
                CdrController.orNull(account),
                accounts.account(account).map(Account::name).orElse(null));
    }

    /// Operators are few, and read all together wherever they are named.
    private void addOperators(Caller caller, String text, List<FoundView> found) {
        List<Operator> operators = registers.operators.operators();
        if (caller.may(Permission.OPERATORS_READ)) {
            operators.stream()
                    .filter(each -> each.name().startsWith(text.toLowerCase(Locale.ROOT))
                            || Long.toString(each.id()).equals(text))
                    .limit(MOST_EACH)
                    .map(each -> new FoundView(
                            "operator",
                            Long.toString(each.id()),
                            each.name(),
                            null,
                            ActiveStatus.text(each.active()),
                            null,
                            null))
                    .forEach(found::add);
        }
        if (caller.may(Permission.ROUTES_READ) && text.matches(DIGITS)) {
            Map<Long, String> names = registers.operators.namesInMessages();
            Stream.concat(
                            registers.operators.route(Long.parseLong(text)).stream(),
                            registers.operators.routesWithPrefix(text, MOST_EACH).stream())
                    .distinct()
                    .limit(MOST_EACH)
                    .map(each -> view(each, names))
                    .forEach(found::add);
        }
    }

    private FoundView view(Route route, Map<Long, String> operators) {
        String network = route.mcc() == null ? "" : route.mcc() + (route.mnc() == null ? "" : "-" + route.mnc());
        String to = Stream.of(route.prefix() == null ? "" : route.prefix(), network)
                .filter(each -> !each.isEmpty())
                .reduce((one, other) -> one + " " + other)
                .orElse(FileRow.ALL_NUMBERS);
        return owned(
                "route",
                route.id(),
                to,
                operators.get(route.operatorId()),
                ActiveStatus.text(route.active()),
                route.accountId());
    }

    /// The message with this id, or the last ones to this number.
    private Stream<MessageView> messages(Caller caller, String text) {
        Optional<MessageId> id = MessageId.parse(text);
        if (id.isPresent()) {
            return messages.message(id.get()).stream()
                    .filter(each -> reach.covers(caller, each.message().accountId()));
        }
        Optional<Msisdn> number = Msisdn.ofQuery(text);
        if (number.isEmpty()) {
            return Stream.empty();
        }
        MessageList.MessageFilter filter =
                new MessageList.MessageFilter(0, 0, null, null, null, null, number.get(), null, null, 0);
        int most = caller.isStaff() ? MOST_EACH : LAST_MESSAGES;
        return list.messages(filter, null, most).items().stream()
                .map(MessageList.Listed::view)
                .filter(each -> reach.covers(caller, each.message().accountId()));
    }
}
