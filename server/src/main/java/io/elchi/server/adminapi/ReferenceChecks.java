package io.elchi.server.adminapi;

import io.elchi.server.accounts.AccountRegister;
import io.elchi.server.core.Failure;
import io.elchi.server.core.Msisdn;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;
import io.elchi.server.routing.Operator;
import io.elchi.server.routing.OperatorStore;

/// Checks that the rows which a request names exist; foreign keys between modules are forbidden.
final class ReferenceChecks {
    private final AccountRegister accounts;
    private final OperatorStore operators;

    ReferenceChecks(AccountRegister accounts, OperatorStore operators) {
        this.accounts = accounts;
        this.operators = operators;
    }

    /// An account that the field `account_id` names.
    ///
    /// @throws RefusedException when there is none
    AccountRegister.RegisteredAccount account(long id) {
        return accounts.find(id)
                .orElseThrow(() -> Refusal.ofField(Failure.INVALID_FIELD, "account_id", "there is no such account")
                        .exception());
    }

    /// An operator that the field `operator_id` names.
    ///
    /// @throws RefusedException when there is none
    Operator operator(long id) {
        return operators
                .operator(id)
                .orElseThrow(() -> Refusal.ofField(Failure.INVALID_FIELD, "operator_id", "there is no such operator")
                        .exception());
    }

    /// The refusal for a path with an unknown id.
    static RefusedException missing(String what, Object id) {
        return Refusal.of(Failure.NOT_FOUND, "there is no " + what + " " + id).exception();
    }

    /// Says so, unless something was found.
    static void found(boolean found, String what, Object id) {
        if (!found) {
            throw missing(what, id);
        }
    }

    /// A number of E.164 in a query or a body, with + or without; null for null.
    ///
    /// @throws RefusedException when it is none
    static Msisdn msisdn(String text, String field) {
        if (text == null) {
            return null;
        }
        return Msisdn.ofQuery(text)
                .orElseThrow(() -> Refusal.ofField(
                                Failure.INVALID_FIELD, field, "must be a number with its country code, 7 to 15 digits")
                        .exception());
    }
}
