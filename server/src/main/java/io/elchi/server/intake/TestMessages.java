package io.elchi.server.intake;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Payer;
import io.elchi.server.core.Refusal;
import io.elchi.server.messages.TestNumber;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.routing.RouteDecision;
import java.time.Duration;
import java.util.List;

/// What is different with messages of a key for tests: they may go to a [TestNumber], have no route, and cost
/// nothing. All other checks are those of real messages.
final class TestMessages {
    private static final String WHY = "the number of a test asks for it";
    private static final Duration RETRY = Duration.ofSeconds(1);

    private TestMessages() {}

    /// A destination as the caller wrote it. Only test messages may go to the numbers for tests.
    static Numbers.Parsed destination(Caller caller, String to, Numbers numbers) {
        if (caller.isTest()) {
            Msisdn test = TestNumber.destination(to).orElse(null);
            if (test != null) {
                return new Numbers.Parsed.Valid(test);
            }
        }
        return numbers.parse(to, caller.account().defaultCountry());
    }

    /// What a test message to this number is refused for; null: it is accepted.
    static Refusal refusal(Msisdn to) {
        Failure failure = TestNumber.of(to).refusal();
        if (failure == null) {
            return null;
        }
        return failure.retryable() ? Refusal.after(failure, RETRY) : Refusal.ofField(failure, field(failure), WHY);
    }

    /// As the check names it that refuses a real message.
    private static String field(Failure failure) {
        return switch (failure) {
            case SENDER_NOT_ALLOWED, BLOCKED_SENDER -> "from";
            case BLOCKED_TEXT, CARD_NUMBER -> "text";
            case INSUFFICIENT_FUNDS, ACCOUNT_SUSPENDED -> null;
            default -> "to";
        };
    }

    static RouteDecision.Routed route(Caller caller) {
        return RouteDecision.test(caller.account().currency());
    }

    /// Who would pay: of a test message the account alone, and nothing.
    static List<Payer> payers(Caller caller) {
        Account account = caller.account();
        return caller.isTest() ? account.payers().subList(0, 1) : account.payers();
    }
}
