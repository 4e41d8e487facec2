package io.elchi.server.adminapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.Reach;
import io.elchi.server.core.Money;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.messages.Message;
import io.elchi.server.messages.MessageList;
import io.elchi.server.messages.MessageQuery;
import io.elchi.server.messages.MessageView;
import io.elchi.server.routing.OperatorStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Messages of all accounts, of a reseller's people those of its clients.
@RestController
final class MessageListController {
    private final MessageList messages;
    private final Accounts accounts;
    private final OperatorStore operators;
    private final Reach reach;

    MessageListController(MessageList messages, Accounts accounts, OperatorStore operators, Reach reach) {
        this.messages = messages;
        this.accounts = accounts;
        this.operators = operators;
        this.reach = reach;
    }

    /// A message of the list.
    ///
    /// @param operatorId that took it or refused it last; of one that is under way, that has its turn; null: none,
    ///     or not for the caller
    record ListedMessageView(
            String id,
            long accountId,
            String account,
            Long apiKeyId,
            Long smppLoginId,
            Long operatorId,
            String operator,
            String state,
            String to,
            String from,
            @JsonProperty("class") String messageClass,
            int parts,
            int partsCharged,
            Money price,
            String country,
            String mcc,
            String mnc,
            String reference,
            @JsonRawValue String meta,
            String correlationId,
            String operatorStatus,
            String errorCode,
            Instant acceptedAt,
            Instant notBefore,
            Instant submittedAt,
            Instant deliveredAt,
            Instant finalAt) {}

    /// A page of the list.
    record ListedMessagePage(List<ListedMessageView> items, String next, Instant scannedTo) {}

    @GetMapping("/admin/v1/messages")
    @Needs(value = Permission.MESSAGES_READ, tenant = true, watched = true)
    ListedMessagePage list(
            @AuthenticationPrincipal Caller caller,
            @RequestParam(name = "account_id", defaultValue = "0") long account,
            @RequestParam(name = "operator_id", defaultValue = "0") long operator,
            @ModelAttribute MessageQuery query,
            PageQuery page) {
        long asked = account == 0 && !caller.isStaff() ? caller.account().id() : account;
        if (asked != 0) {
            reach.checkField(caller, "account_id", asked);
        }
        Map<Long, String> names = caller.isStaff() ? operators.namesInMessages() : Map.of();
        MessageList.MessagePage found =
                messages.messages(query.filter(asked, caller.isStaff() ? operator : 0), page.cursor(), page.limit());
        return new ListedMessagePage(
                found.items().stream().map(each -> view(each, names)).toList(), found.next(), found.scannedTo());
    }

    private ListedMessageView view(MessageList.Listed listed, Map<Long, String> names) {
        MessageView view = listed.view();
        Message message = view.message();
        Message.Recipient recipient = message.recipient();
        Message.ClientData clientData = message.clientData();
        String operator = names.get(listed.operatorId());
        return new ListedMessageView(
                message.id().toString(),
                message.accountId(),
                accounts.account(message.accountId()).map(Account::name).orElse(null),
                CdrController.orNull(message.owner().apiKeyId()),
                CdrController.orNull(message.owner().smppLoginId()),
                operator == null ? null : listed.operatorId(),
                operator,
                view.state().text(),
                message.to().toString(),
                message.sender(),
                message.messageClass().text(),
                message.parts(),
                view.partsCharged(),
                new Money(message.currency(), view.priceMicros()),
                recipient.country(),
                recipient.mcc(),
                recipient.mnc(),
                clientData.reference(),
                clientData.meta(),
                clientData.correlationId(),
                view.smscStatus(),
                view.errorCode(),
                message.acceptedAt(),
                message.times().notBefore(),
                view.submittedAt(),
                view.deliveredAt(),
                view.endedAt());
    }
}
