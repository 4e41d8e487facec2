package io.elchi.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.elchi.server.core.Msisdn;
import io.elchi.server.numbers.Network;
import io.elchi.server.routing.RouteDecision.Routed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Costs are those of the submit_sm that the links make of a text.
class SubmitCountsTest {
    /// A text of one quoted part takes three submit_sm of this link: the price of one part must cover the cost of
    /// three.
    @Test
    void theMarginIsOfTheSubmitsOfTheLink() {
        // Quoted as GSM 03.38; ASCII has no euro sign, so the link writes UCS-2.
        List<LinkSettings> ascii = List.of(TestLinks.link(1, 1, Map.of("default_alphabet", "ascii")));
        String text = "\u20AC" + "1".repeat(139);
        RouteQuery query = new RouteQuery(
                List.of(RouteTableTest.CLIENT), new Msisdn(RouteTableTest.NUMBERS[0]), Network.UNKNOWN, text, 1, 0);
        assertThat(RouteTableTest.table(RouteTableTest.price(29), List.of()).decide(query, new OperatorHealth()))
                .isInstanceOf(Routed.class);
        assertThat(RouteTableTest.table(RouteTableTest.price(29), ascii).decide(query, new OperatorHealth()))
                .isInstanceOf(RouteDecision.NoPrice.class);
        assertThat(RouteTableTest.table(RouteTableTest.price(30), ascii)
                        .explain(query, new OperatorHealth())
                        .ranked()
                        .getFirst()
                        .submits())
                .isEqualTo(3);
    }

    /// The operator with the lower cost of a submit_sm is not the cheaper one when it needs more of them.
    @Test
    void theLeastCostIsThatOfAllSubmits() {
        RouteTable table = new RouteTable(
                List.of(RouteTableTest.operator(1, 10), RouteTableTest.operator(2, 15)),
                List.of(RouteTableTest.route(1, 1, 1, false), RouteTableTest.route(2, 2, 1, false)),
                List.of(TestLinks.link(1, 1, Map.of("default_alphabet", "ascii"))),
                RouteTableTest.price(100),
                0,
                RouteTableTest.VERSION);
        RouteQuery euro = new RouteQuery(
                List.of(RouteTableTest.CLIENT),
                new Msisdn(RouteTableTest.NUMBERS[0]),
                Network.UNKNOWN,
                "\u20AC".repeat(80),
                1,
                0);
        assertThat(RouteTableTest.operators(table.decide(RouteTableTest.drawn(0), new OperatorHealth())))
                .containsExactly(1L, 2L);
        assertThat(RouteTableTest.operators(table.decide(euro, new OperatorHealth())))
                .containsExactly(2L, 1L);
    }
}
