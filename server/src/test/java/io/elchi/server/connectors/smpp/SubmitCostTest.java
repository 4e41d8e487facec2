package io.elchi.server.connectors.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.ManualClock;
import io.elchi.server.core.MessageClass;
import io.elchi.server.core.Payer;
import io.elchi.server.messages.Message;
import io.elchi.server.numbers.Network;
import io.elchi.server.routing.LinkOptions;
import io.elchi.server.routing.OperatorHealth;
import io.elchi.server.routing.RouteDecision;
import io.elchi.server.routing.RouteDecision.Routed;
import io.elchi.server.routing.RouteExplanation;
import io.elchi.server.routing.RouteQuery;
import io.elchi.server.routing.RouteTable;
import io.elchi.server.routing.TestLinks;
import io.elchi.testkit.Seeds;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Routing and the link count the same submit_sm.
class SubmitCostTest {
    private static final long COST = 7;

    private final ManualClock clock = ManualClock.atMidnight();
    private final Texts texts = new Texts(clock.now());

    /// A route is a candidate exactly while the price of the quoted parts covers the cost of the submit_sm that
    /// the link writes.
    @Test
    void theCostOfADecisionIsThatOfTheSubmitsThatTheLinkWrites() {
        Seeds.forEach(2000, random -> {
            LinkOptions options = TestLinks.any(random);
            String text = TestLinks.text(random);
            int parts = TestLinks.quoted(text);
            Message message =
                    texts.text("Bank", text, parts, MessageClass.OTP, 1).message();
            int written;
            try {
                written = new SubmitWriter(options, () -> ZoneOffset.UTC, clock)
                        .write(message)
                        .size();
            } catch (IllegalArgumentException e) {
                // The text is too long for the link's message_payload.
                return;
            }
            RouteQuery query =
                    new RouteQuery(List.of(new Payer(1, "UZS")), message.to(), Network.UNKNOWN, text, parts, 0);
            long least = Math.ceilDiv(written * COST, parts);
            assertThat(TestLinks.table(options, least - 1, COST).decide(query, new OperatorHealth()))
                    .isInstanceOf(RouteDecision.NoPrice.class);
            RouteTable covered = TestLinks.table(options, least, COST);
            assertThat(covered.decide(query, new OperatorHealth())).isInstanceOf(Routed.class);
            RouteExplanation.Ranked ranked =
                    covered.explain(query, new OperatorHealth()).ranked().getFirst();
            assertThat(ranked.cost().micros() * ranked.submits()).isEqualTo(written * COST);
        });
    }
}
