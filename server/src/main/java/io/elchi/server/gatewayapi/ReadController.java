package io.elchi.server.gatewayapi;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Caller;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Failure;
import io.elchi.server.core.MessageId;
import io.elchi.server.core.Money;
import io.elchi.server.core.Permission;
import io.elchi.server.core.Refusal;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.messages.MessageList;
import io.elchi.server.messages.MessageQuery;
import io.elchi.server.messages.MessageStore;
import io.elchi.server.messages.MessageView;
import io.elchi.server.messages.WaitReasons;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Reads for clients: a message, its balance, its profile.
@RestController
final class ReadController {
    private final MessageStore messages;
    private final MessageList list;
    private final Ledger ledger;
    private final WaitReasons reasons;

    ReadController(MessageStore messages, MessageList list, Ledger ledger, WaitReasons reasons) {
        this.messages = messages;
        this.list = list;
        this.ledger = ledger;
        this.reasons = reasons;
    }

    @GetMapping("/v1/sms/{id}")
    @Needs(value = Permission.SMS_READ, watched = true)
    Map<String, Object> message(@AuthenticationPrincipal Caller caller, @PathVariable("id") String id) {
        MessageView view = MessageId.parse(id)
                .flatMap(known -> messages.view(caller.account().id(), known))
                .orElseThrow(() -> Refusal.of(Failure.NOT_FOUND, "there is no message " + id + " of this account")
                        .exception());
        return MessageJson.of(view, reasons.of(view));
    }

    @GetMapping("/v1/sms")
    @Needs(value = Permission.SMS_READ, watched = true)
    Map<String, Object> messages(
            @AuthenticationPrincipal Caller caller, @ModelAttribute MessageQuery query, PageQuery page) {
        MessageList.MessagePage found =
                list.messages(query.filter(caller.account().id(), 0), page.cursor(), page.limit());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "items",
                found.items().stream()
                        .map(each -> MessageJson.listed(each.view()))
                        .toList());
        if (found.next() != null) {
            json.put("next", found.next());
        }
        if (found.scannedTo() != null) {
            json.put("scanned_to", found.scannedTo());
        }
        return json;
    }

    @GetMapping("/v1/balance")
    @Needs(value = Permission.BALANCE_READ, watched = true)
    Map<String, Object> balance(@AuthenticationPrincipal Caller caller) {
        Ledger.Balance balance = ledger.balance(caller.account().id())
                .orElseThrow(() -> Refusal.of(Failure.NOT_FOUND, "the account has no balance")
                        .exception());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("account_id", caller.account().id());
        json.put("available", money(balance.available()));
        json.put("balance", money(balance.balance()));
        json.put("reserved", money(balance.reserved()));
        json.put("credit_limit", money(balance.creditLimit()));
        return json;
    }

    @GetMapping("/v1/account/profile")
    @Needs(Permission.PROFILE_READ)
    Map<String, Object> profile(@AuthenticationPrincipal Caller caller) {
        Account account = caller.account();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", account.id());
        json.put("type", account.type().text());
        json.put("name", account.name());
        json.put("contact", account.contact());
        json.put("external_ref", account.externalRef());
        json.put("currency", account.currency());
        json.put("limits", Map.of("parts_per_second", caller.ratePerSecond(), "parts_per_message", account.maxParts()));
        return json;
    }

    static Map<String, Object> money(Money money) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("amount", money.amount());
        json.put("currency", money.currency());
        return json;
    }
}
