package io.elchi.server.boot;

import io.elchi.server.messages.TestNumber;
import io.elchi.smpp.pdu.CommandStatus;
import io.elchi.smstext.receipt.ReceiptState;
import java.util.List;
import java.util.stream.Collectors;

/// The page about keys for tests and the numbers that say what becomes of a message.
final class TestNumbersPage {
    private TestNumbersPage() {}

    static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Test messages

                A key or client of OAuth2 with the scope `sms:test` instead of `sms:send` sends test messages. All checks are those
                of real messages: sender ids, block lists, the text, rates, Idempotency-Key. They have states, a timeline, events
                with `"test": true` in their data, and records with the price 0. They reach no operator, reserve and cost nothing, need no route
                and no price, and are in no figure. An account may send 10 parts of them a second, beside its rate for real messages. The
                Idempotency-Key of a test says nothing about real messages.

                ```
                ./elchi keys create 2 'tests' --scope sms:test,sms:read
                ```

                To whichever number they go, they are delivered after a second, but for the numbers in this list. Their country
                code is assigned to no country; real messages to them are refused with `invalid_destination`. A receipt that has
                not come yet when the server stops does not come: the message ends as `unknown` when its time for a receipt is over.

                | number | what becomes of the message |
                |---|---|
                """);
        for (TestNumber number : TestNumber.values()) {
            page.append("| `%s` | %s |%n".formatted(number.number(), outcome(number)));
        }
        return page.toString();
    }

    /// Of a message that an operator accepted.
    private static String state(ReceiptState state) {
        return switch (state) {
            case DELIVERED -> "delivered";
            case EXPIRED -> "expired";
            case UNDELIVERABLE, REJECTED -> "undelivered";
            case UNKNOWN -> "unknown";
            default -> throw new IllegalArgumentException(state + " is no final state of a test");
        };
    }

    private static String outcome(TestNumber number) {
        if (number.refusal() != null) {
            return "is refused: %d `%s`"
                    .formatted(number.refusal().httpStatus(), number.refusal().code());
        }
        if (number.commandStatus() != 0) {
            return "submit_sm_resp says " + CommandStatus.describe(number.commandStatus()) + ": `rejected`";
        }
        List<TestNumber.TestReceipt> receipts = number.receipts();
        return receipts.stream()
                        .map(step -> "%d s later a receipt `%s` with the error `%s`"
                                .formatted(
                                        step.after().toSeconds(), step.state().word(), step.error()))
                        .collect(Collectors.joining(", then "))
                + ": `" + state(receipts.getLast().state()) + "`";
    }
}
