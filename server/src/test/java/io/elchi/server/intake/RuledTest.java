package io.elchi.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Caller;
import io.elchi.server.core.Credential;
import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.MessageIds;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Payer;
import io.elchi.server.core.Permission;
import io.elchi.server.limits.local.LocalRateLimits;
import io.elchi.server.numbers.Network;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.observe.Metrics;
import io.elchi.server.rules.MessageRules;
import io.elchi.server.rules.RuleSubject;
import io.elchi.server.rules.Ruling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What rules get of a request, and what becomes of their result.
class RuledTest {
    private static final int MOST_PARTS = 2;
    private static final int MOST_CHARACTERS = MOST_PARTS * 160;
    private static final Caller CALLER = new Caller(
            new Account(
                    7,
                    1,
                    Account.Type.CLIENT,
                    "bank",
                    null,
                    null,
                    Account.Standing.ACTIVE,
                    "UZS",
                    100,
                    MOST_PARTS,
                    1,
                    null,
                    0,
                    List.of(new Payer(7, "UZS"))),
            Credential.apiKey(1),
            Set.of());

    private final List<String> seen = new ArrayList<>();

    private static SendRequest request(String text, SendOptions options, SendExtras extras) {
        return new SendRequest(
                "998901234567", "Bank", text, MessageClass.SERVICE, null, null, null, null, options, extras);
    }

    private Ruled ruled(SendRequest request, UnaryOperator<RuleSubject> rule) {
        Intake.Modules modules = new Intake.Modules(new OneNetwork(), null, rules(rule), null, null, null, null);
        return Ruled.of(modules, CALLER, request, Instant.EPOCH);
    }

    private MessageRules rules(UnaryOperator<RuleSubject> rule) {
        return new MessageRules() {
            @Override
            public boolean isEmpty() {
                return false;
            }

            @Override
            public Ruling apply(RuleSubject message) {
                seen.add(message.text());
                return new Ruling(rule.apply(message), new long[] {1}, null);
            }
        };
    }

    private Ruled ruled(String text, boolean truncate, int parts) {
        return ruled(
                request(text, new SendOptions(true, parts, truncate, null, false), SendExtras.NONE),
                UnaryOperator.identity());
    }

    @Test
    void aTextOfTooManyPartsCostsNoRule() {
        assertThat(ruled("x".repeat(MOST_CHARACTERS + 1), false, 0).rules()).isEmpty();
        assertThat(ruled("x".repeat(MOST_CHARACTERS + 1), true, 0).rules())
                .as("it is not cut without max_parts")
                .isEmpty();
        assertThat(seen).isEmpty();
        assertThat(ruled("x".repeat(MOST_CHARACTERS), false, 0).rules()).hasSize(1);
    }

    /// Else a client could pass the rules by.
    @Test
    void aTextThatIsLongByCharactersOfNoWidthPassesTheRules() {
        String nothing = "\u200B".repeat(3 * MOST_CHARACTERS);
        for (boolean truncate : new boolean[] {false, true}) {
            seen.clear();
            Ruled ruled = ruled(nothing + "casino", truncate, 1);
            assertThat(ruled.rules()).hasSize(1);
            assertThat(seen).containsExactly("casino");
            assertThat(Text.of(ruled.request(), MOST_PARTS).written()).isEqualTo("casino");
        }
    }

    /// Whatever is sent of it was looked at.
    @Test
    void ofATextThatIsCutTheRulesSeeItsBegin() {
        String text = "casino" + "x".repeat(40 * MOST_CHARACTERS);
        Ruled ruled = ruled(text, true, 1);
        assertThat(seen).containsExactly(text.substring(0, MOST_CHARACTERS));
        assertThat(ruled.request().text())
                .as("the client is told that it is cut")
                .isEqualTo(text);
        assertThat(text).startsWith(Text.of(ruled.request(), MOST_PARTS).written());
    }

    @Test
    void theAnswerToAnOptOutStaysOneForItsHandsetAlone() {
        SendRequest answer = request("bye", SendOptions.DEFAULT, SendExtras.CONFIRMATION);
        assertThat(ruled(answer, message -> with(message, message.to(), 1))
                        .request()
                        .needsConsent())
                .isFalse();
        for (int priority : new int[] {RuleSubject.UNSET, 1}) {
            SendRequest elsewhere = ruled(answer, message -> with(message, new Msisdn(998_931_234_567L), priority))
                    .request();
            assertThat(elsewhere.to()).endsWith("998931234567");
            assertThat(elsewhere.needsConsent()).isTrue();
        }
    }

    /// Under load promotional messages are refused first, also when rules make them so.
    @Test
    void theLookAtTheClassThatARuleGaveCountsTheWholeSubmission() {
        List<String> looks = new ArrayList<>();
        ManualClock clock = ManualClock.atMidnight();
        Intake.Modules modules = new Intake.Modules(
                new OneNetwork(),
                new LocalRateLimits(clock),
                rules(RuledTest::promotional),
                _ -> null,
                null,
                null,
                null);
        try (Metrics metrics = new Metrics()) {
            Intake intake = new Intake(
                    modules,
                    IntakeHarness.PROPERTIES,
                    clock,
                    new MessageIds(clock, new SplittableRandom(1)),
                    new RecordedLooks(looks),
                    new IntakeMetrics(metrics));
            Caller tests = new Caller(CALLER.account(), CALLER.credential(), Set.of(Permission.SMS_TEST));
            SendRequest later = new SendRequest(
                    "+99910000000",
                    "Bank",
                    "x",
                    MessageClass.SERVICE,
                    clock.now().plusSeconds(60),
                    null,
                    null,
                    null,
                    SendOptions.DEFAULT,
                    SendExtras.NONE);
            assertThat(intake.submission(tests, List.of(later, later), "c", null)
                            .wanted())
                    .isEqualTo(2);
        }
        assertThat(looks).containsExactly("SERVICE 0", "PROMOTIONAL 0", "SERVICE 1", "PROMOTIONAL 1");
    }

    private record RecordedLooks(List<String> looks) implements Intake.Committer {
        @Override
        public void commit(Submission submission) {
            throw new AssertionError("nothing is committed");
        }

        @Override
        public boolean admits(MessageClass messageClass, int coming) {
            looks.add(messageClass + " " + coming);
            return true;
        }
    }

    private static RuleSubject promotional(RuleSubject message) {
        return new RuleSubject(
                message.accountId(),
                message.payers(),
                MessageClass.PROMOTIONAL,
                message.from(),
                message.to(),
                message.text(),
                message.dataCoding(),
                message.priority(),
                message.tlvs(),
                message.tag(),
                message.at());
    }

    private static RuleSubject with(RuleSubject message, Msisdn to, int priority) {
        return new RuleSubject(
                message.accountId(),
                message.payers(),
                message.messageClass(),
                message.from(),
                to,
                message.text(),
                message.dataCoding(),
                priority,
                message.tlvs(),
                message.tag(),
                message.at());
    }

    private static final class OneNetwork implements Numbers {
        @Override
        public Parsed parse(String text, String defaultCountry) {
            return new Parsed.Valid(new Msisdn(Long.parseLong(text)));
        }

        @Override
        public int countryCode(String country) {
            return 0;
        }

        @Override
        public boolean sharesCountryCode(String country) {
            return false;
        }

        @Override
        public Network network(Msisdn number) {
            return new Network("434", "04", "beeline", "UZ");
        }

        @Override
        public List<Network> networks() {
            return List.of();
        }
    }
}
