package io.elchi.server.smppserver;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.SmppDirectory;
import io.elchi.server.accounts.SmppLogin;
import io.elchi.server.core.MessageState;
import io.elchi.server.events.EventType;
import io.elchi.server.events.NewEvent;
import io.elchi.server.messages.ReceiptRequest;
import io.elchi.smpp.pdu.SubmitSm;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The events of parts that become no message: receipts for those that asked for one. They are charged nothing.
final class PartEnds {
    private final SmppDirectory logins;
    private final Accounts accounts;

    PartEnds(SmppDirectory logins, Accounts accounts) {
        this.logins = logins;
        this.accounts = accounts;
    }

    /// @param parts those whose client was told that they are stored, in order
    /// @param state that the client is told
    /// @param error three digits; null: none
    /// @return empty: nobody asked for a receipt
    Optional<NewEvent> event(
            PartSet.Row set, List<PartSetRows.StoredPart> parts, MessageState state, String error, Instant at) {
        SmppLogin login = logins.find(set.loginId()).orElse(null);
        Account account = accounts.account(set.accountId()).orElse(null);
        if (login == null
                || account == null
                || parts.stream()
                        .noneMatch(
                                each -> ReceiptRequest.wantsFinal(each.submit().registeredDelivery(), state))) {
            return Optional.empty();
        }
        SubmitSm any = parts.getFirst().submit();
        ObjectNode data = JsonMapper.shared().createObjectNode();
        data.put("id", set.id().toString()).put("state", state.text()).put("sequence", 1);
        String digits = any.destination().digits();
        data.put("to", digits.startsWith("+") ? digits : "+" + digits)
                .put("from", any.source().digits());
        data.put(
                "class",
                login.submits()
                        .serviceTypes()
                        .getOrDefault(any.serviceType(), login.submits().messageClass())
                        .text());
        data.put("parts", set.total()).put("parts_charged", 0);
        Integer[] registered = new Integer[set.total()];
        parts.forEach(each -> registered[each.number() - 1] = each.submit().registeredDelivery());
        ArrayNode joined = data.putArray("joined_parts");
        Arrays.stream(registered).forEach(joined::add);
        data.putObject("price").put("amount", "0.000000").put("currency", account.currency());
        if (error != null) {
            data.put("error_code", error);
        }
        data.put("accepted_at", set.beganAt().toString()).put("final_at", at.toString());
        return Optional.of(new NewEvent(
                set.accountId(), type(state), set.id(), at, JsonMapper.shared().writeValueAsString(data), -login.id()));
    }

    private static EventType type(MessageState state) {
        return switch (state) {
            case EXPIRED -> EventType.MESSAGE_EXPIRED;
            case CANCELED -> EventType.MESSAGE_CANCELED;
            default -> EventType.MESSAGE_REJECTED;
        };
    }
}
