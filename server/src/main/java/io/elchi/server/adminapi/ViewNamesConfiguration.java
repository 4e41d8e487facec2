package io.elchi.server.adminapi;

import io.elchi.server.accounts.Account;
import io.elchi.server.accounts.Accounts;
import io.elchi.server.routing.RouteService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the names in answers, for every role with controllers of this module.
@Configuration(proxyBeanMethods = false)
class ViewNamesConfiguration {
    /// @param accounts asked for late: JSON is needed before they are there
    /// @param routes likewise; the role billing has none
    @Bean
    ViewNames viewNames(ObjectProvider<Accounts> accounts, ObjectProvider<RouteService> routes) {
        return new ViewNames(
                id -> accounts.getObject().account(id).map(Account::name).orElse(null), id -> {
                    RouteService service = routes.getIfAvailable();
                    return service == null ? null : service.operatorName(id);
                });
    }
}
