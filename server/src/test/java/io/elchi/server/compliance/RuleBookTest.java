package io.elchi.server.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleBookTest {
    private static final long BANK = 7;
    private static final Msisdn TO = new Msisdn(998901234567L);

    private static Failure failure(RuleBook book, String sender, String text, int parts) {
        Refusal refusal = book.violation(new Compliance.Question(BANK, sender, TO, text, parts, 3, false));
        return refusal == null ? null : refusal.failure();
    }

    /// @param accountId 0: for all
    private record Block(long accountId, String kind, String pattern) {}

    private static RuleBook book(Block... blocks) {
        Map<Long, Blocks.Builder> builders = new HashMap<>();
        for (Block block : blocks) {
            builders.computeIfAbsent(block.accountId, _ -> new Blocks.Builder())
                    .add(new Blocks.Pattern(block.kind, block.pattern));
        }
        return RuleBook.of(Map.of(BANK, Set.of("MyBank", "7070"), 8L, Set.of("Other")), builders);
    }

    private static Failure withBlock(long account, String kind, String pattern) {
        return failure(book(new Block(account, kind, pattern)), "MyBank", "Salom, dunyo", 1);
    }

    @Test
    void anAccountUsesItsOwnSenders() {
        assertThat(failure(book(), "MyBank", "Salom", 1)).isNull();
        assertThat(failure(book(), "7070", "Salom", 1)).isNull();
        assertThat(failure(book(), "Other", "Salom", 1)).isEqualTo(Failure.SENDER_NOT_ALLOWED);
        assertThat(failure(book(), "mybank", "Salom", 1)).isEqualTo(Failure.SENDER_NOT_ALLOWED);
        assertThat(failure(RuleBook.EMPTY, "MyBank", "Salom", 1)).isEqualTo(Failure.SENDER_NOT_ALLOWED);
    }

    @Test
    void aTextHasAsManyPartsAsTheAccountMaySend() {
        assertThat(failure(book(), "MyBank", "Salom", 3)).isNull();
        assertThat(failure(book(), "MyBank", "Salom", 4)).isEqualTo(Failure.TOO_MANY_PARTS);
    }

    @Test
    void blocksHoldForAllOrForOne() {
        for (long account : new long[] {0, BANK}) {
            assertThat(withBlock(account, "number", "998901234567")).isEqualTo(Failure.BLOCKED_DESTINATION);
            assertThat(withBlock(account, "number", "+99890*")).isEqualTo(Failure.BLOCKED_DESTINATION);
            assertThat(withBlock(account, "sender", "MYBANK")).isEqualTo(Failure.BLOCKED_SENDER);
            assertThat(withBlock(account, "text", "DUNYO")).isEqualTo(Failure.BLOCKED_TEXT);
        }
        assertThat(withBlock(8, "number", "998901234567")).isNull();
        assertThat(withBlock(0, "number", "99890123456")).isNull();
        assertThat(withBlock(0, "number", "99891*")).isNull();
        assertThat(withBlock(0, "text", "olam")).isNull();
    }

    @Test
    void aCardNumberIsKeptOut() {
        assertThat(failure(book(), "MyBank", "Karta 4111 1111 1111 1111", 1)).isEqualTo(Failure.CARD_NUMBER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "MyBank", "Bank 24/7", "707", "998712000000", "+998712000000", "123456789012345"})
    void aSenderThatCanBe(String sender) {
        assertThat(SenderId.isPossible(sender)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "12", "+", "+12", "1234567890123456", "TwelveLetter", "Банк", "My\nBank", "+MyBank"})
    void aSenderThatCannotBe(String sender) {
        assertThat(SenderId.isPossible(sender)).isFalse();
    }
}
