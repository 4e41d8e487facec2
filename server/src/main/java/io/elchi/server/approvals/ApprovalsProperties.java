package io.elchi.server.approvals;

import io.elchi.server.config.ConfigException;
import io.elchi.server.config.Setting;
import io.elchi.server.core.Money;
import java.time.Duration;
import java.util.List;

/// Who needs a second person, and for what.
public record ApprovalsProperties(
        @Setting(
                value =
                        "whose dangerous changes wait for a second person; `people` has those of resellers and clients, too",
                is = "staff")
        Mode mode,

        @Setting(value = "whether keys and OAuth clients carry out dangerous changes at once", is = "direct")
        Machines keys,

        @Setting(
                value = "a payment or credit limit up to this amount needs nobody else; in other currencies each does",
                is = "5000000 UZS")
        String moneyAbove,

        @Setting(value = "how long a draft waits for its approval", is = "24h", min = 60_000, max = 30L * 86_400_000)
        Duration expiry,

        @Setting(value = "maximum of drafts of one person that wait", is = "100", min = 1, max = 10_000)
        int mostOpen,

        @Setting(
                value = "how long drafts are kept after their expiry",
                is = "365d",
                min = 86_400_000,
                max = 3_650L * 86_400_000)
        Duration historyTime) {
    public enum Mode {
        OFF,
        STAFF,
        PEOPLE
    }

    public enum Machines {
        DIRECT,
        REFUSED
    }

    /// @throws ConfigException when it is no amount
    Money most() {
        String[] words = moneyAbove.split(" ");
        try {
            if (words.length == 2) {
                return Money.parse(words[0], words[1]);
            }
        } catch (IllegalArgumentException | ArithmeticException ignored) {
            // The answer is the same.
        }
        throw new ConfigException(List.of("approvals.money_above: must be like 5000000 UZS, not '" + moneyAbove + "'"));
    }
}
