package io.elchi.server.billing.ledger;

import io.elchi.server.billing.Ledger.Claim;
import io.elchi.server.billing.Ledger.Shortfall;
import java.util.List;
import java.util.Map;

/// The remaining funds of a locked account while the claims of a batch are admitted one by one.
final class Funds {
    private long availableMicros;
    private long takenMicros;

    void available(long micros) {
        availableMicros = micros;
    }

    long taken() {
        return takenMicros;
    }

    /// Admits in order: a claim takes from all of its payers, or from none.
    ///
    /// @return for each claim null, or the payer that lacks funds
    static Shortfall[] admit(Map<Long, Funds> funds, List<Claim> claims) {
        Shortfall[] lacking = new Shortfall[claims.size()];
        for (int i = 0; i < lacking.length; i++) {
            Claim claim = claims.get(i);
            lacking[i] = lacking(funds, claim);
            if (lacking[i] == null) {
                take(funds, claim);
            }
        }
        return lacking;
    }

    private static Shortfall lacking(Map<Long, Funds> funds, Claim claim) {
        for (int level = 0; level < claim.accounts().length; level++) {
            Funds payer = funds.get(claim.accounts()[level]);
            if (claim.micros()[level] > 0 && payer.availableMicros < claim.micros()[level]) {
                return new Shortfall(claim.accounts()[level], claim.micros()[level] - payer.availableMicros);
            }
        }
        return null;
    }

    private static void take(Map<Long, Funds> funds, Claim claim) {
        for (int level = 0; level < claim.accounts().length; level++) {
            Funds payer = funds.get(claim.accounts()[level]);
            payer.availableMicros -= claim.micros()[level];
            payer.takenMicros = Math.addExact(payer.takenMicros, claim.micros()[level]);
        }
    }
}
