package io.elchi.server.adminapi;

import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.billing.AccountOpening;
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
    AccountController accountController(
            AccountRegister register,
            AccountOpening opening,
            Ledger ledger,
            Numbers numbers,
            ContentEncryption encryption) {
        return new AccountController(register, opening, ledger, new Countries(numbers), encryption);
    }

    @Bean
    MoneyController moneyController(AccountRegister register, Ledger ledger) {
        return new MoneyController(register, ledger);
    }

    @Bean
    CdrController cdrController(MessageSearch messages) {
        return new CdrController(messages);
    }
}
