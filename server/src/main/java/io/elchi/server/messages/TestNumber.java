package io.elchi.server.messages;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Msisdn;
import io.elchi.smstext.receipt.ReceiptState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Destinations of test messages, each with what becomes of a message to it. A test message to another number is
/// delivered.
///
/// They begin with 999, which ITU-T has assigned to no country (E.164, list of assigned country codes). Of a
/// number that refuses, the digits behind 9990 are the HTTP status and a counter.
public enum TestNumber {
    DELIVERED(99_910_000_000L, List.of(TestReceipt.of(1, ReceiptState.DELIVERED, "000"))),
    DELIVERED_LATE(99_910_000_001L, List.of(TestReceipt.of(30, ReceiptState.DELIVERED, "000"))),
    DELIVERED_AFTER_INTERMEDIATE(
            99_910_000_002L,
            List.of(TestReceipt.of(1, ReceiptState.ENROUTE, "000"), TestReceipt.of(4, ReceiptState.DELIVERED, "000"))),
    UNDELIVERED(99_910_000_003L, List.of(TestReceipt.of(1, ReceiptState.UNDELIVERABLE, "001"))),
    EXPIRED(99_910_000_004L, List.of(TestReceipt.of(1, ReceiptState.EXPIRED, "002"))),
    REJECTED_BY_RECEIPT(99_910_000_005L, List.of(TestReceipt.of(1, ReceiptState.REJECTED, "003"))),
    /// ESME_RINVDSTADR (SMPP 5.0, 4.7.6).
    REFUSED_BY_OPERATOR(99_910_000_006L, 0x0B),
    UNKNOWN(99_910_000_007L, List.of(TestReceipt.of(1, ReceiptState.UNKNOWN, "004"))),

    INSUFFICIENT_FUNDS(99_904_020L, Failure.INSUFFICIENT_FUNDS),
    UPSTREAM_FUNDS(99_904_021L, Failure.UPSTREAM_FUNDS),
    SENDER_NOT_ALLOWED(99_904_030L, Failure.SENDER_NOT_ALLOWED),
    ACCOUNT_SUSPENDED(99_904_031L, Failure.ACCOUNT_SUSPENDED),
    INVALID_DESTINATION(99_904_220L, Failure.INVALID_DESTINATION),
    BLOCKED_DESTINATION(99_904_221L, Failure.BLOCKED_DESTINATION),
    NO_ROUTE(99_904_222L, Failure.NO_ROUTE),
    NO_PRICE(99_904_223L, Failure.NO_PRICE),
    ROUTE_SUSPENDED(99_904_224L, Failure.ROUTE_SUSPENDED),
    PRICE_BELOW_COST(99_904_225L, Failure.PRICE_BELOW_COST),
    NO_EXCHANGE_RATE(99_904_226L, Failure.NO_EXCHANGE_RATE),
    BLOCKED_SENDER(99_904_227L, Failure.BLOCKED_SENDER),
    BLOCKED_TEXT(99_904_228L, Failure.BLOCKED_TEXT),
    CARD_NUMBER(99_904_229L, Failure.CARD_NUMBER),
    RATE_LIMITED(99_904_290L, Failure.RATE_LIMITED),
    BUSY(99_904_291L, Failure.BUSY),
    UNAVAILABLE(99_905_030L, Failure.UNAVAILABLE),
    OUTCOME_UNKNOWN(99_905_031L, Failure.OUTCOME_UNKNOWN),
    OVERLOADED(99_905_032L, Failure.OVERLOADED);

    private static final Pattern RANGE = Pattern.compile("(\\+|00)999[0-9]{4,12}");
    private static final Pattern SEPARATORS = Pattern.compile("[ ().-]");
    /// Of a number with separators.
    private static final int LONGEST = 40;

    private final Msisdn number;
    private final Failure refusal;
    private final int commandStatus;
    private final List<TestReceipt> receipts;

    /// A receipt.
    ///
    /// @param after the step before it, or the submit_sm_resp
    public record TestReceipt(Duration after, ReceiptState state, String error) {
        private static TestReceipt of(int seconds, ReceiptState state, String error) {
            return new TestReceipt(Duration.ofSeconds(seconds), state, error);
        }
    }

    TestNumber(long number, Failure refusal, int commandStatus, List<TestReceipt> receipts) {
        this.number = new Msisdn(number);
        this.refusal = refusal;
        this.commandStatus = commandStatus;
        this.receipts = receipts;
    }

    TestNumber(long number, List<TestReceipt> receipts) {
        this(number, null, 0, receipts);
    }

    TestNumber(long number, int commandStatus) {
        this(number, null, commandStatus, List.of());
    }

    TestNumber(long number, Failure refusal) {
        this(number, refusal, 0, List.of());
    }

    /// A number of the range that no country has, as a client wrote it: `+999 1000 0000`.
    public static Optional<Msisdn> destination(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        String digits = SEPARATORS.matcher(text).replaceAll("");
        return RANGE.matcher(digits).matches()
                ? Optional.of(new Msisdn(Long.parseLong(digits.substring(digits.startsWith("+") ? 1 : 2))))
                : Optional.empty();
    }

    /// What becomes of a test message to this number.
    public static TestNumber of(Msisdn number) {
        for (TestNumber each : values()) {
            if (each.number.equals(number)) {
                return each;
            }
        }
        return DELIVERED;
    }

    public Msisdn number() {
        return number;
    }

    /// Why it is not accepted; null when it is.
    public Failure refusal() {
        return refusal;
    }

    /// The command_status of submit_sm_resp; 0: ESME_ROK.
    public int commandStatus() {
        return commandStatus;
    }

    /// What follows a submit_sm_resp, in order.
    public List<TestReceipt> receipts() {
        return receipts;
    }
}
