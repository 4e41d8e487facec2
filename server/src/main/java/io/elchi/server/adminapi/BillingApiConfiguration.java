package io.elchi.server.adminapi;

import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.accounts.Reach;
import io.elchi.server.billing.AccountChanges;
import io.elchi.server.billing.AccountOpening;
import io.elchi.server.billing.BalanceAlerts;
import io.elchi.server.billing.Charges;
import io.elchi.server.billing.Ledger;
import io.elchi.server.core.Clock;
import io.elchi.server.messages.ContentEncryption;
import io.elchi.server.messages.MessageSearch;
import io.elchi.server.numbers.Numbers;
import io.elchi.server.routing.OperatorStore;
import io.elchi.server.routing.OperatorStoreConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Wires the controllers of the role billing.
@Configuration(proxyBeanMethods = false)
@Import({OperatorStoreConfiguration.class, ViewNamesConfiguration.class})
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
    MoneyController moneyController(Ledger ledger, MessageSearch messages, Reach reach, Clock clock) {
        return new MoneyController(ledger, messages, reach, clock);
    }

    @Bean
    TransactionController transactionController(
            AccountRegister register, Ledger ledger, MessageSearch messages, Reach reach) {
        return new TransactionController(register, ledger, messages, reach);
    }

    @Bean
    TransferController transferController(AccountRegister register, Ledger ledger, Reach reach) {
        return new TransferController(register, ledger, reach);
    }

    @Bean
    ChargeController chargeController(AccountRegister register, Charges charges) {
        return new ChargeController(register, charges);
    }

    @Bean
    CdrController cdrController(MessageSearch messages, Accounts accounts, OperatorStore operators, Clock clock) {
        return new CdrController(messages, accounts, operators, clock);
    }
}
