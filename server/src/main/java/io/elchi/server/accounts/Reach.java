package io.elchi.server.accounts;

import io.elchi.server.core.Failure;
import io.elchi.server.core.Refusal;
import io.elchi.server.core.RefusedException;

/// How far a caller sees: the staff everything, others their account and those below it. What is beyond is
/// answered as if it were not there.
public final class Reach {
    private final AccountRegister register;

    public Reach(AccountRegister register) {
        this.register = register;
    }

    public boolean covers(Caller caller, long account) {
        long own = caller.account().id();
        return caller.isStaff()
                || account == own
                || register.find(account).stream()
                        .flatMap(each -> each.above().stream())
                        .anyMatch(above -> above.id() == own);
    }

    /// For something that an account has.
    ///
    /// @param what it is, `user`
    /// @throws RefusedException when it is beyond, as for an id that does not exist
    public void check(Caller caller, String what, long account, long id) {
        if (!covers(caller, account)) {
            throw missing(what, id);
        }
    }

    /// For an account itself.
    public void check(Caller caller, String what, long account) {
        check(caller, what, account, account);
    }

    /// For an account that a field of a body or a query names.
    ///
    /// @throws RefusedException when it is beyond, as for an account that does not exist
    public void checkField(Caller caller, String field, long account) {
        if (!covers(caller, account)) {
            throw Refusal.ofField(Failure.INVALID_FIELD, field, "there is no such account")
                    .exception();
        }
    }

    public static RefusedException missing(String what, long id) {
        return Refusal.of(Failure.NOT_FOUND, "there is no " + what + " " + id).exception();
    }
}
