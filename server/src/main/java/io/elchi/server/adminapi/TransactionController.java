package io.elchi.server.adminapi;

import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.accounts.Caller;
import io.elchi.server.accounts.Reach;
import io.elchi.server.billing.EntryQuery;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Money;
import io.elchi.server.core.Page;
import io.elchi.server.core.Permission;
import io.elchi.server.http.Needs;
import io.elchi.server.http.PageQuery;
import io.elchi.server.messages.MessageSearch;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The ledger, down to the messages that an entry charged.
@RestController
final class TransactionController {
    private final AccountRegister register;
    private final Ledger ledger;
    private final MessageSearch messages;
    private final Reach reach;

    TransactionController(AccountRegister register, Ledger ledger, MessageSearch messages, Reach reach) {
        this.register = register;
        this.ledger = ledger;
        this.messages = messages;
        this.reach = reach;
    }

    /// What an entry charged for a message.
    ///
    /// @param accountId that sent it: the entry's own, or one below it
    /// @param parts that the entry charged; others of the message may be in other entries
    record ChargedMessageView(String messageId, long accountId, int parts, Money price) {}

    @GetMapping("/admin/v1/accounts/{id}/transactions")
    @Needs(value = Permission.MONEY_READ, tenant = true)
    Page<TransactionView> ofAccount(
            @AuthenticationPrincipal Caller caller,
            @PathVariable("id") long id,
            @ModelAttribute EntryQuery query,
            PageQuery page) {
        reach.check(caller, "account", id);
        ReferenceChecks.found(register.find(id).isPresent(), "account", id);
        return ledger.entries(query.filter(id), page.cursor(), page.limit()).map(TransactionView::of);
    }

    @GetMapping("/admin/v1/transactions")
    @Needs(Permission.MONEY_READ)
    Page<TransactionView> all(
            @RequestParam(name = "account_id", defaultValue = "0") long account,
            @ModelAttribute EntryQuery query,
            PageQuery page) {
        return ledger.entries(query.filter(account), page.cursor(), page.limit())
                .map(TransactionView::of);
    }

    @GetMapping("/admin/v1/transactions/{id}/messages")
    @Needs(value = Permission.MONEY_READ, tenant = true)
    Page<ChargedMessageView> messages(
            @AuthenticationPrincipal Caller caller, @PathVariable("id") long id, PageQuery page) {
        Ledger.Entry entry = ledger.entry(id).orElseThrow(() -> ReferenceChecks.missing("transaction", id));
        reach.check(caller, "transaction", entry.accountId(), id);
        if (entry.batch() == 0) {
            // It charged no messages.
            return new Page<>(List.of(), null);
        }
        String currency = entry.amount().currency();
        return messages.charged(entry.batch(), entry.accountId(), page.cursor(), page.limit())
                .map(each -> new ChargedMessageView(
                        each.id().toString(), each.accountId(), each.parts(), new Money(currency, each.micros())));
    }
}
