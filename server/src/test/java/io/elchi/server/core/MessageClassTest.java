package io.elchi.server.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageClassTest {
    /// Stored messages keep their class when a class is added between two others.
    @Test
    void theNumbersOfTheDatabaseStay() {
        assertThat(MessageClass.at(0)).isEqualTo(MessageClass.OTP);
        assertThat(MessageClass.at(1)).isEqualTo(MessageClass.TRANSACTIONAL);
        assertThat(MessageClass.at(2)).isEqualTo(MessageClass.PROMOTIONAL);
        assertThat(MessageClass.at(3)).isEqualTo(MessageClass.SERVICE);
    }

    @Test
    void theyAreSentInThisOrder() {
        assertThat(MessageClass.values())
                .containsExactly(
                        MessageClass.OTP, MessageClass.TRANSACTIONAL, MessageClass.SERVICE, MessageClass.PROMOTIONAL);
        assertThat(MessageClass.of("service")).contains(MessageClass.SERVICE);
    }
}
