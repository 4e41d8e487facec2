package io.elchi.server.adminapi;

import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.accounts.Reach;
import io.elchi.server.billing.AccountChanges;
import io.elchi.server.billing.AccountOpening;
import io.elchi.server.billing.BalanceAlerts;
import io.elchi.server.billing.Ledger;
import io.elchi.server.messages.ContentEncryption;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.numbers.Numbers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the controllers of the role billing.
@Configuration(proxyBeanMethods = false)
public class BillingApiConfiguration {
    @Bean
    AccountController.Books accountBooks(
            AccountOpening opening, AccountChanges changes, Ledger ledger, BalanceAlerts alerts) {
        return new AccountController.Books(opening, changes, ledger, alerts);
    }

    @Bean
    AccountController accountController(
            AccountRegister register,
            AccountController.Books books,
            Numbers numbers,
            ContentEncryption encryption,
            Reach reach) {
        return new AccountController(register, books, new Countries(numbers), encryption, reach);
    }

    @Bean
    MoneyController moneyController(AccountRegister register, Ledger ledger, Reach reach) {
        return new MoneyController(register, ledger, reach);
    }

    @Bean
    CdrController cdrController(MessageSearch messages) {
        return new CdrController(messages);
    }
}
