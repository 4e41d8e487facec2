package io.elchi.server.routing;

import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Payer;
import io.elchi.server.numbers.Network;
import java.util.List;

/// The question for a route decision.
///
/// @param payers the account, then the resellers above it, nearest first
/// @param text as it is sent; empty when it is not known
/// @param parts that are quoted to the client, at least 1
/// @param chance decides between operators that are equal but for their weight; the same chance decides the same
/// @param tag that a rule put on the message; null: none
public record RouteQuery(
        List<Payer> payers, Msisdn to, Network network, String text, int parts, long chance, String tag) {
    /// About a message without a tag.
    public RouteQuery(List<Payer> payers, Msisdn to, Network network, String text, int parts, long chance) {
        this(payers, to, network, text, parts, chance, null);
    }
}
